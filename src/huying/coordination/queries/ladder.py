"""Who studies a question at the city: the rungs of the order's policy, each with the unit that answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.coordination.choices.escalation import AskedLevel
from huying.coordination.models import Escalation
from huying.domain import deadlines
from huying.domain.ladders import Office, Rung, next_rung
from huying.organisation.queries.hotline import city_government_of, hotline_unit_of
from huying.policy.queries import calendar_of, policy_of
from huying.workorders.models import Order


@dataclass(frozen=True, kw_only=True)
class Step:
    """A rung that a question goes to: the unit whose leader answers, and until when."""

    rung: Rung
    unit_id: int
    due_at: datetime


def step_above(*, order_id: int, asked: Escalation | None, at: datetime) -> Step | None:
    """Return the rung above the one that was asked, the lowest where nobody at the city was.

    ``None`` at the top, and where the city has set up no office of the ladder. A question of before there were rungs
    stands on the lowest.
    """
    order = Order.objects.only("centre_id", "policy_version_id").get(pk=order_id)
    ladder = policy_of(version_id=order.policy_version_id).ladder
    offices = _offices(centre_id=order.centre_id)
    is_at_city = asked is not None and asked.level == AskedLevel.CITY
    rung = next_rung(ladder, above=(asked.rung or ladder[0].code) if asked and is_at_city else "", offices=offices)
    if rung is None:
        return None
    due_at = deadlines.due(limit=rung.limit, start=at, calendar=calendar_of(centre_id=order.centre_id))
    return Step(rung=rung, unit_id=offices[rung.office], due_at=due_at)


def level_text(*, level: str, rung: str, version_id: int) -> str:
    """Return what the level of a question is called, at the city the rung of its policy."""
    if level != AskedLevel.CITY or not rung:
        return AskedLevel(level).label
    return next((one.label for one in policy_of(version_id=version_id).ladder if one.code == rung), rung)


def higher_label(*, order_id: int, at: datetime) -> str:
    """Return what the rung is called that the order's open question may be raised to; empty at the top."""
    asked = Escalation.objects.filter(order_id=order_id, answered_at=None).first()
    step = step_above(order_id=order_id, asked=asked, at=at)
    return step.rung.label if step else ""


def _offices(*, centre_id: int) -> dict[Office, int]:
    found = {
        Office.HOTLINE: hotline_unit_of(centre_id=centre_id),
        Office.GOVERNMENT: city_government_of(centre_id=centre_id),
    }
    return {office: unit_id for office, unit_id in found.items() if unit_id is not None}
