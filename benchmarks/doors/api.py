"""What the API carries: registrations and list pages a second, through the WSGI application in one process.

Every layer is passed but the socket: middleware, token and its count, validation, idempotency row, the action and its
one durable commit, JSON. The caller has opened a store and set Django up.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any
from uuid import uuid4

_WARM_UP = 20
_ROOT = "/api/v1"


def measured(*, unit_id: int, seconds: float = 5.0) -> dict[str, float]:
    """Return ``api_register_per_s`` and ``api_list_per_s`` for a system seated as an operator at this hotline unit."""
    from huying.config.wsgi import application

    token = _token(unit_id)
    numbers = count()
    bodies = _bodies()
    register = _caller(application, "POST", f"{_ROOT}/orders", token)
    listed = _caller(application, "GET", f"{_ROOT}/orders", token)
    return {
        "api_register_per_s": _rate(lambda: register(next(bodies), f"bench-{uuid4()}-{next(numbers)}"), 201, seconds),
        "api_list_per_s": _rate(lambda: listed(b"", ""), 200, seconds),
    }


def _token(unit_id: int) -> str:
    from huying.domain.actors import Role, policy_actor
    from huying.foundation import clock
    from huying.foundation.commit import one_commit
    from huying.organisation.actions.create_person import create_person
    from huying.organisation.actions.grant_seat import grant_seat
    from huying.organisation.actions.issue_token import MOST_PER_MINUTE, issue_token
    from huying.organisation.choices import ApiScope
    from huying.organisation.models import Unit

    at = clock.now()
    actor = policy_actor(centre_id=Unit.objects.get(pk=unit_id).centre_id, name="bench")
    with one_commit():
        name = f"bench-{uuid4().hex[:8]}"
        person = create_person(username=name, display_name="压测系统", is_service=True, actor=actor, at=at)
        seat = grant_seat(person_id=person.pk, unit_id=unit_id, role=Role.OPERATOR, actor=actor, at=at)
        issued = issue_token(
            seat_id=seat.pk,
            name="压测",
            scopes=list(ApiScope),
            per_minute=MOST_PER_MINUTE,
            expires_at=at + timedelta(hours=1),
            actor=actor,
            at=at,
        )
    return issued.token


def _bodies() -> Iterator[bytes]:
    for number in count():
        said: dict[str, Any] = {
            "kind": "help",
            "original": f"第 {number} 件：楼下烧烤店夜间油烟和噪音扰民，已持续一周，希望尽快处理。",
            "phone": f"138{number % 100_000_000:08d}",
            "name": "张三",
            "external_no": uuid4().hex,
        }
        yield json.dumps(said, ensure_ascii=False).encode()


def _caller(application: Any, method: str, path: str, token: str) -> Callable[[bytes, str], int]:
    """Return a function that sends one request and gives the status."""

    def call(body: bytes, key: str) -> int:
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "SERVER_PROTOCOL": "HTTP/1.1",
            "CONTENT_TYPE": "application/json",
            "CONTENT_LENGTH": str(len(body)),
            "HTTP_AUTHORIZATION": f"Bearer {token}",
            "HTTP_IDEMPOTENCY_KEY": key,
            "wsgi.input": BytesIO(body),
            "wsgi.url_scheme": "http",
        }
        statuses: list[str] = []
        answer = application(environ, lambda status, _headers, _fault=None: statuses.append(status))
        b"".join(answer)
        answer.close()
        return int(statuses[0][:3])

    return call


def _rate(call: Callable[[], int], status: int, seconds: float) -> float:
    for _ in range(_WARM_UP):
        assert call() == status
    done, began = 0, time.perf_counter()
    while (taken := time.perf_counter() - began) < seconds:
        assert call() == status
        done += 1
    return done / taken
