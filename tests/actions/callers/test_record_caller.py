"""Recording a caller: one statement, sealed, one line a number."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.callers.actions.record_callers import IdentityInvalid, IdentityRef
from huying.callers.models import Caller, Identity
from huying.callers.queries import area_code_of, callers_by_phone, masked
from huying.domain.actors import Actor
from huying.domain.phones import PhoneInvalid
from huying.foundation.commit import one_row
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.callers import create_identity

TUESDAY = MONDAY + timedelta(days=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def record(actor: Actor, *, at: datetime = MONDAY, **changes: Any) -> IdentityRef:
    return create_identity(actor=actor, at=at, **changes)


def test_it_takes_one_round_trip(cast: Cast) -> None:
    area_code_of(centre_id=cast.centre.pk)
    with CaptureQueriesContext(connection) as statements:
        record(cast.operator)
    assert len(statements) == 1


def test_nothing_is_stored_in_clear(cast: Cast) -> None:
    kept = record(cast.operator, phone="0898-12345678-803")
    row = Identity.objects.select_related("caller").get(pk=kept.id)
    assert row.caller
    stored = [row.name_sealed, row.id_number_sealed, row.home_address_sealed, row.extension_sealed]
    stored += [row.caller.phone_sealed, row.caller.phone_hash]
    assert all(stored)
    for clear in ("王", "46010019900101123", "和平", "803", "12345678"):
        assert not any(clear.encode() in bytes(value or b"") for value in stored)


@pytest.mark.parametrize("written", ["+86 138-0000-0000", "１３８００００００００", "013800000000"])
def test_the_same_number_is_the_same_line_however_written(cast: Cast, written: str) -> None:
    first, second = record(cast.operator), record(cast.operator, phone=written, name="李四")
    assert first.caller_id == second.caller_id
    assert first.id != second.id
    assert Caller.objects.count() == 1


def test_a_line_remembers_when_it_was_first_and_last_seen(cast: Cast) -> None:
    for at in (MONDAY, TUESDAY, MONDAY):
        record(cast.operator, at=at)
    line = Caller.objects.get()
    assert (line.created_at, line.last_seen_at) == (MONDAY, TUESDAY)


def test_a_switchboard_is_one_line_whatever_the_extension(cast: Cast) -> None:
    first = record(cast.operator, phone="0898-12345678-803")
    second = record(cast.operator, phone="0898-12345678转805")
    assert first.caller_id == second.caller_id


def test_the_same_number_in_another_centre_is_another_line(cast: Cast) -> None:
    here, there = record(cast.operator), record(cast.stranger)
    assert here.caller_id != there.caller_id
    first, second = Caller.objects.values_list("phone_hash", flat=True)
    assert bytes(first) != bytes(second)


def test_a_land_line_takes_the_area_code_of_its_centre(cast: Cast) -> None:
    kept = record(cast.operator, phone="12345678")
    assert callers_by_phone(phone="0898-12345678", actor=cast.operator) == (kept.caller_id,)


@pytest.mark.parametrize("phone", [None, "", "  "])
def test_a_caller_without_a_number_has_no_line(cast: Cast, phone: str | None) -> None:
    kept = record(cast.operator, phone=phone)
    assert kept.caller_id is None
    assert not kept.is_anonymous
    assert not Caller.objects.exists()


@pytest.mark.parametrize(
    ("name", "id_number", "is_anonymous"),
    [("", "", True), (None, None, True), (" ", "", True), ("王小明", "", False), ("", "E12345678", False)],
)
def test_whoever_gives_neither_name_nor_id_number_is_anonymous(
    cast: Cast, name: str | None, id_number: str | None, is_anonymous: bool
) -> None:
    kept = record(cast.operator, name=name, id_number=id_number)
    assert kept.is_anonymous is is_anonymous
    assert masked(identity_ids=[kept.id], actor=cast.operator)[kept.id].is_anonymous is is_anonymous


def test_a_number_that_is_none_is_refused_under_its_field(cast: Cast) -> None:
    with pytest.raises(PhoneInvalid) as refused, one_row():
        record(cast.operator, phone="没有电话")
    assert refused.value.fields == {"phone": PhoneInvalid.sentence}
    assert not Identity.objects.exists()


def test_words_too_long_are_refused_each_under_its_field(cast: Cast) -> None:
    with pytest.raises(IdentityInvalid) as refused, one_row():
        record(cast.operator, name="王" * 61, home_address="和" * 201)
    assert refused.value.fields == {
        "name": "最多 60 个字，请缩短。",
        "home_address": "最多 200 个字，请缩短。",
    }
    assert not Identity.objects.exists()


def test_later_identities_stand_behind_earlier_ones_in_the_index(cast: Cast) -> None:
    later, first = record(cast.operator, at=TUESDAY), record(cast.operator)
    assert first.id < later.id
    assert {first.id.version, later.id.version} == {7}
