"""基层负担: what each unit of a kind carries in a month, beside the median of its kind (Q-10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from huying.coordination.queries.pushed_down import pushed_down_by_unit
from huying.coordination.queries.whistle_figures import unit_figures
from huying.dispatch.queries.return_figures import returned_by_unit
from huying.domain.actors import Actor
from huying.domain.burden import is_heavy, median_of
from huying.foundation.period import Month
from huying.organisation.choices import UnitKind
from huying.organisation.queries.strength import clerks_by_unit
from huying.organisation.queries.units import UnitRow, units_for
from huying.policy.queries import policy_at
from huying.workorders.queries.unit_load import given_by_unit, open_by_unit

# 约定: those who govern a place first, for whom the rule was made; then those whose matters come down to them.
_KINDS = (UnitKind.STREET, UnitKind.ZONE, UnitKind.BUREAU, UnitKind.VERTICAL)
COLUMNS: dict[str, str] = {
    "received": "收到工单",
    "pushed": "职责下推",
    "urgent": "紧急时效",
    "open": "现在在办",
    "each": "每岗在办",
    "blown": "吹哨",
    "returned": "获准退单",
}
# A share may hide behind small numbers, and who returns rightly was burdened wrongly: all of them are compared.
_SHARES = frozenset({"urgent"})
_SMALL = frozenset({"each"})


@dataclass(frozen=True, kw_only=True)
class BurdenCell:
    """One figure; ``text`` as it is shown, ``middle`` the median of the kind where the figure is far above it."""

    label: str
    text: str
    middle: str


@dataclass(frozen=True, kw_only=True)
class BurdenRow:
    """One unit with its figures in the order of ``COLUMNS``; ``clerks``: seats of clerks now."""

    unit_id: int
    unit_name: str
    clerks: int
    cells: tuple[BurdenCell, ...]
    heavy: int


@dataclass(frozen=True, kw_only=True)
class BurdenKind:
    """The units of a kind that have any figure, the most burdened first; ``middles`` are texts like the cells'."""

    label: str
    middles: tuple[str, ...]
    rows: tuple[BurdenRow, ...]


@dataclass(frozen=True, kw_only=True)
class Burden:
    """A month; a figure above ``percent`` of its median is marked, for the reason ``basis``."""

    percent: int
    basis: str
    kinds: tuple[BurdenKind, ...]


def burden(*, month: Month, actor: Actor, at: datetime) -> Burden:
    """Return what the units that the actor oversees carry, and what is far above the median among them.

    What is open, and the seats, are of now; all else is of the month.

    Raises:
        NoPolicy: the centre has none.

    """
    policy = policy_at(centre_id=actor.centre_id, at=min(month.until, at)).policy
    units = [unit for unit in units_for(actor=actor) if unit.kind in _KINDS and _oversees(actor, unit)]
    figures, clerks = _figures(units, month=month, actor=actor, at=at)
    found = (
        (kind, [unit for unit in units if unit.kind == kind and any(figures[unit.id].values())]) for kind in _KINDS
    )
    return Burden(
        percent=policy.burden_percent,
        basis=policy.bases["burden_percent"],
        kinds=tuple(_kind(kind, mine, figures, clerks, policy.burden_percent) for kind, mine in found if mine),
    )


def burden_table(found: Burden) -> Iterator[tuple[str, ...]]:
    """Yield the figures as an office opens them, their head first."""
    yield ("类别", "单位", "承办岗位", *COLUMNS.values(), "偏重项数")
    for kind in found.kinds:
        for row in kind.rows:
            yield (kind.label, row.unit_name, str(row.clerks), *(cell.text for cell in row.cells), str(row.heavy))


def _oversees(actor: Actor, unit: UnitRow) -> bool:
    return actor.district_id is None or unit.district_id == actor.district_id


def _figures(
    units: list[UnitRow], *, month: Month, actor: Actor, at: datetime
) -> tuple[dict[int, dict[str, float]], dict[int, int]]:
    """Return the figures of each unit by column, and how many clerks' seats it has."""
    ids = {unit.id for unit in units}
    given = given_by_unit(unit_ids=ids, since=month.since, until=month.until)
    opened, clerks = open_by_unit(unit_ids=ids), clerks_by_unit(unit_ids=ids)
    pushed = pushed_down_by_unit(since=month.since, until=month.until, actor=actor)
    returned = returned_by_unit(actor=actor, since=month.since, until=month.until)
    blown = {row.unit_id: row.blown for row in unit_figures(since=month.since, until=month.until, actor=actor, at=at)}
    figures: dict[int, dict[str, float]] = {}
    for unit in ids:
        got, now = given.get(unit), opened.get(unit, 0)
        figures[unit] = {
            "received": got.orders if got else 0,
            "pushed": pushed[unit],
            "urgent": 100 * got.urgent / got.orders if got else 0,
            "open": now,
            "each": now / max(clerks.get(unit, 0), 1),
            "blown": blown.get(unit, 0),
            "returned": returned[unit],
        }
    return figures, clerks


def _kind(
    kind: UnitKind,
    units: list[UnitRow],
    figures: Mapping[int, Mapping[str, float]],
    clerks: Mapping[int, int],
    percent: int,
) -> BurdenKind:
    middles = {name: median_of(figures[unit.id][name] for unit in units) for name in COLUMNS}
    rows = []
    for unit in units:
        mine = figures[unit.id]
        heavy = {name for name in COLUMNS if is_heavy(mine[name], middle=middles[name], percent=percent)}
        cells = tuple(
            BurdenCell(
                label=label, text=_text(name, mine[name]), middle=_text(name, middles[name] if name in heavy else None)
            )
            for name, label in COLUMNS.items()
        )
        rows.append(
            BurdenRow(
                unit_id=unit.id, unit_name=unit.name, clerks=clerks.get(unit.id, 0), cells=cells, heavy=len(heavy)
            )
        )
    rows.sort(key=lambda row: (-row.heavy, -figures[row.unit_id]["received"], row.unit_name))
    return BurdenKind(
        label=str(kind.label), middles=tuple(_text(name, middles[name]) for name in COLUMNS), rows=tuple(rows)
    )


def _text(name: str, value: float | None) -> str:
    """Return a figure as it is read: a share with its sign, a ratio to one place, a count as it is."""
    if value is None:
        return ""
    if name in _SHARES:
        return f"{value:.0f}%"
    return f"{value:.1f}" if name in _SMALL or value % 1 else f"{value:.0f}"
