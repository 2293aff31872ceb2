"""Values of handling."""

from django.db.models import TextChoices

from huying.domain.limits import UNIT_LABELS
from huying.domain.limits import LimitUnit as DomainUnit


class LimitUnit(TextChoices):
    """What a length is counted in."""

    HOUR = DomainUnit.HOUR.value, UNIT_LABELS[DomainUnit.HOUR]
    NATURAL_DAY = DomainUnit.NATURAL_DAY.value, UNIT_LABELS[DomainUnit.NATURAL_DAY]
    WORKING_DAY = DomainUnit.WORKING_DAY.value, UNIT_LABELS[DomainUnit.WORKING_DAY]


class ExtensionReason(TextChoices):
    """Why a limit cannot be kept (约定; 条例 art 15 names the legal procedure)."""

    LEGAL_PROCEDURE = "legal_procedure", "法定程序"
    TESTING = "testing", "检测鉴定"
    CONSTRUCTION = "construction", "工程施工"
    COORDINATION = "coordination", "需多方协调"
    WEATHER = "weather", "天气等客观原因"
    OTHER = "other", "其他"


class RequestState(TextChoices):
    """Where what a unit asks of the hotline stands."""

    AT_UNIT = "at_unit", "待本单位审核"
    AT_CENTRE = "at_centre", "待热线审批"
    GRANTED = "granted", "已同意"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"


class HangingCategory(TextChoices):
    """Why a matter cannot be solved within its limit (约定, after the tags of hard matters in S001)."""

    LEGACY = "legacy", "历史遗留"
    LEGAL_PROCEDURE = "legal_procedure", "法定程序"
    MAJOR_WORKS = "major_works", "重大工程"
    POLICY_GAP = "policy_gap", "政策空白"
    CROSS_REGION = "cross_region", "跨区域协调"
    OTHER = "other", "其他"


class HangingState(TextChoices):
    """Where a hanging stands: asked for, on the list, or off it and how."""

    AT_UNIT = "at_unit", "待本单位审核"
    AT_CENTRE = "at_centre", "待热线审批"
    REFUSED = "refused", "未同意"
    WITHDRAWN = "withdrawn", "已撤回"
    HUNG = "hung", "挂账中"
    ENDED = "ended", "已解除"
    WRITTEN_OFF = "written_off", "已销账"
    UNSETTLED = "unsettled", "办结未销账"


class HungProgress(TextChoices):
    """How far a hung matter is, as governance lists of Beijing's districts say it (domain.md section 10)."""

    MOSTLY_SOLVED = "mostly_solved", "基本解决"
    SCHEDULED = "scheduled", "已有解决方案和时间表"
    ADVANCING = "advancing", "已有解决方案正加快推进"
    OTHER = "other", "其他"
