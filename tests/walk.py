"""Walk an order to where a test begins, by the real actions, an hour a step."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from huying.coordination.actions.call_conference import call_conference
from huying.coordination.actions.escalate import escalate
from huying.coordination.choices.escalation import AskedLevel
from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.actors import policy_actor
from huying.domain.policies import OrderKind, Urgency
from huying.followup.actions.open_task import open_task
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.request_hanging import NewMilestone, request_hanging
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.review_hanging import review_hanging
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.settle_hanging import settle_hanging
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.choices import ExtensionReason, HangingCategory
from huying.intake.actions.accept_order import accept_order
from huying.intake.choices import Route
from huying.workorders.choices import AnsweredBy, DemandFinding, FactFinding, ResultKind, SiteCheck
from huying.workorders.models import Clock, Order
from tests.cast import MONDAY, Cast
from tests.factories.workorders import create_order

HOUR = timedelta(hours=1)
WORDS = "已到店责令停业整改，油烟净化器已更换，夜间十点后不再营业。"


def fresh(order: Order) -> Order:
    """Read the order again."""
    return Order.objects.get(pk=order.pk)


def seen(order: Order) -> int:
    """Return the last event, as a page just opened shows it."""
    return fresh(order).events


def assigned(cast: Cast, *, assists: tuple[int, ...] = (), **changes: Any) -> Order:
    """Register an order and send it to the street."""
    order = create_order(operator=cast.operator, at=MONDAY, **changes)
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.street.pk,
        assist_unit_ids=assists,
        legal_basis="属地管理",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY + HOUR,
    )
    return fresh(order)


def conferred(cast: Cast, **changes: Any) -> Order:
    """Register an order and ask street and bureau whose duty it is."""
    order = create_order(operator=cast.operator, at=MONDAY, **changes)
    call_conference(
        order_id=order.pk,
        unit_ids=[cast.street.pk, cast.bureau.pk],
        question="夜间烧烤油烟由谁牵头？",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY + HOUR,
    )
    return fresh(order)


def signed(cast: Cast, **changes: Any) -> Order:
    """Let the street sign."""
    order = assigned(cast, **changes)
    sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=MONDAY + 2 * HOUR)
    return fresh(order)


def contacted(cast: Cast, **changes: Any) -> Order:
    """Let the street speak with the caller."""
    order = signed(cast, **changes)
    contact(order, cast, at=MONDAY + 3 * HOUR)
    return fresh(order)


def escalated(cast: Cast, **changes: Any) -> Order:
    """Let the street ask its district for a decision."""
    order = contacted(cast, **changes)
    escalate(
        order_id=order.pk,
        level=AskedLevel.DISTRICT,
        question="是否启动联合整治？",
        why="涉及多个部门，街道不能决定。",
        tried="已三次上门劝导。",
        seen=seen(order),
        actor=cast.clerk,
        at=MONDAY + 4 * HOUR,
    )
    return fresh(order)


def contact(order: Order, cast: Cast, *, at: datetime) -> None:
    """Record that the clerk reached the caller."""
    record_contact(
        order_id=order.pk, reached=True, note="已电话联系，约定下午到场。", seen=seen(order), actor=cast.clerk, at=at
    )


def answer(**changes: Any) -> dict[str, Any]:
    """Return a complete answer."""
    return {
        "fact_finding": FactFinding.TRUE,
        "demand_finding": DemandFinding.REASONABLE,
        "result": ResultKind.SOLVED,
        "answered_by": AnsweredBy.PHONE,
        "legal_basis": "大气污染防治法关于餐饮油烟的规定",
        "words": WORDS,
        "site_check": SiteCheck.NO_SITE,
    } | changes


def asked_to_extend(cast: Cast, *, amount: int = 3, **changes: Any) -> Order:
    """Let the street ask for a longer limit."""
    order = contacted(cast, **changes)
    request_extension(
        order_id=order.pk,
        reason=ExtensionReason.TESTING,
        amount=amount,
        words="油烟检测报告下周才能出具，已委托检测机构。",
        is_told=True,
        seen=seen(order),
        actor=cast.clerk,
        at=MONDAY + 4 * HOUR,
    )
    return fresh(order)


def agreed_to_extend(cast: Cast, **changes: Any) -> Order:
    """Let the street's reviewer agree, so that the hotline decides."""
    order = asked_to_extend(cast, **changes)
    review_extension(order_id=order.pk, is_agreed=True, seen=seen(order), actor=cast.reviewer, at=MONDAY + 5 * HOUR)
    return fresh(order)


