"""推诿扯皮指数 by unit and month: facts of several rooms, weighed by the policy (Q-09)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from huying.coordination.queries.whistle_figures import missed_calls, unit_figures
from huying.dispatch.queries.return_figures import shifted_by_return
from huying.domain.actors import Actor
from huying.domain.policies import Policy
from huying.domain.shirking import SHIRK_LABELS, Instance, Shirk, points, shirking_index, weight_of
from huying.foundation.period import Month
from huying.organisation.queries.units import names_of, unit_for
from huying.policy.queries import policy_at
from huying.workorders.queries.shifting import Passes, late_signings, led_counts, passes, repeated_passes

# 约定: below ten matters one fact moves the index by ten points and more.
_FEW = 10


@dataclass(frozen=True, kw_only=True)
class Weight:
    """How many points one fact of a kind weighs, and where that comes from."""

    shirk: Shirk
    label: str
    weight: int
    basis: str


@dataclass(frozen=True, kw_only=True)
class ShirkingRow:
    """One unit in a month: what it was given, what it did by kind, the points and the points per hundred given.

    ``is_few``: so little was given that the index says nothing.
    """

    unit_id: int
    unit_name: str
    handled: int
    counts: tuple[int, ...]
    points: int
    index: Decimal | None
    is_few: bool


@dataclass(frozen=True, kw_only=True)
class Shirking:
    """The units of a month with any fact, the most points first, and how often orders changed their lead."""

    weights: tuple[Weight, ...]
    rows: tuple[ShirkingRow, ...]
    passes: Passes


@dataclass(frozen=True, kw_only=True)
class ShirkingPart:
    """The facts of one kind behind a unit's number."""

    weight: Weight
    instances: tuple[Instance, ...]


@dataclass(frozen=True, kw_only=True)
class ShirkingOfUnit:
    """A unit's number of a month and every fact behind it."""

    row: ShirkingRow
    parts: tuple[ShirkingPart, ...]


def shirking(*, month: Month, actor: Actor, at: datetime) -> Shirking:
    """Return the index of the units that the actor may know of; a unit gets its own alone."""
    weights = _weights(month, actor=actor, at=at)
    by_unit: dict[int, list[Instance]] = defaultdict(list)
    for one in _instances(month, actor=actor, at=at):
        by_unit[one.unit_id].append(one)
    given = _given(month, actor=actor, at=at)
    names = names_of(unit_ids=set(by_unit))
    rows = [
        _row(unit_id, name, by_unit[unit_id], given.get(unit_id, 0), month=month, actor=actor, at=at)
        for unit_id, name in names.items()
    ]
    return Shirking(
        weights=weights,
        rows=tuple(sorted(rows, key=lambda row: (-row.points, -(row.index or 0), row.unit_name))),
        passes=passes(actor=actor, since=month.since, until=month.until),
    )


def shirking_of(*, unit_id: int, month: Month, actor: Actor, at: datetime) -> ShirkingOfUnit:
    """Return one unit's number with its facts; raises ``UnitNotFound`` for another's than the own."""
    unit = unit_for(unit_id=unit_id if actor.is_centre_wide else actor.unit_id or 0, actor=actor)
    found = [one for one in _instances(month, actor=actor, at=at) if one.unit_id == unit.id]
    handled = _given(month, actor=actor, at=at).get(unit.id, 0)
    return ShirkingOfUnit(
        row=_row(unit.id, unit.name, found, handled, month=month, actor=actor, at=at),
        parts=tuple(
            ShirkingPart(weight=weight, instances=tuple(one for one in found if one.shirk is weight.shirk))
            for weight in _weights(month, actor=actor, at=at)
        ),
    )


def shirking_table(found: Shirking) -> Iterator[tuple[str, ...]]:
    """Yield the index as an office opens it, its head first."""
    yield ("单位", "经手件数", *(weight.label for weight in found.weights), "分数", "指数")
    for row in found.rows:
        yield (row.unit_name, str(row.handled), *map(str, row.counts), str(row.points), str(row.index or ""))


def _instances(month: Month, *, actor: Actor, at: datetime) -> tuple[Instance, ...]:
    since, until = month.since, month.until
    return (
        *shifted_by_return(actor=actor, since=since, until=until),
        *missed_calls(actor=actor, since=since, until=until, at=at),
        *late_signings(actor=actor, since=since, until=until, at=at),
        *repeated_passes(actor=actor, since=since, until=until),
    )


def _given(month: Month, *, actor: Actor, at: datetime) -> Counter[int]:
    """Count by unit the orders that it was to lead and the calls that it got."""
    called = unit_figures(since=month.since, until=month.until, actor=actor, at=at)
    led = Counter(led_counts(actor=actor, since=month.since, until=month.until))
    return led + Counter({row.unit_id: row.called for row in called})


def _row(
    unit_id: int, name: str, found: list[Instance], handled: int, *, month: Month, actor: Actor, at: datetime
) -> ShirkingRow:
    counts = Counter(one.shirk for one in found)
    weighed = points(counts, policy=_policy_of(month, actor=actor, at=at))
    return ShirkingRow(
        unit_id=unit_id,
        unit_name=name,
        handled=handled,
        counts=tuple(counts[shirk] for shirk in Shirk),
        points=weighed,
        index=shirking_index(points=weighed, handled=handled),
        is_few=handled < _FEW,
    )


def _weights(month: Month, *, actor: Actor, at: datetime) -> tuple[Weight, ...]:
    policy = _policy_of(month, actor=actor, at=at)
    return tuple(
        Weight(
            shirk=shirk,
            label=label,
            weight=weight_of(shirk, policy=policy),
            basis=policy.bases[f"shirk_{shirk.value}"],
        )
        for shirk, label in SHIRK_LABELS.items()
    )


def _policy_of(month: Month, *, actor: Actor, at: datetime) -> Policy:
    """Return the weights that hold at the end of the month, or now."""
    return policy_at(centre_id=actor.centre_id, at=min(month.until, at)).policy
