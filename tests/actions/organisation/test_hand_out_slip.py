"""发放一次性密码."""

from __future__ import annotations

from datetime import timedelta

import pytest
from axes.models import AccessAttempt

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.hand_out_slip import hand_out_slip
from huying.organisation.models import Person
from huying.organisation.queries.people import PersonNotFound, PersonSwitchedOff
from huying.records.models import AccessRecord
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


@pytest.fixture
def person(cast: Cast) -> Person:
    person = create_person(centre=cast.centre, name="李四")
    person.set_password("the-old-one-1")
    person.save()
    return person


def test_the_password_on_the_slip_replaces_the_old_one_and_must_be_changed(admin: Actor, person: Person) -> None:
    slip = hand_out_slip(person_id=person.pk, actor=admin, at=MONDAY)
    person.refresh_from_db()
    assert person.check_password(slip.password)
    assert not person.check_password("the-old-one-1")
    assert person.must_change_password
    assert (slip.username, slip.display_name) == (person.username, "李四")


def test_a_slip_is_good_for_three_days(admin: Actor, person: Person) -> None:
    slip = hand_out_slip(person_id=person.pk, actor=admin, at=MONDAY)
    person.refresh_from_db()
    assert person.slip_expires_at == slip.expires_at == MONDAY + timedelta(hours=72)


def test_no_two_slips_are_alike_and_none_holds_letters_that_look_alike(admin: Actor, person: Person) -> None:
    words = {hand_out_slip(person_id=person.pk, actor=admin, at=MONDAY).password for _ in range(20)}
    assert len(words) == 20
    assert not set("".join(words)) & set("0o1il")


def test_a_slip_ends_sessions_begun_with_the_password_before(admin: Actor, person: Person) -> None:
    before = person.get_session_auth_hash()
    hand_out_slip(person_id=person.pk, actor=admin, at=MONDAY)
    person.refresh_from_db()
    assert person.get_session_auth_hash() != before


def test_a_slip_ends_the_lock_after_wrong_guesses(admin: Actor, person: Person) -> None:
    for username in (person.username, "somebody.else"):
        AccessAttempt.objects.create(
            username=username, ip_address="127.0.0.1", user_agent="", get_data="", post_data="", failures_since_start=5
        )
    hand_out_slip(person_id=person.pk, actor=admin, at=MONDAY)
    assert [attempt.username for attempt in AccessAttempt.objects.all()] == ["somebody.else"]


def test_the_password_stands_in_no_record(admin: Actor, person: Person) -> None:
    slip = hand_out_slip(person_id=person.pk, actor=admin, at=MONDAY)
    record = AccessRecord.objects.get()
    assert record.subject == f"人员 {person.pk}：发放一次性密码"
    assert slip.password not in record.subject


def test_nobody_else_and_no_other_centre_hands_out_slips(cast: Cast, admin: Actor, person: Person) -> None:
    security = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    with pytest.raises(NotAllowed), one_row():
        hand_out_slip(person_id=person.pk, actor=security, at=MONDAY)
    assert cast.stranger.person_id
    with pytest.raises(PersonNotFound), one_row():
        hand_out_slip(person_id=cast.stranger.person_id, actor=admin, at=MONDAY)


def test_a_switched_off_account_gets_no_slip(admin: Actor, person: Person) -> None:
    Person.objects.filter(pk=person.pk).update(is_active=False)
    with pytest.raises(PersonSwitchedOff), one_row():
        hand_out_slip(person_id=person.pk, actor=admin, at=MONDAY)
