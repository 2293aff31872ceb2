"""Where recent decisions differ from the duty list: matters at places that go to another unit than it names.

依据: 国办函〔2025〕66号 (五): 派单目录动态更新; 约定: what counts as a finding is a dated policy of the centre.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TypeAlias

from huying.domain.reading import whole

FINDINGS: dict[str, Callable[[object], object]] = {
    "finding_days": whole(least=7, most=400),
    "finding_orders": whole(least=2, most=10_000),
    "finding_percent": whole(least=50, most=100),
}
"""The policy's parameters of a finding, with their readers."""
_EXAMPLES = 5
_Lead: TypeAlias = int | None
_Group: TypeAlias = tuple[str, int | None]


@dataclass(frozen=True, kw_only=True)
class Signs:
    """How many of the decisions went against a suggestion, followed a return, or upheld one that was refused."""

    not_taken: int = 0
    returned: int = 0
    wrongful: int = 0

    def __add__(self, other: Signs) -> Signs:
        """Count both."""
        return Signs(
            not_taken=self.not_taken + other.not_taken,
            returned=self.returned + other.returned,
            wrongful=self.wrongful + other.wrongful,
        )


@dataclass(frozen=True, kw_only=True)
class Decided:
    """Orders of one matter at one place that went to one unit.

    ``matter_path``: codes from the leaf up, the first level left out; ``place_chain``: ids from the street up.
    ``lead_unit_id`` is ``None`` for the street where the matter lies, ``listed_unit_id`` likewise what the list says
    today; ``is_listed`` says whether it says anything. ``latest`` holds order ids, the newest first.
    """

    matter_path: tuple[str, ...]
    place_chain: tuple[int, ...]
    lead_unit_id: int | None
    is_listed: bool
    listed_unit_id: int | None
    orders: int
    signs: Signs
    latest: tuple[int, ...]

    @property
    def differs(self) -> bool:
        """Say whether the list names somebody else, or nobody."""
        return not self.is_listed or self.lead_unit_id != self.listed_unit_id


@dataclass(frozen=True, kw_only=True)
class Drift:
    """A finding: of ``orders`` of a matter (at a place, ``None``: anywhere) ``decided`` went to a unit not listed."""

    matter_code: str
    place_id: int | None
    lead_unit_id: int | None
    orders: int
    decided: int
    signs: Signs
    latest: tuple[int, ...]


def drifts(found: Iterable[Decided], *, least: int, percent: int) -> tuple[Drift, ...]:
    """Return the findings: at least ``least`` orders, and ``percent`` of all of the group, to one unit not listed.

    Of a wider and a narrower group that say the same only the wider stands: a matter before those below it, everywhere
    before one place.
    """
    groups: defaultdict[_Group, list[Decided]] = defaultdict(list)
    rank: dict[_Group, tuple[int, int]] = {}
    above: dict[_Group, set[_Group]] = {}
    for one in found:
        matters, places = one.matter_path, (*one.place_chain, None)
        for depth, code in enumerate(reversed(matters)):
            for width, place in enumerate(reversed(places)):
                group = (code, place)
                groups[group].append(one)
                rank[group] = (width, depth)
                above[group] = set(_wider(matters, places, code, place))
    kept: dict[_Group, Drift] = {}
    for group in sorted(groups, key=lambda group: (*rank[group], group[0], group[1] or 0)):
        drift = _drift(group, groups[group], least=least, percent=percent)
        is_said = drift and any(w in kept and kept[w].lead_unit_id == drift.lead_unit_id for w in above[group])
        if drift and not is_said:
            kept[group] = drift
    return tuple(sorted(kept.values(), key=lambda drift: (-drift.decided, drift.matter_code)))


def _wider(matters: Sequence[str], places: Sequence[int | None], code: str, place: int | None) -> Iterable[_Group]:
    codes, around = matters[matters.index(code) :], places[places.index(place) :]
    return ((one, where) for one in codes for where in around if (one, where) != (code, place))


def _drift(group: _Group, rows: Sequence[Decided], *, least: int, percent: int) -> Drift | None:
    orders = sum(row.orders for row in rows)
    to: Counter[_Lead] = Counter()
    for row in rows:
        if row.differs:
            to[row.lead_unit_id] += row.orders
    if not to:
        return None
    (lead, decided), *_ = to.most_common(1)
    if decided < least or 100 * decided < percent * orders:
        return None
    mine = [row for row in rows if row.differs and row.lead_unit_id == lead]
    latest = sorted((order for row in mine for order in row.latest), reverse=True)
    return Drift(
        matter_code=group[0],
        place_id=group[1],
        lead_unit_id=lead,
        orders=orders,
        decided=decided,
        signs=sum(map(attrgetter("signs"), mine), Signs()),
        latest=tuple(latest[:_EXAMPLES]),
    )
