"""Values of handling."""

from django.db.models import TextChoices

from huying.domain.policies import UNIT_LABELS
from huying.domain.policies import LimitUnit as DomainUnit


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
