"""End a seat."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.actors import Role as DomainRole
from huying.domain.errors import Conflict, NotAllowed, NotFound
from huying.organisation.choices import Role
from huying.organisation.models import Seat
from huying.organisation.queries.people import OwnAccount
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


class SeatNotFound(NotFound):
    """No such seat in the actor's centre."""

    code = "seat_not_found"
    sentence = "没有找到这个岗位，请刷新后重试。"


class SeatEnded(Conflict):
    """The seat had ended before."""

    code = "seat_ended"
    sentence = "这个岗位已经结束，无需重复操作。"


@transaction.atomic(savepoint=False)
def end_seat(*, seat_id: int, actor: Actor, at: datetime) -> None:
    """End a seat of another person in the actor's centre; from the next request on it gives no rights.

    Raises ``NotAllowed``, ``SeatNotFound``, ``OwnAccount``, ``SeatEnded``.
    """
    if actor.role not in {DomainRole.SECURITY_ADMIN, DomainRole.POLICY}:
        raise NotAllowed
    rows = Seat.objects.select_for_update(of=("self",)).select_related("unit")
    seat = rows.filter(pk=seat_id, unit__centre_id=actor.centre_id).first()
    if seat is None:
        raise SeatNotFound
    if seat.person_id == actor.person_id:
        raise OwnAccount
    if seat.ended_at is not None:
        raise SeatEnded
    seat.ended_at = at
    seat.save(update_fields=["ended_at"])
    subject = f"人员 {seat.person_id}：结束岗位 {Role(seat.role).label}（单位 {seat.unit.code}）"
    record_access(kind=AccessKind.PERSON_CHANGE, subject=subject, actor=actor, at=at)
