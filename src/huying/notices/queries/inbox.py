"""The inbox of a desk: what its people were told, and what nobody of them has read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotFound
from huying.domain.notices import DESKS, SENTENCES, Desk, NoticeText
from huying.domain.policies import Urgency
from huying.foundation import memory
from huying.notices.models import Notice
from huying.notices.queries.audiences import hotline_desk_unit
from huying.organisation.queries.people import person_names
from huying.workorders.queries.visible import seen_through

PAGE = 30
COUNTED = 1000
_AT_HOTLINE = frozenset({Role.DISPATCHER, Role.ARBITER, Role.FOLLOWUP, Role.SUPERVISOR})


class NoticeNotFound(NotFound):
    """No such notice in the actor's inbox."""

    code = "notice_not_found"
    sentence = "没有找到这条通知，它可能不属于您的岗位，或已过保存期。"


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    """A notice; ``read_by`` is who of the desk read it first."""

    id: int
    number: str
    sentence: str
    title: str
    is_emergency: bool
    created_at: datetime
    is_read: bool
    read_at: datetime | None
    read_by: str


def desk_of(*, actor: Actor) -> tuple[int, Desk] | None:
    """Return the unit and desk whose inbox is the actor's, ``None`` for who has none."""
    desk = DESKS.get(actor.role)
    unit_id = hotline_desk_unit(centre_id=actor.centre_id) if actor.role in _AT_HOTLINE else actor.unit_id
    return (unit_id, desk) if desk and unit_id else None


def notices_open_to(*, actor: Actor) -> QuerySet[Notice]:
    """Return the notices of the actor's desk about orders that the actor may see."""
    found = desk_of(actor=actor)
    if found is None:
        return Notice.objects.none()
    return Notice.objects.filter(seen_through("order_id", actor=actor), unit_id=found[0], desk=found[1])


def inbox(*, actor: Actor, only_unread: bool, before: int | None = None, limit: int = PAGE) -> tuple[NoticeRow, ...]:
    """Return the actor's notices, newest first, below id ``before``."""
    rows = notices_open_to(actor=actor)
    if only_unread:
        rows = rows.filter(read_at=None)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows.select_related("order").order_by("-pk")[:limit])
    names = person_names(person_ids={row.read_by_id for row in found if row.read_by_id})
    return tuple(
        NoticeRow(
            id=row.pk,
            number=row.order.number,
            sentence=SENTENCES[NoticeText(row.text)].format(number=row.order.number),
            title=row.order.title,
            is_emergency=row.order.urgency == Urgency.EMERGENCY,
            created_at=row.created_at,
            is_read=row.read_at is not None,
            read_at=row.read_at,
            read_by=names.get(row.read_by_id or 0, ""),
        )
        for row in found
    )


def unread_now(*, actor: Actor) -> int:
    """Count the actor's unread notices up to ``COUNTED``, and keep the answer for this minute's pages."""
    count = notices_open_to(actor=actor).filter(read_at=None).values("pk")[:COUNTED].count()
    _counts_of_this_minute()[actor] = count
    return count


def unread(*, actor: Actor) -> int | None:
    """Return about how many notices the actor has not read, ``None`` for who has no inbox; mostly no query.

    Every page shows it, so that a process asks once a minute; the inbox itself counts anew.
    """
    if desk_of(actor=actor) is None:
        return None
    known = _counts_of_this_minute().get(actor)
    return unread_now(actor=actor) if known is None else known


@memory.kept_a_minute
def _counts_of_this_minute() -> dict[Actor, int]:
    return {}
