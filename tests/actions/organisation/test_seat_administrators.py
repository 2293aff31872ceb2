"""The first three administrators: made together once, never again by one hand."""

from __future__ import annotations

import tomllib

import pytest

from huying.catalogue.queries.shipped import shipped_matters
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.seat_administrators import AdministratorsSeated, seat_administrators
from huying.organisation.choices import CentreLevel
from huying.organisation.models import Seat, Unit
from huying.policy.actions.open_centre import open_centre
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor
from tests.factories.policy import PROFILES
from tests.factories.workorders import create_order

pytestmark = pytest.mark.django_db


def opened() -> tuple[Actor, int]:
    return open_centre(
        code="newcity",
        name="新城12345",
        level=CentreLevel.CITY,
        area_code="",
        policy=tomllib.loads((PROFILES / "beijing.toml").read_text()),
        matters=shipped_matters(),
        at=MONDAY,
    )


def test_a_new_centre_has_three_administrators_no_one_of_whom_is_another() -> None:
    actor, unit_id = opened()
    slips = seat_administrators(unit_id=unit_id, actor=actor, at=MONDAY)
    assert [slip.username for slip in slips] == ["newcity-xitong", "newcity-anquan", "newcity-shenji"]
    seats = Seat.objects.filter(unit=unit_id)
    assert {seat.role for seat in seats} == {"system_admin", "security_admin", "audit_admin"}
    assert len({seat.person_id for seat in seats}) == 3
    assert all(seat.person.must_change_password for seat in seats)


def test_a_new_centre_registers_orders_at_once() -> None:
    _, unit_id = opened()
    operator = create_actor(unit=Unit.objects.get(pk=unit_id), role=Role.OPERATOR)
    assert create_order(operator=operator, at=MONDAY).state == "awaiting_dispatch"


def test_a_centre_with_administrators_gets_no_more_this_way() -> None:
    actor, unit_id = opened()
    seat_administrators(unit_id=unit_id, actor=actor, at=MONDAY)
    with pytest.raises(AdministratorsSeated), one_row():
        seat_administrators(unit_id=unit_id, actor=actor, at=MONDAY)


def test_no_person_seats_administrators() -> None:
    cast = create_cast()
    with pytest.raises(NotAllowed):
        seat_administrators(unit_id=cast.hotline.pk, actor=cast.operator, at=MONDAY)
