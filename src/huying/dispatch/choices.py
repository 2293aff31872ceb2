"""Values of dispatch."""

from django.db.models import TextChoices

from huying.domain.candidates import HELD_BACK_LABELS
from huying.domain.candidates import HeldBack as DomainHeldBack
from huying.domain.returns import RETURN_REASON_LABELS
from huying.domain.returns import ReturnReason as DomainReason
from huying.domain.routing import GROUND_LABELS
from huying.domain.routing import Ground as DomainGround


class Ground(TextChoices):
    """On what ground a lead is suggested."""

    DUTY = DomainGround.DUTY.value, GROUND_LABELS[DomainGround.DUTY]
    DUTY_AT_PLACE = DomainGround.DUTY_AT_PLACE.value, GROUND_LABELS[DomainGround.DUTY_AT_PLACE]
    PLACE = DomainGround.PLACE.value, GROUND_LABELS[DomainGround.PLACE]
    DISTRICT = DomainGround.DISTRICT.value, GROUND_LABELS[DomainGround.DISTRICT]
    RULING = DomainGround.RULING.value, GROUND_LABELS[DomainGround.RULING]
    PAST = DomainGround.PAST.value, GROUND_LABELS[DomainGround.PAST]
    NONE = DomainGround.NONE.value, GROUND_LABELS[DomainGround.NONE]


class HeldBack(TextChoices):
    """Why a person dispatches the order whatever the model says; empty: a rule may."""

    NOTHING = DomainHeldBack.NOTHING.value, HELD_BACK_LABELS[DomainHeldBack.NOTHING]
    NO_GUESS = DomainHeldBack.NO_GUESS.value, HELD_BACK_LABELS[DomainHeldBack.NO_GUESS]
    URGENT = DomainHeldBack.URGENT.value, HELD_BACK_LABELS[DomainHeldBack.URGENT]
    DANGER = DomainHeldBack.DANGER.value, HELD_BACK_LABELS[DomainHeldBack.DANGER]
    CONFIDENTIAL = DomainHeldBack.CONFIDENTIAL.value, HELD_BACK_LABELS[DomainHeldBack.CONFIDENTIAL]
    SEVERAL = DomainHeldBack.SEVERAL.value, HELD_BACK_LABELS[DomainHeldBack.SEVERAL]
    AGAIN = DomainHeldBack.AGAIN.value, HELD_BACK_LABELS[DomainHeldBack.AGAIN]
    ON_A_ROAD = DomainHeldBack.ON_A_ROAD.value, HELD_BACK_LABELS[DomainHeldBack.ON_A_ROAD]
    NOT_FIRST = DomainHeldBack.NOT_FIRST.value, HELD_BACK_LABELS[DomainHeldBack.NOT_FIRST]
    LIKELY_SAME = DomainHeldBack.LIKELY_SAME.value, HELD_BACK_LABELS[DomainHeldBack.LIKELY_SAME]
    CONTROL = DomainHeldBack.CONTROL.value, HELD_BACK_LABELS[DomainHeldBack.CONTROL]


class ReturnReason(TextChoices):
    """Why a unit asks to return an order."""

    NOT_OUR_DUTY = DomainReason.NOT_OUR_DUTY.value, RETURN_REASON_LABELS[DomainReason.NOT_OUR_DUTY]
    NOT_OUR_AREA = DomainReason.NOT_OUR_AREA.value, RETURN_REASON_LABELS[DomainReason.NOT_OUR_AREA]
    WRONG_MATTER = DomainReason.WRONG_MATTER.value, RETURN_REASON_LABELS[DomainReason.WRONG_MATTER]
    DUPLICATE = DomainReason.DUPLICATE.value, RETURN_REASON_LABELS[DomainReason.DUPLICATE]
    CANNOT_VERIFY = DomainReason.CANNOT_VERIFY.value, RETURN_REASON_LABELS[DomainReason.CANNOT_VERIFY]
    OTHER = DomainReason.OTHER.value, RETURN_REASON_LABELS[DomainReason.OTHER]


class ReturnState(TextChoices):
    """How a request to return an order stands; ``RULED``: the hotline named the unit, and nobody returns it again."""

    WAITING = "waiting", "待审核"
    GRANTED = "granted", "同意退单"
    REFUSED = "refused", "不予退单"
    RULED = "ruled", "指定承办"
    WITHDRAWN = "withdrawn", "已撤回"


RULINGS = (ReturnState.GRANTED, ReturnState.REFUSED, ReturnState.RULED)
"""How the arbiter may end a request."""
