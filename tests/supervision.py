"""Walk a supervision order to where a test begins, by the real actions."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from huying.domain.actors import Actor
from huying.domain.supervising import Form
from huying.foundation.clock import day_of
from huying.supervision.actions.answer_supervision import answer_supervision
from huying.supervision.actions.check_supervision import check_supervision
from huying.supervision.actions.issue_supervision import issue_supervision
from huying.supervision.actions.withdraw_supervision import withdraw_supervision
from huying.supervision.choices import Reason, Verdict
from huying.workorders.models import Order
from tests.cast import MONDAY, Cast
from tests.walk import HOUR, contacted, fresh, seen

ISSUED = MONDAY + 5 * HOUR


def supervise(cast: Cast, order: Order, **changes: Any) -> None:
    """Let the supervisor ask the street."""
    given: dict[str, Any] = {
        "unit_id": cast.street.pk,
        "reason": Reason.SHIRKING,
        "form": Form.CALL,
        "words": "请查明为何反复重办。",
        "actor": cast.supervisor,
        "at": ISSUED,
    }
    issue_supervision(order_id=order.pk, seen=seen(order), **given | changes)


def supervised(cast: Cast, **changes: Any) -> Order:
    """Walk an order to the street and let the supervisor ask."""
    order = contacted(cast)
    supervise(cast, order, **changes)
    return fresh(order)


def respond(cast: Cast, order: Order, *, at: datetime = ISSUED + HOUR, **changes: Any) -> None:
    """Let the street answer."""
    given: dict[str, Any] = {
        "measures": "已责成商户停业整改，社区每晚巡查。",
        "owner": "方主任",
        "do_by": day_of(at) + timedelta(days=3),
        "actor": cast.clerk,
    }
    answer_supervision(order_id=order.pk, seen=seen(order), at=at, **given | changes)


def judge(
    cast: Cast,
    order: Order,
    *,
    is_accepted: bool,
    at: datetime = ISSUED + 2 * HOUR,
    actor: Actor | None = None,
    **changes: Any,
) -> None:
    """Let the supervisor say what the answer is worth."""
    given: dict[str, Any] = {
        "verdict": Verdict.ACCEPTED if is_accepted else Verdict.INSUFFICIENT,
        "words": "" if is_accepted else "没有说明责任。",
    }
    check_supervision(order_id=order.pk, seen=seen(order), actor=actor or cast.supervisor, at=at, **given | changes)


def take_back(cast: Cast, order: Order, *, at: datetime = ISSUED + HOUR, **changes: Any) -> None:
    """Let the supervisor withdraw it."""
    given: dict[str, Any] = {"reason": "诉求人说已经解决。", "actor": cast.supervisor}
    withdraw_supervision(order_id=order.pk, seen=seen(order), at=at, **given | changes)


def supervised_to_the_end(cast: Cast) -> Order:
    """Walk through every act: one taken back, one answered twice and accepted."""
    order = supervised(cast)
    take_back(cast, order)
    supervise(cast, order, at=ISSUED + 2 * HOUR)
    for turn, is_accepted in enumerate((False, True)):
        respond(cast, order, at=ISSUED + (3 + 2 * turn) * HOUR)
        judge(cast, order, is_accepted=is_accepted, at=ISSUED + (4 + 2 * turn) * HOUR)
    return order
