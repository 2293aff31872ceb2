"""Pages of the systems of others: who may open them, a token shown once, an account that cannot sign in."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from huying.domain.actors import SIDES, Actor, Role
from huying.foundation import clock
from huying.foundation.commit import one_row
from huying.organisation.actions.hand_out_slip import hand_out_slip
from huying.organisation.models import Person, SystemToken
from huying.organisation.queries.people import PersonIsSystem
from huying.records.models import AccessRecord
from tests.api.system import create_system
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def security(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN, name="安安全")


def typed(seat_id: int, /, **changes: Any) -> dict[str, Any]:
    return {
        "seat_id": seat_id,
        "name": "派单对接",
        "scopes": ["read", "register"],
        "per_minute": 60,
        "expires_on": "2026-12-31",
    } | changes


def test_only_the_security_administrator_opens_them(cast: Cast) -> None:
    for role in SIDES:
        with browser(create_actor(unit=cast.hotline, role=role), at=MONDAY) as client:
            for path in ("/systems/", "/systems/new/"):
                assert (client.get(path).status_code == 200) is (role is Role.SECURITY_ADMIN), (role, path)


def test_a_token_is_shown_once_and_opens_the_api_until_it_is_revoked(cast: Cast, security: Actor) -> None:
    system = create_system(unit=cast.street, role=Role.CLERK)
    with browser(security, at=MONDAY) as client:
        shown = client.post("/systems/new/", typed(system.seat_id))
        assert shown.status_code == 200
        assert "no-store" in shown["Cache-Control"]
        (token,) = re.findall(r"huying_[0-9a-f]{48}", shown.content.decode())
        assert Client().get("/api/v1/units", headers={"Authorization": f"Bearer {token}"}).status_code == 200
        again = client.get("/systems/").content.decode()
        assert token not in again
        assert token[:13] in again
        made = SystemToken.objects.get(name="派单对接")
        assert made.expires_at.astimezone(clock.SHANGHAI).isoformat() == "2027-01-01T00:00:00+08:00"
        assert client.post(f"/systems/tokens/{made.pk}/revoke/").status_code == 302
        assert client.post(f"/systems/tokens/{made.pk}/revoke/").status_code == 409
        assert Client().get("/api/v1/units", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    lines = AccessRecord.objects.filter(person_id=security.person_id or 0).values_list("subject", flat=True)
    assert [line.partition("：")[2][:6] for line in lines] == ["发放接口令牌", "撤销接口令牌"]


@pytest.mark.parametrize(
    "changes", [{"scopes": []}, {"per_minute": 0}, {"expires_on": "2026-03-01"}, {"seat_id": 999_999}, {"name": " "}]
)
def test_a_token_that_makes_no_sense_is_not_issued(cast: Cast, security: Actor, changes: dict[str, Any]) -> None:
    system = create_system(unit=cast.street, role=Role.CLERK)
    with browser(security, at=MONDAY) as client:
        assert client.post("/systems/new/", typed(system.seat_id, **changes)).status_code == 422
    assert SystemToken.objects.count() == 1


def test_seats_of_people_and_of_other_centres_get_no_token(cast: Cast, security: Actor) -> None:
    page = ""
    with browser(security, at=MONDAY) as client:
        page = client.get("/systems/new/").content.decode()
    assert "陈承办" not in page
    assert "莫陌生" not in page


def test_tokens_of_another_centre_are_neither_shown_nor_revoked(cast: Cast) -> None:
    system = create_system(unit=cast.street, role=Role.CLERK, name="城管平台")
    elsewhere = create_cast()
    with browser(create_actor(unit=elsewhere.hotline, role=Role.SECURITY_ADMIN), at=MONDAY) as client:
        assert "城管平台" not in client.get("/systems/").content.decode()
        token = SystemToken.objects.get(seat_id=system.seat_id)
        assert client.post(f"/systems/tokens/{token.pk}/revoke/").status_code == 404


def test_a_system_can_never_sign_in(cast: Cast) -> None:
    system = create_system(unit=cast.street, role=Role.CLERK)
    admin = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    person = Person.objects.get(pk=system.actor.person_id or 0)
    assert not person.has_usable_password()
    with pytest.raises(PersonIsSystem), one_row():
        hand_out_slip(person_id=person.pk, actor=admin, at=MONDAY)
    person.set_password("pass-word-1")
    with pytest.raises(IntegrityError, match="service_has_no_password"), one_row():
        person.save()
    with browser(admin, at=MONDAY + timedelta(hours=1)) as client:
        page = client.get(f"/people/{person.pk}/").content.decode()
    assert "对接系统，不能登录" in page
    assert "发放一次性密码" not in page


def test_the_system_administrator_opens_an_account_for_a_system(cast: Cast) -> None:
    with browser(create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN), at=MONDAY) as client:
        client.post("/people/new/", {"username": "platform-1", "display_name": "城管平台", "is_service": "on"})
    person = Person.objects.get(username="platform-1")
    assert (person.is_service, person.must_change_password) == (True, False)


def test_the_page_of_the_api_names_every_route_to_anybody() -> None:
    page = Client().get("/api/v1/docs/")
    assert page.status_code == 200
    text = page.content.decode()
    document = Client().get("/api/v1/openapi.json").json()
    for path, methods in document["paths"].items():
        for method in methods:
            assert f"{method.upper()} {path}" in text
    assert "<script" not in text
    assert "style=" not in text
