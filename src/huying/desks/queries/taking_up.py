"""首接负责与限时办理: how each unit took up what it was given in a month (C-28)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor
from huying.domain.policies import STAGE_LABELS, Stage
from huying.foundation.period import Month
from huying.organisation.queries.units import UnitRow, unit_for, units_for
from huying.policy.queries import policy_at
from huying.policy.queries.tables import StageTable, stage_tables
from huying.workorders.queries.unit_load import Taken, taken_by_unit

# What the unit that an order was sent to first answers for, in the order of the work (岗位责任).
_NODES = (Stage.SIGN, Stage.CONTACT, Stage.HANDLE)


@dataclass(frozen=True, kw_only=True)
class TakingRow:
    """One unit; ``passed_on`` of the orders sent to it first went to another, ``percent`` were kept."""

    unit_id: int
    unit_name: str
    kind_label: str
    taken: Taken
    passed_on: int
    percent: float | None


@dataclass(frozen=True, kw_only=True)
class TakingUp:
    """The limits that hold for who takes an order up, with who answers for each, and the units of a month."""

    rules: tuple[StageTable, ...]
    rows: tuple[TakingRow, ...]


def taking_up(*, month: Month, actor: Actor, at: datetime) -> TakingUp:
    """Return the figures of the units that the actor may know of, those that passed on the most in front.

    A leader of a district gets its units, a unit itself alone. Orders count in the month in which they were sent.

    Raises:
        NoPolicy: the centre has none.

    """
    policy = policy_at(centre_id=actor.centre_id, at=min(month.until, at)).policy
    tables = dict(zip(STAGE_LABELS, stage_tables(policy), strict=True))
    units = {unit.id: unit for unit in _units(actor)}
    found = taken_by_unit(unit_ids=units, since=month.since, until=month.until, at=at)
    rows = [_row(units[unit], taken) for unit, taken in found.items()]
    return TakingUp(
        rules=tuple(tables[stage] for stage in _NODES),
        rows=tuple(sorted(rows, key=lambda row: (-row.passed_on, -row.taken.first, row.unit_name))),
    )


def taking_table(found: TakingUp) -> Iterator[tuple[str, ...]]:
    """Yield the figures as an office opens them, their head first."""
    of_nodes = [f"{word}{label}" for label in ("签收", "先行联系", "答复") for word in ("按时", "应")]
    yield ("单位", "类别", "首接", "一直主办", "转给其他单位", "签收用时中位数（分钟）", *of_nodes)
    for row in found.rows:
        taken = row.taken
        minutes = f"{taken.sign.median.total_seconds() / 60:.0f}" if taken.sign.median is not None else ""
        kept = [str(count) for one in (taken.sign, taken.contact, taken.handle) for count in (one.kept, one.all)]
        first = (str(taken.first), str(taken.kept), str(row.passed_on))
        yield (row.unit_name, row.kind_label, *first, minutes, *kept)


def _units(actor: Actor) -> tuple[UnitRow, ...]:
    if not actor.is_centre_wide:
        return (unit_for(unit_id=actor.unit_id or 0, actor=actor),)
    units = units_for(actor=actor)
    return units if actor.district_id is None else tuple(one for one in units if one.district_id == actor.district_id)


def _row(unit: UnitRow, taken: Taken) -> TakingRow:
    return TakingRow(
        unit_id=unit.id,
        unit_name=unit.name,
        kind_label=unit.kind_label,
        taken=taken,
        passed_on=taken.first - taken.kept,
        percent=100 * taken.kept / taken.first if taken.first else None,
    )
