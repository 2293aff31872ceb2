"""Take an account into use again."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.organisation.queries.people import locked_person
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


class PersonInUse(Conflict):
    """The account is not switched off."""

    code = "person_in_use"
    sentence = "这个账号正在使用，无需恢复。"


@transaction.atomic(savepoint=False)
def switch_on_person(*, person_id: int, actor: Actor, at: datetime) -> None:
    """Open a switched-off account; it needs a slip and a seat before it can do anything.

    Raises ``NotAllowed``, ``PersonNotFound``, ``PersonInUse``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    person = locked_person(person_id=person_id, actor=actor)
    if person.is_active:
        raise PersonInUse
    person.is_active = True
    person.must_change_password = not person.is_service
    person.save(update_fields=["is_active", "must_change_password"])
    record_access(kind=AccessKind.PERSON_CHANGE, subject=f"人员 {person.pk}：恢复账号", actor=actor, at=at)
