"""Switch an account off: the person left, or may not work for a while."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.organisation.models import Seat
from huying.organisation.queries.people import OwnAccount, PersonSwitchedOff, locked_person
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


@transaction.atomic(savepoint=False)
def switch_off_person(*, person_id: int, actor: Actor, at: datetime) -> None:
    """End the account, its password, its sessions and its seats; what the person did stays.

    约定: seats end with the account, so that whoever comes back is seated anew by the security administrator.
    Raises ``NotAllowed``, ``OwnAccount``, ``PersonNotFound``, ``PersonSwitchedOff``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    if person_id == actor.person_id:
        raise OwnAccount
    person = locked_person(person_id=person_id, actor=actor)
    if not person.is_active:
        raise PersonSwitchedOff("这个账号已经停用，无需重复操作。")
    person.is_active = False
    # Sessions hold a digest of the password: another one ends them all.
    person.set_unusable_password()
    person.slip_expires_at = None
    person.save(update_fields=["is_active", "password", "slip_expires_at"])
    Seat.objects.filter(person=person, ended_at=None).update(ended_at=at)
    record_access(kind=AccessKind.PERSON_CHANGE, subject=f"人员 {person.pk}：停用账号并结束岗位", actor=actor, at=at)
