"""What a street can call on, and who is of a task force."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.actors import SIDES, Actor, Role
from huying.organisation.models import Seat, Unit
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import LONG_AGO, create_actor, create_unit
from tests.factories.workorders import create_order
from tests.pages.desks.browse import listed, shown
from tests.walk import seen

pytestmark = pytest.mark.django_db


def page(actor: Actor, unit: Unit) -> str:
    with browser(actor, at=MONDAY) as client:
        return shown(client.get(reverse("unit", kwargs={"unit_id": unit.pk})))


def test_a_street_shows_its_forces_with_those_below_it() -> None:
    cast = create_cast()
    grid = create_unit(centre=cast.centre, name="第一网格", kind="grid", level="grid", parent=cast.community)
    create_actor(unit=grid, role=Role.GRID_WORKER)
    text = page(cast.outsider, cast.street)
    assert "社区（村） 1 个 网格 1 个" in text
    assert "承办员 1 个岗位" in text
    assert "网格员 1 个岗位" in text
    assert "力量与资源" not in page(cast.outsider, cast.bureau)


def test_a_task_force_shows_where_its_members_come_from_and_leads_orders() -> None:
    cast = create_cast()
    force = create_unit(centre=cast.centre, name="保供专班", kind="task_force")
    create_actor(unit=force, role=Role.CLERK, name="专职员")
    side = SIDES[Role.CLERK].value
    Seat.objects.create(
        person_id=cast.bureau_clerk.person_id or 0, unit=force, role="clerk", side=side, granted_at=LONG_AGO
    )
    text = page(cast.supervisor, force)
    assert "专班成员 2 人" in text
    assert "专职员 承办员 专职" in text
    assert "鲍城管 承办员 市城市管理局" in text
    order = create_order(operator=cast.operator, at=MONDAY)
    assign_unit(
        order_id=order.pk,
        lead_unit_id=force.pk,
        legal_basis="专班方案",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY,
    )
    with browser(cast.supervisor, at=MONDAY) as client:
        assert listed(client, f"/?tab=all&unit_id={force.pk}") == {order.number}
    assert "在办工单" in text
    assert "在办工单" not in page(cast.outsider, force)
