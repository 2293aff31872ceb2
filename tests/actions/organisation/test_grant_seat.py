"""设置岗位: 管、办、督分离, by rule and by database."""

from __future__ import annotations

from itertools import combinations

import pytest
from django.db import IntegrityError

from huying.domain.actors import SIDES, Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions import grant_seat as module
from huying.organisation.actions.grant_seat import RoleNotHere, SeatTaken, SidesMixed, grant_seat
from huying.organisation.models import Person, Seat
from huying.organisation.queries.people import OwnAccount, PersonNotFound, PersonSwitchedOff
from huying.organisation.queries.seats import seats_of
from huying.organisation.queries.units import UnitNotFound
from huying.records.models import AccessRecord
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import LONG_AGO, create_actor, create_person, create_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)


@pytest.fixture
def person(cast: Cast) -> Person:
    return create_person(centre=cast.centre, name="李四")


def test_a_granted_seat_makes_an_actor_at_once(cast: Cast, admin: Actor, person: Person) -> None:
    seat = grant_seat(person_id=person.pk, unit_id=cast.street.pk, role=Role.CLERK, actor=admin, at=MONDAY)
    (held,) = seats_of(person_id=person.pk)
    assert (held.actor.role, held.actor.unit_id, held.actor.district_id) == (
        Role.CLERK,
        cast.street.pk,
        cast.district.pk,
    )
    assert (seat.granted_by_id, seat.granted_at, seat.side) == (admin.person_id, MONDAY, "handle")


def test_a_granted_seat_leaves_a_record_by_numbers(cast: Cast, admin: Actor, person: Person) -> None:
    grant_seat(person_id=person.pk, unit_id=cast.street.pk, role=Role.CLERK, actor=admin, at=MONDAY)
    record = AccessRecord.objects.get()
    assert record.subject == f"人员 {person.pk}：设置岗位 承办员（单位 {cast.street.code}）"
    assert (record.person_id, record.kind) == (admin.person_id, "person_change")


def test_only_the_security_administrator_grants_seats(cast: Cast, person: Person) -> None:
    for by in SIDES.keys() - {Role.SECURITY_ADMIN}:
        actor = create_actor(unit=cast.hotline, role=by)
        with pytest.raises(NotAllowed), one_row():
            grant_seat(person_id=person.pk, unit_id=cast.street.pk, role=Role.CLERK, actor=actor, at=MONDAY)
    assert not person.seats.exists()


def test_nobody_seats_themself(cast: Cast, admin: Actor) -> None:
    assert admin.person_id
    with pytest.raises(OwnAccount), one_row():
        grant_seat(person_id=admin.person_id, unit_id=cast.street.pk, role=Role.CLERK, actor=admin, at=MONDAY)


def test_a_policy_is_no_role_of_a_person(cast: Cast, admin: Actor, person: Person) -> None:
    with pytest.raises(NotAllowed), one_row():
        grant_seat(person_id=person.pk, unit_id=cast.street.pk, role=Role.POLICY, actor=admin, at=MONDAY)


def test_all_seats_of_a_person_stand_on_one_side(cast: Cast, admin: Actor) -> None:
    units = {Role.CLERK: cast.street, Role.REVIEWER: cast.street}
    units |= dict.fromkeys((Role.COMMUNITY, Role.GRID_WORKER), cast.community)

    def seat(person: Person, role: Role) -> None:
        unit = units.get(role, cast.hotline)
        grant_seat(person_id=person.pk, unit_id=unit.pk, role=role, actor=admin, at=MONDAY)

    for held, asked in combinations(SIDES, 2):
        person = create_person(centre=cast.centre, name="李四")
        seat(person, held)
        if SIDES[held] is SIDES[asked]:
            seat(person, asked)
        else:
            with pytest.raises(SidesMixed, match=r"管、办、督分离.*请先结束原岗位"), one_row():
                seat(person, asked)
        assert person.seats.count() == 1 + (SIDES[held] is SIDES[asked])


