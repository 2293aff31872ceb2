"""What a line of the history says of an approval."""

from __future__ import annotations

from typing import Any

import pytest

from huying.coordination.actions.settle_conference import settle_conference
from huying.coordination.choices.conference import Outcome
from huying.domain.actors import Actor
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.settle_hanging import settle_hanging
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from tests.actions.dispatch.returns import ask, settle
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, agreed_to_extend, agreed_to_hang, assigned, conferred, seen, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def last(order: Order, actor: Actor) -> str:
    line = history_of(dossier=dossier_for(order_id=order.pk, actor=actor), actor=actor)[-1]
    return f"{line.what}｜{line.note.splitlines()[0]}"


@pytest.mark.parametrize(("granted", "said"), [(True, "同意"), (False, "不同意")])
def test_the_line_of_an_approval_says_granted_or_refused(cast: Cast, granted: bool, said: str) -> None:
    extended = agreed_to_extend(cast)
    assert last(extended, cast.clerk) == "审核延期｜结果：同意，报热线审批"
    given: dict[str, Any] = {"is_granted": granted, "opinion": "理由不充分。", "actor": cast.arbiter, "at": AT}
    settle_extension(order_id=extended.pk, seen=seen(extended), **given)
    assert last(extended, cast.clerk) == f"审批延期｜结果：{said}"
    hanging = agreed_to_hang(cast)
    settle_hanging(order_id=hanging.pk, seen=seen(hanging), **given)
    assert last(hanging, cast.clerk) == f"审批挂账｜结果：{said}"
    returned = assigned(cast)
    ask(returned, cast)
    settle(returned, cast, granted=granted)
    assert last(returned, cast.dispatcher) == f"退单审核｜结果：{said}"


def test_the_line_of_a_review_and_of_a_conference_says_how_it_ended(cast: Cast) -> None:
    order = submitted(cast)
    review_reply(order_id=order.pk, passed=False, opinion="请补充。", seen=seen(order), actor=cast.reviewer, at=AT)
    assert last(order, cast.clerk) == "审核答复｜结果：退回修改"
    order = conferred(cast)
    settle_conference(
        order_id=order.pk,
        outcome=Outcome.DECIDED,
        lead_unit_id=cast.bureau.pk,
        legal_basis="三定规定",
        words="由城管局牵头。",
        seen=seen(order),
        actor=cast.dispatcher,
        at=AT,
    )
    assert last(order, cast.dispatcher) == "作出会商决定｜结果：确定主办单位"
