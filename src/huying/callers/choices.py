"""Values of callers, with their Chinese labels."""

from django.db.models import TextChoices

from huying.domain.privacy import IdentityField as DomainField
from huying.domain.privacy import Purpose as DomainPurpose


class IdentityField(TextChoices):
    """The parts of an identity that can be opened one by one."""

    NAME = DomainField.NAME.value, "姓名"
    PHONE = DomainField.PHONE.value, "电话"
    ID_NUMBER = DomainField.ID_NUMBER.value, "证件号码"
    HOME_ADDRESS = DomainField.HOME_ADDRESS.value, "住址"


class Purpose(TextChoices):
    """Why an identity was opened."""

    CONTACT = DomainPurpose.CONTACT.value, "联系诉求人"
    VISIT = DomainPurpose.VISIT.value, "上门办理"
    RELAY = DomainPurpose.RELAY.value, "代承办单位联系"
    VERIFY = DomainPurpose.VERIFY.value, "核实身份"
    FOLLOW_UP = DomainPurpose.FOLLOW_UP.value, "回访"
    LAWFUL_DEMAND = DomainPurpose.LAWFUL_DEMAND.value, "依法调取"