def test_a_role_that_sees_the_whole_centre_is_seated_where_that_is_meant(
    cast: Cast, admin: Actor, person: Person
) -> None:
    for unit, role in (
        (cast.street, Role.LEADER),
        (cast.bureau, Role.SUPERVISOR),
        (cast.bureau, Role.OPERATOR),
        (cast.hotline, Role.CLERK),
        (cast.street, Role.GRID_WORKER),
        (cast.district, Role.SYSTEM_ADMIN),
    ):
        with pytest.raises(RoleNotHere, match="岗位只能设在："), one_row():
            grant_seat(person_id=person.pk, unit_id=unit.pk, role=role, actor=admin, at=MONDAY)
    assert not person.seats.exists()
    grant_seat(person_id=person.pk, unit_id=cast.district.pk, role=Role.LEADER, actor=admin, at=MONDAY)
    assert person.seats.get().role == "leader"


def test_the_refusal_names_the_seat_that_stands_in_the_way(cast: Cast, admin: Actor, person: Person) -> None:
    grant_seat(person_id=person.pk, unit_id=cast.street.pk, role=Role.CLERK, actor=admin, at=MONDAY)
    with pytest.raises(SidesMixed) as refused, one_row():
        grant_seat(person_id=person.pk, unit_id=cast.hotline.pk, role=Role.SUPERVISOR, actor=admin, at=MONDAY)
    assert str(refused.value) == (
        "李四已是「办」侧的承办员（桥头街道办事处），按管、办、督分离不能再任「督」侧的督办员；"
        "请先结束原岗位，或另选人员。"
    )


def test_an_ended_seat_stands_in_nobody_s_way(cast: Cast, admin: Actor, person: Person) -> None:
    seat = grant_seat(person_id=person.pk, unit_id=cast.street.pk, role=Role.CLERK, actor=admin, at=MONDAY)
    Seat.objects.filter(pk=seat.pk).update(ended_at=MONDAY)
    grant_seat(person_id=person.pk, unit_id=cast.hotline.pk, role=Role.SUPERVISOR, actor=admin, at=MONDAY)
    assert person.seats.filter(ended_at=None).get().role == "supervisor"


def test_the_database_refuses_a_second_side_that_slips_past_the_rule(
    cast: Cast, admin: Actor, person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    grant_seat(person_id=person.pk, unit_id=cast.street.pk, role=Role.CLERK, actor=admin, at=MONDAY)
    monkeypatch.setattr(module, "_refuse_second_side", lambda *_: None)
    with pytest.raises(SidesMixed, match="管、办、督分离"), one_row():
        grant_seat(person_id=person.pk, unit_id=cast.hotline.pk, role=Role.EVALUATOR, actor=admin, at=MONDAY)
    assert person.seats.count() == 1


def test_no_other_way_leads_past_the_database(cast: Cast, person: Person) -> None:
    Seat.objects.create(person=person, unit=cast.street, role="clerk", side="handle", granted_at=LONG_AGO)
    with pytest.raises(IntegrityError, match="one_side_a_person"), one_row():
        Seat.objects.create(person=person, unit=cast.hotline, role="operator", side="manage", granted_at=LONG_AGO)


def test_a_seat_is_granted_once(cast: Cast, admin: Actor, person: Person) -> None:
    given = {"person_id": person.pk, "unit_id": cast.street.pk, "role": Role.CLERK, "actor": admin, "at": MONDAY}
    grant_seat(**given)  # type: ignore[arg-type]
    with pytest.raises(SeatTaken), one_row():
        grant_seat(**given)  # type: ignore[arg-type]


def test_unit_and_person_belong_to_the_administrator_s_centre(cast: Cast, admin: Actor, person: Person) -> None:
    assert cast.stranger.unit_id
    assert cast.stranger.person_id
    with pytest.raises(UnitNotFound), one_row():
        grant_seat(person_id=person.pk, unit_id=cast.stranger.unit_id, role=Role.CLERK, actor=admin, at=MONDAY)
    with pytest.raises(PersonNotFound), one_row():
        grant_seat(person_id=cast.stranger.person_id, unit_id=cast.street.pk, role=Role.CLERK, actor=admin, at=MONDAY)


def test_neither_a_switched_off_person_nor_a_switched_off_unit_is_seated(
    cast: Cast, admin: Actor, person: Person
) -> None:
    closed = create_unit(centre=cast.centre, name="已撤并的街道", kind="street", level="street")
    closed.is_active = False
    closed.save()
    with pytest.raises(UnitNotFound), one_row():
        grant_seat(person_id=person.pk, unit_id=closed.pk, role=Role.CLERK, actor=admin, at=MONDAY)
    Person.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(PersonSwitchedOff), one_row():
        grant_seat(person_id=person.pk, unit_id=cast.street.pk, role=Role.CLERK, actor=admin, at=MONDAY)
