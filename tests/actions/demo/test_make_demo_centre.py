"""The invented city stands whole, and only where it may."""

from __future__ import annotations

import pytest

from huying.demo.actions.set_demo_passwords import set_demo_passwords
from huying.demo.queries import FIXED_PASSWORD
from huying.demo.tasks import demonstration
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.models import Suggestion
from huying.domain.actors import SIDES, Role
from huying.organisation.models import Centre, Person, Seat, Unit
from huying.workorders.models import Order
from tests.cast import MONDAY


def test_the_city_has_people_of_every_role_and_a_second_centre(own_database: str) -> None:
    accounts = demonstration(loopback=True, at=MONDAY)
    assert {account.password for account in accounts} == {FIXED_PASSWORD}
    city = Centre.objects.get(code="haicheng")
    roles = set(Seat.objects.filter(unit__centre=city).values_list("role", flat=True))
    assert roles == {role.value for role in SIDES}
    assert set(Centre.objects.values_list("is_demo", flat=True)) == {True}
    assert Person.objects.filter(centre__code="shancheng").exists()


def test_every_demonstration_order_finds_its_unit(own_database: str) -> None:
    demonstration(loopback=True, at=MONDAY)
    for order in Order.objects.all():
        suggest_unit(order_id=order.pk, at=MONDAY)
    assert Order.objects.count() == Suggestion.objects.filter(lead_unit__isnull=False).count() > 0


def test_demonstration_telephones_cannot_be_owned(own_database: str) -> None:
    demonstration(loopback=True, at=MONDAY)
    phones = set(Unit.objects.filter(centre__code="haicheng").values_list("contact_phone", flat=True))
    assert phones
    assert all(phone.startswith("0460-1") for phone in phones)


def test_passwords_are_random_where_others_can_reach_the_site(own_database: str) -> None:
    demonstration(loopback=True, at=MONDAY)
    first = {account.password for account in set_demo_passwords(loopback=False)}
    second = {account.password for account in set_demo_passwords(loopback=False)}
    assert FIXED_PASSWORD not in first | second
    assert first != second
    assert not Person.objects.get(username="shouli").check_password(FIXED_PASSWORD)


@pytest.mark.parametrize("times", [1, 2])
def test_a_second_start_makes_nothing_again(own_database: str, times: int) -> None:
    for _ in range(times):
        demonstration(loopback=True, at=MONDAY)
    assert (Centre.objects.count(), Order.objects.count()) == (2, 5)
    assert Role.OPERATOR.value in set(Seat.objects.values_list("role", flat=True))
