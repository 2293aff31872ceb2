"""Take a person's second factor away: the telephone is lost."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.organisation.queries.people import OwnAccount, locked_person
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


@transaction.atomic(savepoint=False)
def reset_second_factor(*, person_id: int, actor: Actor, at: datetime) -> None:
    """Remove TOTP and recovery codes; a role that needs them sets them up again at the next sign-in.

    约定: the security administrator does it, the system administrator who can set a password cannot, so that
    no one person can enter another's account. Raises ``NotAllowed``, ``OwnAccount``, ``PersonNotFound``.
    """
    if actor.role not in {Role.SECURITY_ADMIN, Role.POLICY}:
        raise NotAllowed
    if person_id == actor.person_id:
        raise OwnAccount
    person = locked_person(person_id=person_id, actor=actor)
    Authenticator.objects.filter(user=person).delete()
    record_access(kind=AccessKind.PERSON_CHANGE, subject=f"人员 {person.pk}：撤销动态口令", actor=actor, at=at)
