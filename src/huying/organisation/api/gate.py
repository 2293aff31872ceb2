"""The gate of the API: who calls, with which scope, how often; every route of every room has one."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Header
from ninja.security import HttpBearer

from huying.domain.actors import NO_ORDERS, SEATED, Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.problems import Problem
from huying.foundation.sealing import lookup_hash
from huying.organisation.actions.admit_system import Admitted, admit_system
from huying.organisation.choices import ApiScope
from huying.organisation.choices import Role as RoleLabel

SYSTEMS = SEATED - NO_ORDERS
"""Every role that a system may be seated in."""
KEPT_DAYS = 7
WRITE_REFUSALS = (400, 409, 413)
_LONGEST_TOKEN = 200
_ALWAYS = (401, 403, 422, 429, 503)

IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=8,
        max_length=120,
        pattern=r"^[!-~]+$",
        description=f"本次写入的唯一键（如 UUID）。{KEPT_DAYS} 天内同键同内容只写一次，重发得到同一应答。",
    ),
]


class TokenRefused(NotAllowed):
    """No token, or one that opens nothing; answered as 401."""

    code = "token_refused"
    sentence = "没有令牌，或令牌无效、已过期、已撤销，请核对 Authorization 请求头，或联系安全管理员。"


class ScopeMissing(NotAllowed):
    """The token does not reach so far."""

    code = "scope_missing"
    sentence = "这个令牌没有这项权限，请联系安全管理员发放含所需权限的令牌。"


class Bearer(HttpBearer):
    """Admit a system whose token has the scope and whose seat is in one of the roles."""

    def __init__(self, *, scope: ApiScope, roles: Collection[Role]) -> None:
        """Keep what the route asks for."""
        super().__init__()
        self.scope, self.roles = scope, frozenset(roles)

    def __call__(self, request: HttpRequest) -> Admitted:
        """Return who was let in; raises ``TokenRefused``, ``ScopeMissing``, ``NotAllowed``, ``TooManyRequests``."""
        admitted: Admitted | None = super().__call__(request)
        if admitted is None:
            raise TokenRefused
        if self.scope not in admitted.scopes:
            raise ScopeMissing(f"这个令牌没有「{self.scope.label}」权限，请联系安全管理员发放含这项权限的令牌。")
        if admitted.actor.role not in self.roles:
            raise NotAllowed("这个系统的岗位不能使用这个接口，请联系安全管理员核对岗位。")
        return admitted

    def authenticate(self, request: HttpRequest, token: str) -> Admitted | None:  # noqa: ARG002  # ninja's signature
        """Look the token up and count the request."""
        if not token or len(token) > _LONGEST_TOKEN or not token.isascii():
            return None
        with one_commit():
            return admit_system(token=token, at=clock.now())


def gate(
    *,
    scope: ApiScope,
    answer: Any,
    summary: str,
    operation: str,
    roles: Collection[Role] = SYSTEMS,
    status: int = 200,
    refusals: Collection[int] = (),
) -> dict[str, Any]:
    """Return what ninja wants to know of a route: gate, answers, words. ``refusals`` adds to those of every route."""
    return {
        "auth": Bearer(scope=scope, roles=roles),
        "response": {status: answer, **dict.fromkeys(sorted({*_ALWAYS, *refusals}), Problem)},
        "summary": summary,
        "description": f"岗位：{'、'.join(str(RoleLabel(role).label) for role in RoleLabel.values if role in roles)}。",
        "operation_id": operation,
        "url_name": f"api_{operation}",
        "tags": [scope.label],
        "openapi_extra": {"x-scope": scope.value, "x-roles": sorted(roles)},
    }


def admitted_of(request: HttpRequest) -> Admitted:
    """Return the system that was let in."""
    admitted: Admitted = request.auth  # type: ignore[attr-defined]  # set by ninja
    return admitted


def caller_of(request: HttpRequest) -> Actor:
    """Return who acts in this request."""
    return admitted_of(request).actor


def asked(request: HttpRequest, *, key: str, at: datetime) -> dict[str, Any]:
    """Return what ``answer_once`` wants to know of a write: who, when, under which key, a keyed digest of the words."""
    actor = caller_of(request)
    said = f"{request.method} {request.path}\n{request.body.decode(errors='replace')}"
    digest = lookup_hash(said, context=f"records.keptanswer.digest|{actor.person_id}")
    return {"key": key, "digest": digest, "actor": actor, "at": at}
