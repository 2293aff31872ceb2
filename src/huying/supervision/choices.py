"""Values of a supervision order."""

from django.db.models import TextChoices

from huying.domain.supervising import Form as DomainForm
from huying.language.replies import Code
from huying.language.replies.finding import LABELS


class Form(TextChoices):
    """How the unit is told, the mildest first (domain.supervising)."""

    CALL = DomainForm.CALL.value, "电话催办"
    LETTER = DomainForm.LETTER.value, "书面督办"
    REMINDER = DomainForm.REMINDER.value, "工作提醒函"


class Reason(TextChoices):
    """Why an order is supervised. 依据: 国办函〔2025〕66号 (六): 办理质量不高、推诿扯皮. 约定: the others."""

    OVERDUE = "overdue", "逾期未办结"
    REWORKED = "reworked", "多次重办"
    SHIRKING = "shirking", "推诿扯皮"
    FALSE_ANSWER = "false_answer", "答复不实、弄虚作假"
    ATTENTION = "attention", "领导关注"
    OTHER = "other", "其他"


class Verdict(TextChoices):
    """What the check of an answer says."""

    ACCEPTED = "accepted", "予以认可，了结督办"
    INSUFFICIENT = "insufficient", "不予认可，重新答复"


class Outcome(TextChoices):
    """How a supervision order ended."""

    ACCEPTED = "accepted", "答复获认可"
    WITHDRAWN = "withdrawn", "已撤回"
    LAPSED = "lapsed", "随工单终止"


class Fault(TextChoices):
    """What may be wrong with a reply (language.replies). 依据: features M-03, M-04."""

    PERFUNCTORY = Code.PERFUNCTORY.value, LABELS[Code.PERFUNCTORY]
    SHIRKING = Code.SHIRKING.value, LABELS[Code.SHIRKING]
    INDIRECT = Code.INDIRECT.value, LABELS[Code.INDIRECT]
    OVERPROMISE = Code.OVERPROMISE.value, LABELS[Code.OVERPROMISE]
    COPIED = Code.COPIED.value, LABELS[Code.COPIED]
    NO_BASIS = Code.NO_BASIS.value, LABELS[Code.NO_BASIS]
    LEAK = Code.LEAK.value, LABELS[Code.LEAK]
    OVERLONG = Code.OVERLONG.value, LABELS[Code.OVERLONG]


class LeadState(TextChoices):
    """What a person made of a lead (核实)."""

    OPEN = "open", "待核实"
    CONFIRMED = "confirmed", "确有问题"
    DISMISSED = "dismissed", "没有问题"
