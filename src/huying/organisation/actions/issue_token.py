"""Issue a token to a system."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huying.domain.actors import NO_ORDERS, Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.foundation.sealing import lookup_hash, lookup_key_id
from huying.organisation.choices import ApiScope
from huying.organisation.models import Seat, SystemToken
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind

PREFIX = "huying_"
CONTEXT = "organisation.systemtoken.digest|"
MOST_PER_MINUTE = 60_000
# 24 random bytes are 192 bits; the first six digits are shown again so that a token can be told from others.
_BYTES, _SHOWN = 24, len(PREFIX) + 6


class TokenUnfit(Invalid):
    """A token that cannot be issued; ``fields`` says why."""

    code = "token_unfit"
    sentence = "令牌信息有误，请按提示修改。"


@dataclass(frozen=True, kw_only=True, repr=False)
class IssuedToken:
    """What is shown this once; ``token`` is nowhere else."""

    name: str
    system_name: str
    token: str
    expires_at: datetime


@transaction.atomic(savepoint=False)
def issue_token(
    *,
    seat_id: int,
    name: str,
    scopes: Collection[ApiScope],
    per_minute: int,
    expires_at: datetime,
    actor: Actor,
    at: datetime,
) -> IssuedToken:
    """Make a token for a system's seat and return it: the only time it is seen.

    约定 (三员分立): as with seats, the security administrator decides. Raises ``NotAllowed``, ``TokenUnfit``.
    """
    if actor.role not in {Role.SECURITY_ADMIN, Role.POLICY}:
        raise NotAllowed
    seat = (
        Seat.objects.select_related("person")
        .filter(pk=seat_id, unit__centre_id=actor.centre_id, ended_at=None, person__is_service=True)
        .exclude(role__in=[role.value for role in NO_ORDERS])
        .first()
    )
    faults = _faults(name=name, scopes=scopes, per_minute=per_minute, expires_at=expires_at, at=at)
    if seat is None:
        faults["seat_id"] = "没有这个对接系统的岗位，请先开通对接系统账号并设置岗位。"
    if faults or seat is None:
        raise TokenUnfit(fields=faults)
    token = PREFIX + secrets.token_hex(_BYTES)
    made = SystemToken.objects.create(
        seat=seat,
        name=name.strip(),
        hint=token[:_SHOWN],
        digest=lookup_hash(token, context=CONTEXT),
        lookup_key_id=lookup_key_id(),
        scopes=[scope.value for scope in ApiScope if scope in scopes],
        per_minute=per_minute,
        created_by_id=actor.person_id,
        created_at=at,
        expires_at=expires_at,
    )
    subject = f"人员 {seat.person_id}：发放接口令牌 {made.pk}（{'、'.join(made.scopes)}）"
    record_access(kind=AccessKind.PERSON_CHANGE, subject=subject, actor=actor, at=at)
    return IssuedToken(name=made.name, system_name=seat.person.display_name, token=token, expires_at=expires_at)


def _faults(
    *, name: str, scopes: Collection[ApiScope], per_minute: int, expires_at: datetime, at: datetime
) -> dict[str, str]:
    faults: dict[str, str] = {}
    if not name.strip():
        faults["name"] = "请填写令牌用途，如「城管平台派单对接」。"
    if not scopes:
        faults["scopes"] = "请至少选择一项权限。"
    if not 1 <= per_minute <= MOST_PER_MINUTE:
        faults["per_minute"] = f"每分钟次数请填 1 到 {MOST_PER_MINUTE}。"
    if expires_at <= at:
        faults["expires_at"] = "有效期应晚于现在。"
    return faults
