"""What a model of a centre learns from, and what it is compared with: texts and labels, oldest first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matters_of, version_at
from huying.domain.actors import Actor
from huying.language.masking import mask_numbers
from huying.learning.choices import Task
from huying.organisation.queries.units import successors, units_for
from huying.workorders.queries.decided import DecidedOrder, decided_orders, dispatch_words

COLUMNS = {Task.MATTER: ("标题", "正文"), Task.DISPATCH: ("标题、地点和转办内容",)}
MOST = 100_000  # 约定: of more, the newest; an hour's training and three gigabytes of memory


@dataclass(frozen=True, kw_only=True)
class Example:
    """One order: its cells with numbers masked, what people decided, when it was registered."""

    cells: tuple[str, ...]
    label: str
    at: datetime


def examples(*, task: Task, actor: Actor, at: datetime, after: datetime | None = None) -> tuple[Example, ...]:
    """Return the decided orders of the actor's centre, registered after a moment, oldest first.

    What a unit led that was merged since is learnt as its successor's. A label that nobody could be given today says
    nothing: a unit switched off without a successor, a matter that has left the tree.
    Of a confidential order the caller's own words are never used.
    """
    codes = _units(actor) if task is Task.DISPATCH else {}
    tops = _tops(actor, at) if task is Task.MATTER else frozenset()
    found = []
    for order in decided_orders(actor=actor, most=MOST, after=after):
        label = codes.get(order.unit_id or 0, "") if task is Task.DISPATCH else order.matter_top
        cells = tuple(mask_numbers(cell) for cell in _cells(order, task))
        if label and any(cells) and (task is Task.DISPATCH or label in tops):
            found.append(Example(cells=cells, label=label, at=order.registered_at))
    return tuple(found)


def label_names(*, task: Task, actor: Actor, at: datetime) -> dict[str, str]:
    """Return what people call the labels."""
    if task is Task.DISPATCH:
        return {unit.code: unit.name for unit in units_for(actor=actor)}
    version = version_at(centre_id=actor.centre_id, kind=CatalogueKind.MATTERS, at=at)
    return {row.code: row.name for row in matters_of(version_id=version)} if version else {}


def _cells(order: DecidedOrder, task: Task) -> tuple[str, ...]:
    if task is Task.MATTER:
        return order.title, order.original or order.transfer
    return (dispatch_words(title=order.title, place=order.place, original=order.original, transfer=order.transfer),)


def _units(actor: Actor) -> dict[int, str]:
    active = {unit.id: unit.code for unit in units_for(actor=actor) if unit.is_active}
    return active | {old: today.code for old, today in successors(centre_id=actor.centre_id).items()}


def _tops(actor: Actor, at: datetime) -> frozenset[str]:
    version = version_at(centre_id=actor.centre_id, kind=CatalogueKind.MATTERS, at=at)
    return frozenset(row.code for row in matters_of(version_id=version) if row.level == 1) if version else frozenset()
