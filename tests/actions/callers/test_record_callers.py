"""Recording thousands at once: as many lines and identities as one by one, and each refusal by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.callers.actions.record_callers import CallerTold, IdentityInvalid, IdentityRef, record_callers
from huying.callers.models import Caller, Identity
from huying.callers.queries import area_code_of, callers_by_phone, masked
from huying.domain.errors import Invalid
from huying.domain.phones import PhoneInvalid
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.callers import create_identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def told(phone: str = "", days: int = 0, name: str = "张三") -> CallerTold:
    return CallerTold(phone=phone, name=name, wants_secrecy=False, at=MONDAY + timedelta(days=days))


def record(cast: Cast, *rows: CallerTold) -> list[IdentityRef | Invalid]:
    return record_callers(told=rows, actor=cast.operator)


def test_many_take_one_round_trip(cast: Cast) -> None:
    area_code_of(centre_id=cast.centre.pk)
    with CaptureQueriesContext(connection) as statements:
        kept = record(cast, *(told(f"138{place:08d}") for place in range(300)))
    assert len(statements) == 1
    assert (len(kept), Caller.objects.count(), Identity.objects.count()) == (300, 300, 300)


def test_one_line_has_many_orders_and_knows_the_first_and_the_last(cast: Cast) -> None:
    kept = record(cast, told("13800000000", days=3), told("138-0000-0000", days=1), told("13900000000", days=2))
    lines = [one.caller_id for one in kept if isinstance(one, IdentityRef) and one.caller_id]
    assert lines[0] == lines[1] != lines[2]
    line = Caller.objects.get(pk=lines[0])
    assert (line.created_at, line.last_seen_at) == (MONDAY + timedelta(days=1), MONDAY + timedelta(days=3))


def test_who_is_known_already_stays_the_same_line(cast: Cast) -> None:
    before = create_identity(actor=cast.operator, at=MONDAY, phone="13800000000")
    new, known = record(cast, told("13900000000"), told("13800000000", days=5))
    assert isinstance(known, IdentityRef)
    assert isinstance(new, IdentityRef)
    assert known.caller_id == before.caller_id != new.caller_id
    assert Caller.objects.get(pk__in=[before.caller_id]).last_seen_at == MONDAY + timedelta(days=5)


def test_each_answer_stands_at_its_place_and_opens_to_what_was_said(cast: Cast) -> None:
    rows = [told("13800000001", name="王一"), told("十二"), told(name="李三"), told("13800000004", name="五" * 61)]
    first, second, third, fourth = record(cast, *rows, told("13800000004", name="赵四"))[:4]
    assert isinstance(second, PhoneInvalid)
    assert isinstance(fourth, IdentityInvalid)
    assert isinstance(first, IdentityRef)
    assert isinstance(third, IdentityRef)
    assert third.caller_id is None
    shown = masked(identity_ids=[first.id, third.id], actor=cast.operator)
    assert [shown[first.id].name, shown[third.id].name] == ["王**", "李**"]
    assert callers_by_phone(phone="13800000001", actor=cast.operator) == (first.caller_id,)
    assert Identity.objects.count() == 3


def test_nobody_is_one_round_trip_saved(cast: Cast) -> None:
    with CaptureQueriesContext(connection) as statements:
        assert record(cast) == []
    assert len(statements) == 0
