"""A system of somebody else's, calling the API with its token."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from django.test import Client

from huying.domain.actors import SIDES, Actor, Role, policy_actor
from huying.foundation import clock
from huying.organisation.actions.create_person import create_person
from huying.organisation.actions.issue_token import issue_token
from huying.organisation.choices import ApiScope
from huying.organisation.models import Seat, Unit
from tests.cast import MONDAY
from tests.factories.organisation import LONG_AGO

ROOT = "/api/v1"
FOREVER = MONDAY + timedelta(days=3650)
_serial = count(1)


def a_key() -> str:
    return f"test-key-{next(_serial)}"


@dataclass(frozen=True, kw_only=True)
class System:
    """A client whose requests carry the token, at a moment."""

    token: str
    actor: Actor
    seat_id: int
    at: datetime = MONDAY

    def get(self, path: str, **query: Any) -> Any:
        with self._then():
            return Client(raise_request_exception=False).get(ROOT + path, query, headers=self._headers())

    def post(self, path: str, body: Any, *, key: str | None = None, **headers: str) -> Any:
        given = {**self._headers(), "Idempotency-Key": a_key() if key is None else key, **headers}
        with self._then():
            client = Client(raise_request_exception=False)
            return client.post(ROOT + path, body, content_type="application/json", headers=given)

    def delete(self, path: str) -> Any:
        with self._then():
            client = Client(raise_request_exception=False)
            return client.delete(ROOT + path, headers={**self._headers(), "Idempotency-Key": a_key()})

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def _then(self) -> AbstractContextManager[None]:
        return clock.moved(self.at)


def create_system(
    *,
    unit: Unit,
    role: Role,
    scopes: Collection[ApiScope] = tuple(ApiScope),
    per_minute: int = 600,
    expires_at: datetime = FOREVER,
    at: datetime = MONDAY,
    name: str = "城管平台",
) -> System:
    """Make the account of a system, seat it and issue a token, as the administrators do."""
    actor = policy_actor(centre_id=unit.centre_id, name="tests")
    username = f"system{next(_serial)}"
    person = create_person(username=username, display_name=name, is_service=True, actor=actor, at=LONG_AGO)
    seat = Seat.objects.create(person=person, unit=unit, role=role.value, side=SIDES[role].value, granted_at=LONG_AGO)
    issued = issue_token(
        seat_id=seat.pk,
        name="测试",
        scopes=scopes,
        per_minute=per_minute,
        expires_at=expires_at,
        actor=actor,
        at=LONG_AGO,
    )
    who = Actor(role=role, centre_id=unit.centre_id, person_id=person.pk, unit_id=unit.pk, district_id=unit.district_id)
    return System(token=issued.token, actor=who, seat_id=seat.pk, at=at)


def demand(**changes: Any) -> dict[str, Any]:
    return {
        "kind": "help",
        "original": "楼下烧烤店夜间油烟和噪音扰民，已持续一周，希望尽快处理。",
        "phone": "13800000000",
        "name": "张三",
    } | changes
