"""Signing in: closed to strangers, locked after failures, left when idle."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.adapter import get_adapter
from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from huying.config.idle import IdleMiddleware
from huying.foundation import clock
from huying.organisation.models import Person
from tests.factories.organisation import create_centre, create_person

NINE = datetime(2026, 3, 2, 1, tzinfo=UTC)
PASSWORD = "青山绿水-2026"


@pytest.fixture
def person(db: None) -> Person:
    """Give somebody with a password."""
    person = create_person(centre=create_centre(), name="何受理")
    person.set_password(PASSWORD)
    person.save()
    return person


def _sign_in(name: str, password: str, *, address: str = "10.0.0.1") -> int:
    """Return the status: 302 signed in, 200 asked again, 429 locked."""
    return Client(REMOTE_ADDR=address).post("/accounts/login/", {"login": name, "password": password}).status_code


def test_nobody_signs_up() -> None:
    assert get_adapter().is_open_for_signup(HttpRequest()) is False


def test_five_failures_lock_the_name_at_that_address(person: Person) -> None:
    name, capitals = person.username, person.username.upper()
    tries = [name, capitals, f" {name}", capitals, name]
    assert [_sign_in(typed, "wrong") for typed in tries] == [200, 200, 200, 200, 429]
    assert _sign_in(name, PASSWORD) == 429
    assert _sign_in(name, PASSWORD, address="10.0.0.2") == 302


def test_a_success_forgets_the_failures_before_it(person: Person) -> None:
    for _ in range(2):
        assert [_sign_in(person.username, "wrong") for _ in range(4)] == [200] * 4
        assert _sign_in(person.username, PASSWORD) == 302


def test_a_second_factor_lies_sealed_in_the_database() -> None:
    adapter = get_mfa_adapter()
    sealed = adapter.encrypt("JBSWY3DPEHPK3PXP")
    assert "JBSWY3DPEHPK3PXP" not in sealed
    assert adapter.decrypt(sealed) == "JBSWY3DPEHPK3PXP"


def _visit(session: SessionStore, at: datetime, **headers: str) -> bool:
    """Make a request and return whether it prolonged the session."""
    request = RequestFactory().get("/", headers=headers)
    request.session = session
    session.modified = False
    with clock.moved(at):
        IdleMiddleware(lambda _: HttpResponse())(request)
    return session.modified


def test_work_prolongs_a_session_at_most_once_a_minute() -> None:
    session = SessionStore()
    session["who"] = 1
    assert _visit(session, NINE)
    assert not _visit(session, NINE + timedelta(seconds=59))
    assert _visit(session, NINE + timedelta(seconds=60))


def test_a_page_that_polls_does_not_count_as_work() -> None:
    session = SessionStore()
    session["who"] = 1
    _visit(session, NINE)
    assert not _visit(session, NINE + timedelta(hours=1), **{"X-Huying-Polling": "1"})


def test_a_visitor_gets_no_session() -> None:
    assert not _visit(SessionStore(), NINE)


def test_a_session_ends_after_half_an_hour_without_work(person: Person) -> None:
    session = SessionStore()
    session["who"] = person.pk
    session.save()
    left = session.get_expiry_date() - clock.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