UNTIL = MONDAY.date() + timedelta(days=180)


def plan(**changes: Any) -> dict[str, Any]:
    """Return a complete application for hanging."""
    steps = [NewMilestone(due_on=MONDAY.date() + timedelta(days=days), what=f"第{days}天的工作") for days in (60, 30)]
    return {
        "category": HangingCategory.MAJOR_WORKS,
        "plan": "排烟管道须随楼体改造一并重建，改造工程已列入年度计划。",
        "owner_name": "方主任",
        "owner_post": "街道办事处副主任",
        "milestones": steps,
        "until": UNTIL,
        "told_by": AnsweredBy.HOME_VISIT,
    } | changes


def asked_to_hang(cast: Cast, **changes: Any) -> Order:
    """Let the street ask for the matter to be hung for 180 days."""
    order = contacted(cast)
    request_hanging(order_id=order.pk, **plan(**changes), seen=seen(order), actor=cast.clerk, at=MONDAY + 4 * HOUR)
    return fresh(order)


def agreed_to_hang(cast: Cast, **changes: Any) -> Order:
    """Let the street's reviewer agree."""
    order = asked_to_hang(cast, **changes)
    review_hanging(order_id=order.pk, is_agreed=True, seen=seen(order), actor=cast.reviewer, at=MONDAY + 5 * HOUR)
    return fresh(order)


def hung(cast: Cast, **changes: Any) -> Order:
    """Let the hotline put the matter on the list."""
    order = agreed_to_hang(cast, **changes)
    settle_hanging(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=MONDAY + 6 * HOUR)
    return fresh(order)


def submitted(cast: Cast, **changes: Any) -> Order:
    """Let the street submit its reply."""
    order = contacted(cast, **changes)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=MONDAY + 4 * HOUR)
    return fresh(order)


def replied(cast: Cast, **changes: Any) -> Order:
    """Let the street's reviewer pass the reply."""
    order = submitted(cast, **changes)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=MONDAY + 5 * HOUR)
    return fresh(order)


def answered(cast: Cast, order: Order, *, is_reviewed: bool = True, transfer: str = "") -> Order:
    """Let an order that a citizen registered at ``MONDAY`` be accepted, handled by the street and answered."""
    accept_order(
        order_id=order.pk,
        route=Route.DISPATCH,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        transfer=transfer,
        seen=seen(order),
        actor=cast.operator,
        at=MONDAY,
    )
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.street.pk,
        assist_unit_ids=(),
        legal_basis="属地管理",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY + HOUR,
    )
    sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=MONDAY + 2 * HOUR)
    contact(order, cast, at=MONDAY + 3 * HOUR)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=MONDAY + 4 * HOUR)
    if is_reviewed:
        review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=MONDAY + 5 * HOUR)
    return fresh(order)


def awaiting_followup(cast: Cast, **changes: Any) -> Order:
    """Open the follow-up, as its job does."""
    order = replied(cast, **changes)
    follow(order, at=MONDAY + 6 * HOUR)
    return fresh(order)


def follow(order: Order, *, at: datetime) -> None:
    """Open the follow-up of the present round."""
    actor = policy_actor(centre_id=order.centre_id, name="followup_due")
    open_task(order_id=order.pk, round=fresh(order).round, actor=actor, at=at)


def running(order: Order) -> set[tuple[str, int | None]]:
    """Return stage and unit of each clock that runs."""
    return set(Clock.objects.filter(order=order, stopped_at=None).values_list("stage", "unit_id"))


def clock(order: Order, stage: str, *, round: int = 1) -> Clock:  # noqa: A002  the word of the trade's table
    """Return the one clock of a stage and round."""
    return Clock.objects.get(order=order, stage=stage, round=round)
