"""What reviewing a reply does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huying.domain.actors import Role
from huying.domain.errors import NotAllowed
from huying.domain.guards import OwnReply
from huying.foundation.commit import one_row
from huying.handling.actions.review_reply import OpinionMissing, review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.workorders.models import Reply, Text
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor
from tests.walk import HOUR, answer, clock, fresh, replied, running, seen, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * HOUR


def test_a_reply_that_passes_goes_out_and_ends_the_handling_limit() -> None:
    cast = create_cast()
    order = replied(cast)
    assert order.state == "replied"
    assert clock(order, "handle").stopped_at == AT
    assert running(order) == set()
    reply = Reply.objects.get(order=order)
    assert (reply.passed, reply.reviewed_by_id, reply.reviewed_at) == (True, cast.reviewer.person_id, AT)


def test_a_reply_sent_back_is_handled_further_under_the_same_limit() -> None:
    cast = create_cast()
    order = submitted(cast)
    review_reply(
        order_id=order.pk, passed=False, opinion="请写明整改期限。", seen=seen(order), actor=cast.reviewer, at=AT
    )
    order = fresh(order)
    assert order.state == "handling"
    assert running(order) == {("handle", cast.street.pk)}
    assert Reply.objects.get(order=order).passed is False
    assert Text.objects.get(order=order, event=order.events).body == "请写明整改期限。"


def test_a_second_reply_is_judged_by_itself() -> None:
    cast = create_cast()
    order = submitted(cast)
    review_reply(order_id=order.pk, passed=False, opinion="请补充。", seen=seen(order), actor=cast.reviewer, at=AT)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=AT + 2 * HOUR)
    assert list(Reply.objects.order_by("event").values_list("passed", flat=True)) == [False, True]
    assert clock(order, "handle").stopped_at == AT + 2 * HOUR


def test_sending_back_says_why() -> None:
    cast = create_cast()
    order = submitted(cast)
    with pytest.raises(OpinionMissing), one_row():
        review_reply(order_id=order.pk, passed=False, opinion="", seen=seen(order), actor=cast.reviewer, at=AT)
    assert fresh(order).state == "awaiting_review"


def test_a_reviewer_does_not_judge_the_own_reply() -> None:
    cast = create_cast()
    order = submitted(cast)
    same_person = replace(cast.clerk, role=Role.REVIEWER)
    with pytest.raises(OwnReply), one_row():
        review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=same_person, at=AT)
    assert fresh(order).state == "awaiting_review"


def test_only_the_accountable_units_reviewer_judges() -> None:
    cast = create_cast()
    order = submitted(cast)
    elsewhere = create_actor(unit=cast.bureau, role=cast.reviewer.role)
    for actor in (cast.clerk, cast.dispatcher):
        with pytest.raises(NotAllowed), one_row():
            review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=actor, at=AT)
    with pytest.raises(Exception, match="没有找到"), one_row():
        review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=elsewhere, at=AT)
