"""Which order a citizen's browser has opened: kept in the session, so that no code stands in an address."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from huying.domain.actors import Actor, citizen_actor
from huying.domain.errors import NotFound

_KEY = "citizen"


class NothingOpened(NotFound):
    """The page of an order was asked for without its code, or after the session ended."""

    code = "nothing_opened"
    sentence = "请先输入查询码；如已输入过，可能是停留时间太长，请重新输入。"


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An order that a code opened; ``is_owner`` where the phone's digits were right, or no phone was given."""

    actor: Actor
    order_id: int
    is_owner: bool


def remember(request: HttpRequest, *, centre_id: int, order_id: int, is_owner: bool) -> None:
    """Let this browser follow the order until its session ends; the session gets a new name."""
    request.session.cycle_key()
    request.session[_KEY] = {"centre": centre_id, "order": order_id, "owner": is_owner}


def forget(request: HttpRequest) -> None:
    """Close what was opened; a person's sign-in in the same browser stays."""
    request.session.pop(_KEY, None)


def opened_by(request: HttpRequest) -> Opened:
    """Return what this browser has opened; raises ``NothingOpened``."""
    kept: dict[str, Any] | None = request.session.get(_KEY)
    if kept is None:
        raise NothingOpened
    actor = citizen_actor(centre_id=kept["centre"], order_id=kept["order"])
    return Opened(actor=actor, order_id=kept["order"], is_owner=kept["owner"])
