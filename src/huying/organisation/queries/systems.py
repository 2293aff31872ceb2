"""Systems of others and their tokens, as the security administrator sees them; who a token lets in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import NO_ORDERS, Actor
from huying.domain.errors import NotFound
from huying.organisation.choices import ApiScope, Role
from huying.organisation.models import Seat, SystemToken


class TokenNotFound(NotFound):
    """No such token in the actor's centre."""

    code = "token_not_found"
    sentence = "没有找到这个令牌，请刷新页面后重试。"


@dataclass(frozen=True, kw_only=True)
class TokenRow:
    """A token as lists show it; ``state_label`` says whether it still opens anything."""

    id: int
    name: str
    hint: str
    system_name: str
    unit_name: str
    role_label: str
    scope_labels: tuple[str, ...]
    per_minute: int
    created_at: datetime
    expires_at: datetime
    last_used_at: datetime | None
    is_usable: bool
    state_label: str


def tokens_for(*, actor: Actor, at: datetime) -> tuple[TokenRow, ...]:
    """Return the tokens of the actor's centre, newest first."""
    rows = SystemToken.objects.filter(seat__unit__centre_id=actor.centre_id).select_related(
        "seat__person", "seat__unit"
    )
    return tuple(_row(token, at) for token in rows.order_by("-pk"))


def locked_token(*, token_id: int, actor: Actor) -> SystemToken:
    """Lock a token of the actor's centre for a write and return it; raises ``TokenNotFound``."""
    found = SystemToken.objects.select_for_update(of=("self",)).filter(
        pk=token_id, seat__unit__centre_id=actor.centre_id
    )
    if (token := found.first()) is None:
        raise TokenNotFound
    return token


def seats_of_systems(*, actor: Actor) -> tuple[tuple[int, str], ...]:
    """Return id and name of the open seats that systems of the actor's centre hold and tokens may be issued for."""
    rows = (
        Seat.objects.filter(
            person__is_service=True,
            person__is_active=True,
            unit__centre_id=actor.centre_id,
            unit__is_active=True,
            ended_at=None,
        )
        .exclude(role__in=[role.value for role in NO_ORDERS])
        .select_related("person", "unit")
    )
    return tuple(
        (seat.pk, f"{seat.person.display_name} · {seat.unit.name} · {Role(seat.role).label}")
        for seat in rows.order_by("person__display_name", "pk")
    )


def _row(token: SystemToken, at: datetime) -> TokenRow:
    seat = token.seat
    is_seated = seat.ended_at is None and seat.person.is_active and seat.unit.is_active
    state = "可用"
    if token.revoked_at:
        state = "已撤销"
    elif token.expires_at <= at:
        state = "已过期"
    elif not is_seated:
        state = "岗位已结束"
    return TokenRow(
        id=token.pk,
        name=token.name,
        hint=token.hint,
        system_name=seat.person.display_name,
        unit_name=seat.unit.name,
        role_label=Role(seat.role).label,
        scope_labels=tuple(ApiScope(scope).label for scope in ApiScope.values if scope in token.scopes),
        per_minute=token.per_minute,
        created_at=token.created_at,
        expires_at=token.expires_at,
        last_used_at=token.last_used_at,
        is_usable=state == "可用",
        state_label=state,
    )
