"""Say which roles sign in with a second factor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from huying.domain.actors import SIDES, Actor
from huying.domain.actors import Role as DomainRole
from huying.domain.errors import NotAllowed
from huying.organisation.choices import Role
from huying.organisation.models import Centre
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


@transaction.atomic(savepoint=False)
def require_second_factor(*, roles: Collection[DomainRole], actor: Actor, at: datetime) -> None:
    """Make exactly these roles of the centre sign in with TOTP, within a minute.

    依据: GB/T 22239—2019 level 3 asks for two factors, one of them cryptographic (domain.md 17); which roles, and
    that the security administrator decides, is 约定. Raises ``NotAllowed``.
    """
    if actor.role not in {DomainRole.SECURITY_ADMIN, DomainRole.POLICY} or not SIDES.keys() >= set(roles):
        raise NotAllowed
    centre = Centre.objects.select_for_update().get(pk=actor.centre_id)
    before, after = set(centre.totp_roles), {role.value for role in roles}
    if before == after:
        return
    centre.totp_roles = sorted(after)
    centre.save(update_fields=["totp_roles"])
    for word, changed in (("须", after - before), ("不须", before - after)):
        for role in sorted(changed):
            subject = f"岗位{word}动态口令：{Role(role).label}"
            record_access(kind=AccessKind.PERSON_CHANGE, subject=subject, actor=actor, at=at)
