"""Let a unit of the demonstration ask for a longer limit (延期)."""

from __future__ import annotations

from functools import partial

from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.hours import office_until
from huying.demo.queries.life import MINUTE, Life, OverError
from huying.domain.actors import Role
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.choices import ExtensionReason

_REASONS = (
    ExtensionReason.TESTING,
    ExtensionReason.CONSTRUCTION,
    ExtensionReason.COORDINATION,
    ExtensionReason.LEGAL_PROCEDURE,
)


def live_extension(*, life: Life) -> None:
    """Ask when half of the limit is over; the unit's reviewer agrees or not, then the hotline."""
    way, step = life.call.way, partial(take_step, life=life)
    is_left = way in {"at_unit", "at_centre"}
    halfway = life.started + (life.due - life.started) * life.rng.uniform(0.4, 0.7)
    at = life.lately(40, 90) if is_left else max(life.at + 10 * MINUTE, office_until(halfway, life.cast.calendar))
    if at >= life.due:
        return
    step(
        action=request_extension,
        actor=life.of(life.lead_id),
        after=at,
        reason=life.rng.choice(_REASONS),
        amount=life.rng.choice((2, 3, 3, 5)),
        words=life.said("extension"),
        is_told=True,
    )
    if way == "at_unit":
        raise OverError
    is_agreed = way != "refused_at_unit"
    step(
        action=review_extension,
        actor=life.of(life.lead_id, Role.REVIEWER),
        after=5 * MINUTE if is_left else life.office(life.minutes(10, 120)),
        is_agreed=is_agreed,
        opinion="" if is_agreed else life.said("extension_refused"),
    )
    if is_left:
        raise OverError
    if is_agreed:
        is_granted = way == "granted"
        step(
            action=settle_extension,
            actor=life.hotline(Role.ARBITER),
            after=life.office(life.minutes(10, 200)),
            is_granted=is_granted,
            opinion="" if is_granted else life.said("extension_refused"),
        )
    life.read_limit()
