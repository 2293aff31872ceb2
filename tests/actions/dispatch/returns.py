"""An order returned, step by step, by the real actions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from huying.coordination.actions.call_conference import call_conference
from huying.coordination.actions.settle_conference import settle_conference
from huying.coordination.choices.conference import Outcome
from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.recall_order import recall_order
from huying.dispatch.actions.request_return import request_return
from huying.dispatch.actions.rule_unit import rule_unit
from huying.dispatch.actions.settle_return import settle_return
from huying.dispatch.choices import ReturnReason
from huying.domain.actors import Actor
from huying.organisation.models import Unit
from huying.workorders.models import Order
from tests.cast import MONDAY, Cast
from tests.walk import HOUR, assigned, seen

EVIDENCE = "市城市管理局三定规定第四条：餐饮油烟由城市管理部门查处。"
RULING = "按派单目录，夜间油烟由城市管理部门主办，街道配合。"
ASKED, SETTLED = MONDAY + 3 * HOUR, MONDAY + 4 * HOUR


def ask(order: Order, cast: Cast, **changes: Any) -> None:
    """Let the street ask to return the order to the bureau."""
    given: dict[str, Any] = {
        "order_id": order.pk,
        "reason": ReturnReason.NOT_OUR_DUTY,
        "evidence": EVIDENCE,
        "proposed_unit_id": cast.bureau.pk,
        "seen": seen(order),
        "actor": cast.clerk,
        "at": ASKED,
    }
    request_return(**given | changes)


def settle(order: Order, cast: Cast, *, granted: bool, **changes: Any) -> None:
    """Let the arbiter decide."""
    given: dict[str, Any] = {
        "order_id": order.pk,
        "granted": granted,
        "ruling": RULING,
        "seen": seen(order),
        "actor": cast.arbiter,
        "at": SETTLED,
    }
    settle_return(**given | changes)


def confer(order: Order, cast: Cast, *, at: datetime) -> None:
    """Let street and bureau confer; the hotline decides for the bureau."""
    order.refresh_from_db()
    call_conference(
        order_id=order.pk,
        unit_ids=[cast.street.pk, cast.bureau.pk],
        question="夜间油烟由谁牵头？",
        seen=seen(order),
        actor=cast.arbiter,
        at=at,
    )
    settle_conference(
        order_id=order.pk,
        outcome=Outcome.DECIDED,
        lead_unit_id=cast.bureau.pk,
        legal_basis="三定规定",
        words="城管局牵头。",
        seen=seen(order),
        actor=cast.arbiter,
        at=at,
    )


def rule(order: Order, cast: Cast, *, lead: Unit, **changes: Any) -> None:
    """Let the arbiter name the unit for good."""
    given: dict[str, Any] = {
        "order_id": order.pk,
        "lead_unit_id": lead.pk,
        "legal_basis": "市政府会议纪要",
        "ruling": RULING,
        "seen": seen(order),
        "actor": cast.arbiter,
        "at": SETTLED,
    }
    rule_unit(**given | changes)


def send(order: Order, cast: Cast, *, lead: Unit, at: datetime) -> None:
    """Let the dispatcher send the order to a unit."""
    assign_unit(
        order_id=order.pk,
        lead_unit_id=lead.pk,
        legal_basis="三定规定",
        remark="由其主办更便于办理。",
        seen=seen(order),
        actor=cast.dispatcher,
        at=at,
    )


def back_from_the_street(order: Order, cast: Cast) -> None:
    """Let the street's return be granted, and the order go to the bureau."""
    ask(order, cast)
    settle(order, cast, granted=True, found_unit_id=cast.bureau.pk)
    send(order, cast, lead=cast.bureau, at=SETTLED + HOUR)


def recalled_and_return_refused(cast: Cast) -> Order:
    """Send an order, take that back, send it again; the street asks in vain to return it."""
    order = assigned(cast)
    recall_order(order_id=order.pk, reason="先核实。", seen=seen(order), actor=cast.dispatcher, at=MONDAY + 2 * HOUR)
    send(order, cast, lead=cast.street, at=MONDAY + 2 * HOUR)
    ask(order, cast)
    settle(order, cast, granted=False)
    return order


def clerk_of(unit: Unit, cast: Cast) -> Actor:
    """Return who works for the street or the bureau."""
    return cast.clerk if unit == cast.street else cast.bureau_clerk
