"""A caller is found by the exact number, within the own centre."""

from uuid import UUID

import pytest

from huying.callers.queries import callers_by_phone
from huying.domain.actors import Actor
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.callers import create_identity

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def recorded(actor: Actor, phone: str) -> UUID | None:
    return create_identity(actor=actor, at=MONDAY, phone=phone).caller_id


@pytest.mark.parametrize(
    ("kept", "sought"),
    [
        ("13800000000", "+86 138 0000 0000"),
        ("13800000000", "１３８００００００００"),
        ("0898-12345678", "12345678"),
        ("0898-12345678-803", "(0898)12345678"),
    ],
)
def test_a_number_is_found_however_it_is_written(cast: Cast, kept: str, sought: str) -> None:
    caller_id = recorded(cast.operator, kept)
    recorded(cast.operator, "13800000001")
    assert callers_by_phone(phone=sought, actor=cast.clerk) == (caller_id,)


@pytest.mark.parametrize("sought", ["13800000002", "1380000", "王小明", ""])
def test_what_is_no_callers_number_finds_nobody(cast: Cast, sought: str) -> None:
    recorded(cast.operator, "13800000000")
    assert callers_by_phone(phone=sought, actor=cast.operator) == ()


def test_each_centre_finds_its_own_line(cast: Cast) -> None:
    here, there = recorded(cast.operator, "13800000000"), recorded(cast.stranger, "13800000000")
    assert callers_by_phone(phone="13800000000", actor=cast.operator) == (here,)
    assert callers_by_phone(phone="13800000000", actor=cast.stranger) == (there,)


def test_an_administrator_finds_nobody(cast: Cast) -> None:
    recorded(cast.operator, "13800000000")
    assert callers_by_phone(phone="13800000000", actor=cast.auditor) == ()
