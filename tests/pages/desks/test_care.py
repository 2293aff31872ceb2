"""What a caller asked to be considered stands at the head of the order, for the unit too."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.domain.actors import citizen_actor
from huying.intake.actions.register_by_citizen import CitizenDemand, register_by_citizen
from huying.intake.choices import Care
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, answered, contacted

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("wants_secrecy", [False, True])
def test_the_handling_unit_reads_who_needs_care_first_of_all(wants_secrecy: bool) -> None:
    cast = create_cast()
    demand = CitizenDemand(
        original="村口路灯不亮", phone="13800000000", wants_secrecy=wants_secrecy, care=(Care.ELDERLY,)
    )
    registered = register_by_citizen(
        demand=demand,
        nonce="0123456789abcdef" * 2,
        address="192.0.2.1",
        actor=citizen_actor(centre_id=cast.centre.pk),
        at=MONDAY,
    )
    order = answered(cast, Order.objects.get(pk=registered.order_id), transfer="路灯不亮，请核实。")
    with browser(cast.clerk, at=MONDAY + 6 * HOUR) as client:
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
    assert f'<p class="hy-notice">需要特别照顾：{Care.ELDERLY.label}。</p>' in page


def test_of_a_caller_who_asked_for_nothing_nothing_is_said() -> None:
    cast = create_cast()
    order = contacted(cast)
    with browser(cast.clerk, at=MONDAY + 6 * HOUR) as client:
        assert "特别照顾" not in client.get(reverse("order", kwargs={"number": order.number})).content.decode()
