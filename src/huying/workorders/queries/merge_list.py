"""The list of merged orders (并单台账): what is handled together now, and what was."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.states import STATE_LABELS, State
from huying.web.rows import Light
from huying.workorders.choices import MergeEnd
from huying.workorders.models import Merge, Order
from huying.workorders.queries.queue import columns, rows_of

MERGE_READERS = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.ARBITER, Role.SUPERVISOR, Role.LEADER})
_TOGETHER = Q(ended_at=None, lapsed_at=None, child__is_open=True)


@dataclass(frozen=True, kw_only=True)
class MergedRow:
    """One order merged into another; ``due_at`` is the merged order's own, ``None`` where nothing runs."""

    id: int
    number: str
    title: str
    master_number: str
    master_title: str
    unit_name: str
    merged_at: datetime
    said: str
    ended_at: datetime | None
    due_at: datetime | None
    level: Light


def merged_orders(
    *, is_over: bool, actor: Actor, at: datetime, before: int | None = None, limit: int = 30
) -> tuple[MergedRow, ...]:
    """Return what is merged now, or was, in the actor's centre (a leader's district), the latest in front.

    ``before`` is the id below which the page lies. Raises ``NotAllowed``.
    """
    if actor.role not in MERGE_READERS:
        raise NotAllowed
    found = Merge.objects.filter(~_TOGETHER if is_over else _TOGETHER, child__centre_id=actor.centre_id)
    if actor.district_id is not None:
        found = found.filter(child__district_id=actor.district_id)
    if before is not None:
        found = found.filter(pk__lt=before)
    merges = list(found.order_by("-pk")[:limit])
    ids = {order for merge in merges for order in (merge.child_id, merge.master_id)}
    orders = {row.id: row for row in rows_of(list(columns(Order.objects.filter(pk__in=ids))), at=at)}
    rows = []
    for merge in merges:
        child, master = orders[merge.child_id], orders[merge.master_id]
        rows.append(
            MergedRow(
                id=merge.pk,
                number=child.number,
                title=child.title,
                master_number=master.number,
                master_title=master.title,
                unit_name=master.accountable_name,
                merged_at=merge.merged_at,
                said=MergeEnd(merge.end).label if merge.end else STATE_LABELS[State(child.state)],
                ended_at=merge.ended_at,
                due_at=child.due_at,
                level=child.level,
            )
        )
    return tuple(rows)
