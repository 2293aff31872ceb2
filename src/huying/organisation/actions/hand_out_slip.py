"""Hand out a one-time password."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.utils import reset
from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.organisation.queries.people import PersonIsSystem, PersonSwitchedOff, locked_person
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind

# 约定: three days, so that a slip handed out on a Friday serves on Monday.
SLIP_LASTS = timedelta(hours=72)
# Without letters and digits that are mistaken for each other on paper.
_ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"
_GROUPS, _LETTERS = 3, 4


@dataclass(frozen=True, kw_only=True)
class Slip:
    """What stands on the slip; ``password`` is nowhere else, ``expires_at`` is the last moment to use it."""

    display_name: str
    username: str
    password: str
    expires_at: datetime


@transaction.atomic(savepoint=False)
def hand_out_slip(*, person_id: int, actor: Actor, at: datetime) -> Slip:
    """Set a one-time password that must be changed at sign-in, and return it: the only time it is seen.

    The password before it, sessions begun with it, and a lock after wrong guesses end at once.
    Raises ``NotAllowed``, ``PersonNotFound``, ``PersonSwitchedOff``,
    ``PersonIsSystem``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    person = locked_person(person_id=person_id, actor=actor)
    if not person.is_active:
        raise PersonSwitchedOff
    if person.is_service:
        raise PersonIsSystem
    password = "-".join("".join(secrets.choice(_ALPHABET) for _ in range(_LETTERS)) for _ in range(_GROUPS))
    person.set_password(password)
    person.must_change_password = True
    person.slip_expires_at = at + SLIP_LASTS
    person.save(update_fields=["password", "must_change_password", "slip_expires_at"])
    reset(username=person.username)
    record_access(kind=AccessKind.PERSON_CHANGE, subject=f"人员 {person.pk}：发放一次性密码", actor=actor, at=at)
    return Slip(
        display_name=person.display_name,
        username=person.username,
        password=password,
        expires_at=person.slip_expires_at,
    )
