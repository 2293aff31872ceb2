"""Every limit of an order: whose, by which rule, met or not (B-29)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from huying.intake.actions.withdraw_order import withdraw_order
from huying.web.rows import Light
from huying.workorders.models import Clock, Order
from huying.workorders.queries.clocks import ClockRow, clocks_of
from huying.workorders.queries.dossier import Dossier
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, assigned, fresh, seen, signed

pytestmark = pytest.mark.django_db


def shown(order: Order, *, at: datetime) -> dict[str, ClockRow]:
    return {row.label: row for row in clocks_of(dossier=Dossier(fresh(order)), at=at)}


def test_each_limit_names_its_unit_its_rule_and_the_version_that_holds_it() -> None:
    cast = create_cast()
    order = assigned(cast, assists=(cast.bureau.pk,))
    rows = shown(order, at=MONDAY + 2 * HOUR)
    assert set(rows) == {"派单", "签收", "办理", "协办"}
    handling = rows["办理"]
    assert (handling.unit_name, handling.limit, handling.policy_number) == (cast.street.name, "5个工作日", 1)
    assert handling.basis.startswith(("依据：", "约定："))
    assert rows["协办"].unit_name == cast.bureau.name


def test_running_limits_come_first() -> None:
    order = signed(create_cast())
    stopped = [row.stopped_at is not None for row in clocks_of(dossier=Dossier(order), at=MONDAY + 3 * HOUR)]
    assert stopped == sorted(stopped)
    assert set(stopped) == {False, True}


def test_a_limit_is_green_yellow_or_red_while_it_runs() -> None:
    order = signed(create_cast())
    due = shown(order, at=MONDAY)["办理"].due_at
    lights = {at: shown(order, at=at)["办理"].level for at in (MONDAY + 3 * HOUR, due, due + timedelta(seconds=1))}
    assert list(lights.values()) == [Light.NORMAL, Light.NEAR, Light.OVER]


def test_a_limit_that_stopped_was_met_or_was_not() -> None:
    order = signed(create_cast())
    assert shown(order, at=MONDAY + 99 * HOUR)["签收"].level is Light.MET
    Clock.objects.filter(order=order, stage="sign").update(due_at=MONDAY + HOUR)
    row = shown(order, at=MONDAY + 99 * HOUR)["签收"]
    assert (row.level, row.used) == (Light.LATE, None)


def test_how_much_has_gone_stays_between_nothing_and_all() -> None:
    order = signed(create_cast())
    begun, due = (shown(order, at=MONDAY)["办理"].started_at, shown(order, at=MONDAY)["办理"].due_at)
    for at, used in [(begun - HOUR, 0), (begun, 0), (begun + (due - begun) / 2, 50), (due, 100), (due + HOUR, 100)]:
        assert shown(order, at=at)["办理"].used == used


def test_the_limits_of_a_withdrawn_order_are_neither_met_nor_missed() -> None:
    cast = create_cast()
    order = signed(cast)
    withdraw_order(
        order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=MONDAY + 4 * HOUR
    )
    assert shown(order, at=MONDAY + 5 * HOUR)["办理"].is_void
