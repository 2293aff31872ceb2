"""Send an order of the demonstration to a unit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.life import Life
from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.actors import Role


def give_lead(
    *,
    life: Life,
    unit_id: int,
    after: timedelta | datetime,
    helping: Sequence[int] = (),
    basis: str = "",
    remark: str = "",
) -> None:
    """Let a dispatcher assign the order, and read its limit; the unit that had it first began it."""
    is_first = not life.lead_id
    life.lead_id, life.helping = unit_id, list(helping)
    take_step(
        life=life,
        action=assign_unit,
        actor=life.hotline(Role.DISPATCHER),
        after=after,
        lead_unit_id=unit_id,
        assist_unit_ids=life.helping,
        legal_basis=basis or life.word("basis"),
        remark=remark,
    )
    if is_first:
        life.started = life.at
    life.read_limit()
