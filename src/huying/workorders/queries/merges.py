"""Which orders are merged into which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q

from huying.domain.actors import Actor
from huying.domain.roads import Road
from huying.domain.states import State
from huying.workorders.choices import MergeEnd, Stage
from huying.workorders.models import Clock, Event, Merge, Order
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.queue import OrderRow, columns, rows_of
from huying.workorders.queries.visible import visible_orders

TAKEN = "take_merged"
"""The event of a master that took orders in."""
_EVENTS = frozenset({TAKEN, "merge_orders"})


@dataclass(frozen=True, kw_only=True)
class ChildRow:
    """An order that is or was merged into another; ``row`` is ``None`` where the actor may not see it."""

    number: str
    row: OrderRow | None
    said: str


@dataclass(frozen=True, kw_only=True)
class MergePanel:
    """Of a child the number of its master now, of a master its children, oldest first."""

    master_number: str
    sees_master: bool
    children: tuple[ChildRow, ...]


def open_children(*, order_id: int) -> tuple[int, ...]:
    """Return the ids of the open orders that are merged into an order, rising."""
    found = Merge.objects.filter(master_id=order_id, ended_at=None, lapsed_at=None, child__is_open=True)
    return tuple(found.order_by("child_id").values_list("child_id", flat=True))


def master_of(*, order_id: int) -> int | None:
    """Return the id of the order that an order is merged into now."""
    return (
        Merge.objects.filter(child_id=order_id, ended_at=None, lapsed_at=None)
        .values_list("master_id", flat=True)
        .first()
    )


def handled_until(*, order_id: int) -> datetime | None:
    """Return until when an order is to be handled; ``None`` where that limit does not run."""
    running = Clock.objects.filter(order_id=order_id, stage=Stage.HANDLE, stopped_at=None)
    return running.values_list("due_at", flat=True).first()


def own_limit(*, order: Order) -> datetime | None:
    """Return the limit that a merged order had before it was due with its master, as its history tells.

    That is the one it had when it was merged, or, where it waited for dispatch then, got when it first followed;
    ``None`` where it was never merged.
    """
    told = Event.objects.filter(order=order, action__in=["merge_orders", "follow_master"]).order_by("seq")
    since: list[dict[str, Any]] = []
    for event in told:
        after = event.data["set"]
        since = [after] if event.action == "merge_orders" else [*since, after]
    if not since:
        return None
    waited = since[0]["state"] == State.AWAITING_DISPATCH
    return datetime.fromisoformat(since[:2][-1 if waited else 0]["due"])


def waited_when_merged(*, order_id: int) -> bool:
    """Say whether an order waited for dispatch as it was merged the last time: no unit had it for itself."""
    last = Event.objects.filter(order_id=order_id, action="merge_orders").order_by("-seq").first()
    return last is not None and last.data["set"]["state"] == State.AWAITING_DISPATCH


def due_with_master(*, order: Order) -> datetime | None:
    """Return when a merged order is due: with its master, never before its own limit; ``None`` where neither runs.

    One that went back with a recalled master and came out again late is not due before that.
    """
    master_id = master_of(order_id=order.pk)
    theirs = handled_until(order_id=master_id) if master_id else None
    own = own_limit(order=order)
    mine = Clock.objects.filter(order=order, stage=Stage.HANDLE, stopped_at=None).first()
    if theirs is None or own is None or mine is None:
        return None
    return max(own, theirs, mine.started_at)


def merges_of(*, dossier: Dossier, actor: Actor, at: datetime) -> MergePanel | None:
    """Return what an order that the actor may see has to do with merging; asks nothing where it has nothing."""
    order = dossier.order
    if not any(event.action in _EVENTS for event in dossier.events):
        return None
    merges = list(Merge.objects.filter(Q(master=order) | Q(child=order)).order_by("child_id", "pk"))
    ids = {pk for merge in merges for pk in (merge.child_id, merge.master_id)} - {order.pk}
    may_see = Exists(visible_orders(actor=actor).filter(pk=OuterRef("pk")))
    others = list(columns(Order.objects.filter(pk__in=ids)).annotate(may_see=may_see))
    numbers = {other.pk: other.number for other in others}
    seen = rows_of([other for other in others if other.may_see], at=at)
    shown = {row.id: row for row in seen}
    is_child = Road.MERGED in (order.open_roads or ())
    master = next((merge.master_id for merge in merges if merge.child_id == order.pk and not merge.end), 0)
    return MergePanel(
        master_number=numbers[master] if is_child else "",
        sees_master=master in shown,
        children=tuple(
            ChildRow(
                number=numbers[merge.child_id],
                row=shown.get(merge.child_id),
                said=MergeEnd(merge.end).label if merge.end else "合并办理中",
            )
            for merge in merges
            if merge.master_id == order.pk
        ),
    )
