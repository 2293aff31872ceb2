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


class RetentionClass(TextChoices):
    """What is taken away when its time has come."""

    ORDER = DomainClass.ORDER.value, RETENTION_LABELS[DomainClass.ORDER]
    IDENTITY = DomainClass.IDENTITY.value, RETENTION_LABELS[DomainClass.IDENTITY]
