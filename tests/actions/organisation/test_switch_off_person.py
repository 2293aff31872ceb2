"""停用账号, 恢复账号, 撤销动态口令."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.reset_second_factor import reset_second_factor
from huying.organisation.actions.switch_off_person import switch_off_person
from huying.organisation.actions.switch_on_person import PersonInUse, switch_on_person
from huying.organisation.models import Person, Seat
from huying.organisation.queries.people import OwnAccount, PersonNotFound, PersonSwitchedOff
from huying.records.models import AccessRecord
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


@pytest.fixture
def clerk(cast: Cast) -> Person:
    return Person.objects.get(pk=cast.clerk.person_id or 0)


def test_switching_off_ends_the_session_of_the_person_who_is_signed_in(
    client: Client, admin: Actor, clerk: Person
) -> None:
    client.force_login(clerk)
    assert client.get("/session/").status_code == 200
    switch_off_person(person_id=clerk.pk, actor=admin, at=MONDAY)
    assert client.get("/session/").status_code == 401


def test_a_session_of_before_stays_ended_when_the_account_is_taken_into_use_again(
    client: Client, admin: Actor, clerk: Person
) -> None:
    client.force_login(clerk)
    switch_off_person(person_id=clerk.pk, actor=admin, at=MONDAY)
    switch_on_person(person_id=clerk.pk, actor=admin, at=MONDAY)
    assert client.get("/session/").status_code == 401


def test_switching_off_ends_password_and_seats_and_leaves_a_record(admin: Actor, clerk: Person) -> None:
    switch_off_person(person_id=clerk.pk, actor=admin, at=MONDAY)
    clerk.refresh_from_db()
    assert (clerk.is_active, clerk.has_usable_password()) == (False, False)
    assert Seat.objects.get(person=clerk).ended_at == MONDAY
    assert AccessRecord.objects.get().subject == f"人员 {clerk.pk}：停用账号并结束岗位"


def test_an_account_taken_into_use_again_waits_for_a_slip_and_a_seat(admin: Actor, clerk: Person) -> None:
    switch_off_person(person_id=clerk.pk, actor=admin, at=MONDAY)
    switch_on_person(person_id=clerk.pk, actor=admin, at=MONDAY)
    clerk.refresh_from_db()
    assert (clerk.is_active, clerk.must_change_password, clerk.has_usable_password()) == (True, True, False)
    assert not clerk.seats.filter(ended_at=None).exists()


def test_an_account_is_switched_off_and_on_once(admin: Actor, clerk: Person) -> None:
    with pytest.raises(PersonInUse), one_row():
        switch_on_person(person_id=clerk.pk, actor=admin, at=MONDAY)
    switch_off_person(person_id=clerk.pk, actor=admin, at=MONDAY)
    with pytest.raises(PersonSwitchedOff), one_row():
        switch_off_person(person_id=clerk.pk, actor=admin, at=MONDAY)


def test_nobody_switches_off_themself_or_somebody_of_another_centre(cast: Cast, admin: Actor) -> None:
    assert admin.person_id
    assert cast.stranger.person_id
    with pytest.raises(OwnAccount), one_row():
        switch_off_person(person_id=admin.person_id, actor=admin, at=MONDAY)
    with pytest.raises(PersonNotFound), one_row():
        switch_off_person(person_id=cast.stranger.person_id, actor=admin, at=MONDAY)


def test_the_security_administrator_takes_a_second_factor_away_and_the_system_administrator_does_not(
    cast: Cast, admin: Actor, clerk: Person
) -> None:
    Authenticator.objects.create(user=clerk, type=Authenticator.Type.TOTP, data={"secret": ""})
    security = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    with pytest.raises(NotAllowed), one_row():
        reset_second_factor(person_id=clerk.pk, actor=admin, at=MONDAY)
    assert Authenticator.objects.filter(user=clerk).exists()
    reset_second_factor(person_id=clerk.pk, actor=security, at=MONDAY)
    assert not Authenticator.objects.filter(user=clerk).exists()
    assert AccessRecord.objects.get().subject == f"人员 {clerk.pk}：撤销动态口令"


def test_nobody_takes_their_own_second_factor_away_here(cast: Cast) -> None:
    security = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    assert security.person_id
    with pytest.raises(OwnAccount), one_row():
        reset_second_factor(person_id=security.person_id, actor=security, at=MONDAY)
