"""Values of dispatch."""

from django.db.models import TextChoices

from huying.domain.routing import GROUND_LABELS
from huying.domain.routing import Ground as DomainGround


class Ground(TextChoices):
    """On what ground a lead is suggested."""

    DUTY = DomainGround.DUTY.value, GROUND_LABELS[DomainGround.DUTY]
    DUTY_AT_PLACE = DomainGround.DUTY_AT_PLACE.value, GROUND_LABELS[DomainGround.DUTY_AT_PLACE]
    PLACE = DomainGround.PLACE.value, GROUND_LABELS[DomainGround.PLACE]
    DISTRICT = DomainGround.DISTRICT.value, GROUND_LABELS[DomainGround.DISTRICT]
    NONE = DomainGround.NONE.value, GROUND_LABELS[DomainGround.NONE]
