"""结束岗位."""

from __future__ import annotations

import pytest

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.end_seat import SeatEnded, SeatNotFound, end_seat
from huying.organisation.models import Seat
from huying.organisation.queries.people import OwnAccount
from huying.organisation.queries.seats import seats_of
from huying.records.models import AccessRecord
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)


def seat_of(actor: Actor) -> Seat:
    return Seat.objects.get(person_id=actor.person_id or 0)


def test_an_ended_seat_gives_no_rights_and_stays_in_the_books(cast: Cast, admin: Actor) -> None:
    seat = seat_of(cast.clerk)
    end_seat(seat_id=seat.pk, actor=admin, at=MONDAY)
    assert cast.clerk.person_id
    assert seats_of(person_id=cast.clerk.person_id) == ()
    seat.refresh_from_db()
    assert seat.ended_at == MONDAY
    assert AccessRecord.objects.get().subject == f"人员 {seat.person_id}：结束岗位 承办员（单位 {cast.street.code}）"


def test_a_seat_ends_once(cast: Cast, admin: Actor) -> None:
    seat = seat_of(cast.clerk)
    end_seat(seat_id=seat.pk, actor=admin, at=MONDAY)
    with pytest.raises(SeatEnded), one_row():
        end_seat(seat_id=seat.pk, actor=admin, at=MONDAY)


def test_nobody_ends_their_own_seat(admin: Actor) -> None:
    with pytest.raises(OwnAccount), one_row():
        end_seat(seat_id=seat_of(admin).pk, actor=admin, at=MONDAY)


def test_a_seat_of_another_centre_is_not_there(cast: Cast, admin: Actor) -> None:
    with pytest.raises(SeatNotFound), one_row():
        end_seat(seat_id=seat_of(cast.stranger).pk, actor=admin, at=MONDAY)


def test_the_system_administrator_ends_no_seat(cast: Cast) -> None:
    system = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    with pytest.raises(NotAllowed), one_row():
        end_seat(seat_id=seat_of(cast.clerk).pk, actor=system, at=MONDAY)
