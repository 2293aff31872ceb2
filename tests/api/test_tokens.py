"""Who is let in: token, scope, role, rate."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from huying.domain.actors import Role, policy_actor
from huying.foundation import clock
from huying.organisation.actions.end_seat import end_seat
from huying.organisation.actions.revoke_token import revoke_token
from huying.organisation.actions.switch_off_person import switch_off_person
from huying.organisation.choices import ApiScope
from huying.organisation.models import Person, SystemToken
from tests.api.system import System, create_system, demand
from tests.cast import MONDAY, Cast, create_cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_without_a_token_nobody_is_let_in(cast: Cast) -> None:
    answer = Client().get("/api/v1/units")
    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer.json()["code"] == "token_refused"


@pytest.mark.parametrize("token", ["huying_" + "0" * 48, "", "汉字", "x" * 300, "a b"])
def test_a_token_that_was_never_issued_is_refused(cast: Cast, token: str) -> None:
    system = replace(create_system(unit=cast.hotline, role=Role.OPERATOR), token=token)
    assert system.get("/units").status_code == 401


def test_the_token_itself_is_not_in_the_database(cast: Cast) -> None:
    system = create_system(unit=cast.hotline, role=Role.OPERATOR)
    kept = SystemToken.objects.get()
    assert len(system.token) - len("huying_") >= 40
    assert system.token.startswith(kept.hint)
    assert system.token.encode() not in bytes(kept.digest)
    assert not any(system.token == str(value) for value in vars(kept).values())


def test_a_token_that_ran_out_was_revoked_or_lost_its_seat_opens_nothing(cast: Cast) -> None:
    admin = policy_actor(centre_id=cast.centre.pk, name="tests")

    systems = [create_system(unit=cast.hotline, role=Role.OPERATOR) for _ in range(3)]
    short = create_system(unit=cast.hotline, role=Role.OPERATOR, expires_at=MONDAY + timedelta(minutes=1))
    assert [system.get("/units").status_code for system in (*systems, short)] == [200] * 4
    revoke_token(token_id=SystemToken.objects.get(seat=systems[0].seat_id).pk, actor=admin, at=MONDAY)
    end_seat(seat_id=systems[1].seat_id, actor=admin, at=MONDAY)
    switch_off_person(person_id=systems[2].actor.person_id or 0, actor=admin, at=MONDAY)
    late = replace(short, at=MONDAY + timedelta(minutes=1))
    assert [system.get("/units").status_code for system in (*systems, late)] == [401] * 4


def test_each_scope_opens_its_own_routes_and_no_others(cast: Cast) -> None:
    opened: dict[ApiScope, Callable[[System], Any]] = {
        ApiScope.READ: lambda system: system.get("/units"),
        ApiScope.REGISTER: lambda system: system.post("/orders", demand()),
        ApiScope.ACT: lambda system: system.post("/orders/2026030200000001/actions/withdraw_order", {}),
    }
    for scope in opened:
        system = create_system(unit=cast.hotline, role=Role.OPERATOR, scopes=[scope])
        for other, call in opened.items():
            answer = call(system)
            assert (answer.status_code == 403) is (other is not scope), (scope, other, answer.content)
            if other is not scope:
                assert answer.json()["code"] == "scope_missing"


def test_a_seat_opens_only_what_its_role_may_do(cast: Cast) -> None:
    system = create_system(unit=cast.street, role=Role.CLERK)
    answer = system.post("/orders", demand())
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


def test_more_than_the_rate_in_a_minute_is_told_to_wait_until_the_next(cast: Cast) -> None:
    system = create_system(unit=cast.hotline, role=Role.OPERATOR, per_minute=3, at=MONDAY + timedelta(seconds=20))
    assert [system.get("/units").status_code for _ in range(3)] == [200] * 3
    answer = system.get("/units")
    assert (answer.status_code, answer["Retry-After"], answer.json()["code"]) == (429, "40", "too_many_requests")
    assert replace(system, at=MONDAY + timedelta(seconds=60)).get("/units").status_code == 200
    assert SystemToken.objects.get().last_used_at == MONDAY + timedelta(seconds=60)


def test_a_session_opens_nothing_in_the_api(cast: Cast) -> None:
    client = Client()
    person = Person.objects.get(pk=cast.operator.person_id or 0)
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    with clock.moved(MONDAY):
        assert client.get("/api/v1/units").status_code == 401
