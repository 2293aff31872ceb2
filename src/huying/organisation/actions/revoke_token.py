"""Revoke a system's token."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.organisation.queries.systems import locked_token
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind


class TokenRevoked(Conflict):
    """The token was revoked before."""

    code = "token_revoked"
    sentence = "这个令牌已经撤销，无需重复操作。"


@transaction.atomic(savepoint=False)
def revoke_token(*, token_id: int, actor: Actor, at: datetime) -> None:
    """Let the token open nothing from this moment on. Raises ``NotAllowed``, ``TokenNotFound``, ``TokenRevoked``."""
    if actor.role not in {Role.SECURITY_ADMIN, Role.POLICY}:
        raise NotAllowed
    token = locked_token(token_id=token_id, actor=actor)
    if token.revoked_at:
        raise TokenRevoked
    token.revoked_at = at
    token.save(update_fields=["revoked_at"])
    subject = f"人员 {token.seat.person_id}：撤销接口令牌 {token.pk}"
    record_access(kind=AccessKind.PERSON_CHANGE, subject=subject, actor=actor, at=at)
