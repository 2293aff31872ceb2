"""Who may enter: every page names the roles that may open it; a test lists all routes."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class NoSeat(NotAllowed):
    """Signed in, but for no unit in no role."""

    code = "no_seat"
    sentence = "您的账号还没有岗位，请联系系统管理员为您设置单位和岗位。"


def actor_of(request: HttpRequest) -> Actor:
    """Return who acts in this request; raises ``NoSeat`` when the person has no open seat.

    ``config.middleware.ActorMiddleware`` put it there; a visitor without a session never gets this far.
    """
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None:
        raise NoSeat
    return actor


def allow(*roles: Role) -> Callable[[View[P]], View[P]]:
    """Let only these roles open a page; raises ``NotAllowed`` for others."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if actor_of(request).role not in roles:
                raise NotAllowed("您的岗位不能打开这个页面。")
            return view(request, *args, **kwargs)

        enter.allowed_roles = frozenset(roles)  # type: ignore[attr-defined]  # read by the route test
        return enter

    return guard


def open_to_all(view: View[P]) -> View[P]:
    """Mark a page that needs no sign-in; the route test holds the list of them."""
    view.allowed_roles = None  # type: ignore[attr-defined]  # read by the route test
    return view
