"""Signing in: the slip, the forced change, the lock, the second factor."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.foundation import clock, memory
from huying.organisation.actions.hand_out_slip import Slip, hand_out_slip
from huying.organisation.actions.require_second_factor import require_second_factor
from huying.organisation.actions.switch_off_person import switch_off_person
from huying.organisation.models import Person
from tests.cast import Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db

OWN = "xiao-ming-2026"


@pytest.fixture
def cast() -> Cast:
    memory.forget()
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


@pytest.fixture
def slip(cast: Cast, admin: Actor) -> Slip:
    return hand_out_slip(person_id=cast.clerk.person_id or 0, actor=admin, at=clock.system())


def sign_in(client: Client, username: str, password: str) -> Any:
    return client.post(reverse("account_login"), {"login": username, "password": password})


def change(client: Client, old: str, new: str, again: str | None = None) -> Any:
    given = {"oldpassword": old, "password1": new, "password2": new if again is None else again}
    return client.post(reverse("account_change_password"), given)


def with_own_password(actor: Actor) -> str:
    person = Person.objects.get(pk=actor.person_id or 0)
    person.set_password(OWN)
    person.save()
    return person.username


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_a_slip_leads_nowhere_but_to_a_password_of_one_s_own(client: Client, slip: Slip) -> None:
    sign_in(client, slip.username, slip.password)
    for route in ("units", "matters", "policy"):
        answer = client.get(reverse(route))
        assert (answer.status_code, answer.headers["Location"]) == (302, reverse("account_change_password")), route
    page = said(client.get(reverse("account_change_password")))
    assert "您正在使用管理员发放的一次性密码，设置自己的密码后才能继续" in page
    assert change(client, slip.password, OWN).url == "/"
    assert client.get(reverse("units")).status_code == 200


def test_a_slip_is_used_up_by_the_change(client: Client, slip: Slip) -> None:
    sign_in(client, slip.username, slip.password)
    change(client, slip.password, OWN)
    person = Person.objects.get(username=slip.username)
    assert (person.must_change_password, person.slip_expires_at) == (False, None)
    assert not person.check_password(slip.password)
    assert sign_in(Client(), slip.username, OWN).status_code == 302


@pytest.mark.parametrize(
    ("new", "again", "sentence"),
    [
        ("", None, "必填"),
        ("short-1", None, "密码太短，至少要有 10 个字符"),
        ("0123456789", None, "密码只包含数字"),
        (OWN, OWN + "x", "密码"),
    ],
)
def test_a_password_of_one_s_own_is_a_good_one(
    client: Client, slip: Slip, new: str, again: str | None, sentence: str
) -> None:
    sign_in(client, slip.username, slip.password)
    answer = change(client, slip.password, new, again)
    assert sentence in said(answer)
    assert Person.objects.get(username=slip.username).must_change_password


def test_a_password_is_unlike_the_sign_in_name(client: Client, slip: Slip) -> None:
    Person.objects.filter(username=slip.username).update(username="li.xiaoming")
    sign_in(client, "li.xiaoming", slip.password)
    assert "密码与登录名太相似，请换一个" in said(change(client, slip.password, "li.xiaoming-1"))


def test_the_slip_s_own_password_is_not_kept(client: Client, slip: Slip) -> None:
    sign_in(client, slip.username, slip.password)
    assert "新密码不能与现在的密码相同" in said(change(client, slip.password, slip.password))
    assert Person.objects.get(username=slip.username).must_change_password


def test_a_slip_that_ran_out_opens_nothing_and_says_so(client: Client, slip: Slip) -> None:
    with clock.moved(slip.expires_at + timedelta(seconds=1)):
        answer = sign_in(client, slip.username, slip.password)
    assert answer.status_code == 200
    assert "一次性密码已过期，请联系本单位系统管理员重新发放" in said(answer)
    assert client.get("/session/").status_code == 401


def test_nothing_tells_a_name_that_exists_from_one_that_does_not(client: Client, slip: Slip) -> None:
    answers = [said(sign_in(client, username, "wrong-wrong-1")) for username in (slip.username, "nobody.here")]
    assert answers[0].replace(slip.username, "") == answers[1].replace("nobody.here", "")


def test_a_switched_off_account_does_not_open(client: Client, cast: Cast, admin: Actor) -> None:
    username = with_own_password(cast.clerk)
    switch_off_person(person_id=cast.clerk.person_id or 0, actor=admin, at=clock.system())
    assert sign_in(client, username, OWN).status_code == 200
    assert client.get("/session/").status_code == 401


def test_five_wrong_guesses_lock_the_name_for_a_quarter_of_an_hour(client: Client, cast: Cast) -> None:
    username = with_own_password(cast.clerk)
    for _ in range(4):
        assert sign_in(client, username, "wrong-wrong-1").status_code == 200
    locked = sign_in(client, username, "wrong-wrong-1")
    assert locked.status_code == 429
    assert re.search(r"连续输错 5 次.*15 分钟", said(locked))
    assert sign_in(client, username, OWN).status_code == 429


def test_a_lock_is_nobody_else_s_and_a_slip_opens_it(client: Client, cast: Cast, admin: Actor) -> None:
    username, other = with_own_password(cast.clerk), with_own_password(cast.reviewer)
    for _ in range(5):
        sign_in(client, username, "wrong-wrong-1")
    assert sign_in(Client(), other, OWN).status_code == 302
    slip = hand_out_slip(person_id=cast.clerk.person_id or 0, actor=admin, at=clock.system())
    assert sign_in(client, username, slip.password).status_code == 302


def test_a_role_that_needs_a_second_factor_sets_it_up_first_and_is_asked_for_it_after(
    client: Client, cast: Cast
) -> None:
    username = with_own_password(cast.clerk)
    security = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    require_second_factor(roles={Role.CLERK}, actor=security, at=clock.system())
    memory.forget()
    sign_in(client, username, OWN)
    activate = reverse("mfa_activate_totp")
    assert client.get(reverse("units")).headers["Location"] == activate
    page = client.get(activate)
    assert "您的岗位要求登录时使用动态口令" in said(page)
    secret = re.search(r'id="authenticator_secret">(\w+)<', page.content.decode())
    assert secret
    assert "动态口令不对" in said(client.post(activate, {"code": "abcdef"}))
    counter = next(iter(yield_hotp_counters_from_time()))
    code = format_hotp_value(hotp_value(secret[1], counter))
    assert client.post(activate, {"code": code}).status_code == 302
    assert client.get(reverse("units")).status_code == 200
    again = Client()
    assert sign_in(again, username, OWN).url == reverse("mfa_authenticate")
    assert again.get("/session/").status_code == 401


def test_a_role_without_that_demand_signs_in_as_before(client: Client, cast: Cast) -> None:
    username = with_own_password(cast.clerk)
    sign_in(client, username, OWN)
    assert client.get(reverse("units")).status_code == 200
