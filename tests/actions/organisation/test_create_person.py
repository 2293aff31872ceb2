"""开通账号."""

from __future__ import annotations

import pytest

from huying.domain.actors import SIDES, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.create_person import PersonInvalid, create_person
from huying.organisation.models import Person
from huying.records.models import AccessRecord
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.organisation import create_person as person_named

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def make(cast: Cast, *, by: Role = Role.SYSTEM_ADMIN, username: str = "li.si", name: str = "李四") -> Person:
    actor = create_actor(unit=cast.hotline, role=by)
    return create_person(username=username, display_name=name, actor=actor, at=MONDAY)


def test_a_new_account_has_no_password_no_seat_and_must_choose_one(cast: Cast) -> None:
    person = make(cast)
    assert (person.username, person.display_name, person.centre) == ("li.si", "李四", cast.centre)
    assert not person.has_usable_password()
    assert person.must_change_password
    assert not person.seats.exists()


def test_a_new_account_leaves_a_record_without_a_name(cast: Cast) -> None:
    person = make(cast)
    record = AccessRecord.objects.get()
    assert (record.kind, record.role, record.centre) == ("person_change", "system_admin", cast.centre)
    assert record.subject == f"人员 {person.pk}：开通账号"
    assert person.display_name not in record.subject


def test_only_the_system_administrator_makes_accounts(cast: Cast) -> None:
    for by in SIDES.keys() - {Role.SYSTEM_ADMIN}:
        with pytest.raises(NotAllowed), one_row():
            make(cast, by=by)
    assert not Person.objects.filter(username="li.si").exists()


def test_a_sign_in_name_is_lower_case_and_plain(cast: Cast) -> None:
    for username in ["", "x", "Li", "1li", "李四", "li si", "li/si", "a" * 41]:
        with pytest.raises(PersonInvalid) as refused, one_row():
            make(cast, username=username)
        assert list(refused.value.fields) == ["username"], username


def test_a_name_of_blanks_is_no_name(cast: Cast) -> None:
    with pytest.raises(PersonInvalid) as refused, one_row():
        make(cast, name="　 ")
    assert list(refused.value.fields) == ["display_name"]


def test_a_sign_in_name_is_given_once_in_all_centres(cast: Cast) -> None:
    other = person_named(centre=cast.centre, name="王五")
    with pytest.raises(PersonInvalid) as refused, one_row():
        make(cast, username=other.username)
    assert refused.value.fields == {"username": "这个登录名已有人使用，请换一个。"}
    assert Person.objects.filter(username=other.username).get() == other
