"""Values of the records."""

from django.db.models import TextChoices

from huying.domain.retention import RETENTION_LABELS
from huying.domain.retention import RetentionClass as DomainClass


class AccessKind(TextChoices):
    """What was looked at or taken out."""

    CONFIDENTIAL_ORDER = "confidential_order", "查看保密工单"
    ORIGINAL_TEXT = "original_text", "查看诉求原文"
    EXPORT = "export", "导出"
    PERSON_CHANGE = "person_change", "人员与岗位变更"
    UNIT_CHANGE = "unit_change", "单位停用与承接"


class ModelPurpose(TextChoices):
    """What a language model was asked for."""

    TITLE = "title", "拟标题和摘要"
    MATTER = "matter", "选事项"
    REPLY = "reply", "拟答复草稿"


class ModelOutcome(TextChoices):
    """What came of it: words that were shown, words that were not fit to be, or none."""

    TAKEN = "taken", "给出草稿"
    REFUSED = "refused", "答案不合要求，未采用"
    TIMEOUT = "timeout", "超时"
    ERROR = "error", "没有应答或出错"


class RetentionClass(TextChoices):
    """What is taken away when its time has come."""

    ORDER = DomainClass.ORDER.value, RETENTION_LABELS[DomainClass.ORDER]
    IDENTITY = DomainClass.IDENTITY.value, RETENTION_LABELS[DomainClass.IDENTITY]
