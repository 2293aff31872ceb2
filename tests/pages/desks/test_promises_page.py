"""服务承诺: the promise of an enterprise gives the clock its limit, and the page tells how it was kept."""

from __future__ import annotations

import tomllib
from datetime import timedelta

import pytest
from django.urls import reverse

from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.actors import policy_actor
from huying.domain.policies import Urgency
from huying.foundation import memory, reference
from huying.organisation.models import Unit
from huying.policy.actions.publish_policy import publish_policy
from huying.workorders.models import Clock, Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_unit
from tests.factories.workorders import create_order
from tests.pages.desks.browse import shown
from tests.walk import HOUR, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 48 * HOUR


def promised(cast: Cast, unit: Unit) -> None:
    """Publish a version in which the unit promises six hours for what is 时效."""
    body = tomllib.loads((reference.folder() / "policies" / "national.toml").read_text())
    promise = {"code": "promise", "unit_code": unit.code, "stage": "handle", "round": "first", "urgency": 2}
    body["rules"].append(promise | {"limit": {"amount": 6, "unit": "hour"}, "basis": "约定：供水集团服务承诺。"})
    publish_policy(
        body=body,
        effective_from=MONDAY + HOUR,
        note="服务承诺",
        after=1,
        actor=policy_actor(centre_id=cast.centre.pk, name="test"),
        at=MONDAY,
    )
    memory.forget()


def sent(cast: Cast, unit: Unit, urgency: Urgency) -> Clock:
    order: Order = create_order(operator=cast.operator, at=MONDAY + 2 * HOUR, urgency=urgency)
    assign_unit(
        order_id=order.pk,
        lead_unit_id=unit.pk,
        legal_basis="条例第十九条",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY + 2 * HOUR,
    )
    return Clock.objects.get(order=order, stage="handle")


def test_a_promise_is_the_limit_of_the_unit_that_made_it_alone() -> None:
    cast = create_cast()
    water = create_unit(centre=cast.centre, name="供水集团", kind="utility")
    promised(cast, water)
    timely, emergency, of_bureau = (
        sent(cast, unit, urgency)
        for unit, urgency in (
            (water, Urgency.TIMELY),
            (water, Urgency.EMERGENCY),
            (cast.bureau, Urgency.TIMELY),
        )
    )
    assert timely.rule_code == "promise"
    assert timely.due_at - timely.started_at == timedelta(hours=6)
    assert emergency.rule_code == "handle-emergency"
    assert of_bureau.rule_code == "handle-timely"


def test_the_page_tells_who_promised_what_and_how_it_was_kept() -> None:
    cast = create_cast()
    water = create_unit(centre=cast.centre, name="供水集团", kind="utility")
    create_unit(centre=cast.centre, name="公交集团", kind="utility")
    promised(cast, water)
    sent(cast, water, Urgency.TIMELY)
    kept = sent(cast, water, Urgency.TIMELY)
    Clock.objects.filter(pk=kept.pk).update(stopped_at=kept.due_at - HOUR)
    with browser(cast.supervisor, at=AT) as client:
        text = shown(client.get(reverse("promises"), {"month": "2026-03"}))
    assert "供水集团 无人值班 办理 6小时" in text
    assert "1 1（100.0%） 1" in text
    assert "公交集团 无人值班 — 没有登记承诺" in text
