"""精准: how exactly places, matters and first units were found, by month and district (Q-07)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from huying.domain.actors import Actor
from huying.foundation.period import Month
from huying.organisation.queries.units import names_of, units_for
from huying.workorders.queries.accuracy import Exactness, exactness_by_district

COLUMNS = (
    "首次派出工单",
    "地点到社区（网格）",
    "地点到街道（乡镇）",
    "写明点位",
    "事项已定",
    "事项改过",
    "首派未改派",
)
_CITY = "市级部门和企业"


@dataclass(frozen=True, kw_only=True)
class AccuracyCell:
    """One share in per cent of the orders, empty where there are none; ``before`` is the month before's."""

    label: str
    text: str
    count: int
    before: str


@dataclass(frozen=True, kw_only=True)
class AccuracyRow:
    """One district, or all of them: its orders, and a cell for each column but the first."""

    name: str
    orders: int
    cells: tuple[AccuracyCell, ...]


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """A month: all that the actor oversees, and by district of the first unit, most orders first."""

    whole: AccuracyRow
    districts: tuple[AccuracyRow, ...]


def accuracy(*, month: Month, before: Month, actor: Actor) -> Accuracy:
    """Return the shares of a month beside those of the month before it.

    约定: an order counts in the month in which it was first sent, for the district of the unit that got it.
    """
    units = {
        unit.id
        for unit in units_for(actor=actor)
        if actor.district_id is None or actor.district_id in {unit.id, unit.district_id}
    }
    now, then = (exactness_by_district(unit_ids=units, since=one.since, until=one.until) for one in (month, before))
    names = names_of(unit_ids={district for district in now if district})
    rows = [
        _row(names.get(district or 0, _CITY), figures, then.get(district, Exactness()))
        for district, figures in sorted(now.items(), key=lambda one: (-one[1].orders, one[0] or 0))
    ]
    whole = _row("合计", sum(now.values(), Exactness()), sum(then.values(), Exactness()))
    return Accuracy(whole=whole, districts=tuple(rows))


def accuracy_table(months: list[tuple[Month, Accuracy]]) -> Iterator[tuple[str, ...]]:
    """Yield the figures of several months as an office opens them, their head first."""
    head = (text for name in COLUMNS[1:] for text in (name, f"{name}占比"))
    yield ("月份", "区", COLUMNS[0], *head)
    for month, found in months:
        for row in (*found.districts, found.whole):
            cells = (text for cell in row.cells for text in (str(cell.count), cell.text))
            yield (month.code, row.name, str(row.orders), *cells)


def _row(name: str, now: Exactness, before: Exactness) -> AccuracyRow:
    counts = (now.community, now.street, now.spot, now.matter, now.changed, now.kept)
    earlier = (before.community, before.street, before.spot, before.matter, before.changed, before.kept)
    cells = (
        AccuracyCell(label=label, text=_share(count, now.orders), count=count, before=_share(old, before.orders))
        for label, count, old in zip(COLUMNS[1:], counts, earlier, strict=True)
    )
    return AccuracyRow(name=name, orders=now.orders, cells=tuple(cells))


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:.1f}%" if whole else ""
