"""What submitting a reply does, and which replies are refused."""

from __future__ import annotations

import pytest

from huying.domain.errors import NotAllowed
from huying.domain.guards import NoContactYet
from huying.foundation.commit import one_row
from huying.handling.actions.submit_reply import ReplyIncomplete, submit_reply
from huying.workorders.choices import ResultKind, TextKind
from huying.workorders.models import Reply, Text
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, WORDS, answer, clock, contacted, fresh, running, seen, signed, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 4 * HOUR


def test_a_reply_goes_to_review_and_the_handling_limit_runs_on() -> None:
    cast = create_cast()
    order = submitted(cast)
    assert order.state == "awaiting_review"
    assert running(order) == {("handle", cast.street.pk)}
    reply = Reply.objects.get(order=order)
    assert (reply.result, reply.event, reply.round, reply.passed) == ("solved", order.events, 1, None)
    assert (reply.unit_id, reply.person_id) == (cast.street.pk, cast.clerk.person_id)
    assert Text.objects.get(order=order, kind=TextKind.REPLY).body == WORDS


def test_where_policy_asks_for_no_review_the_reply_goes_straight_out() -> None:
    cast = create_cast(review_required=False)
    order = submitted(cast)
    assert order.state == "replied"
    assert clock(order, "handle").stopped_at == AT
    assert running(order) == set()


def test_a_reply_without_a_contact_is_refused() -> None:
    cast = create_cast()
    order = signed(cast)
    with pytest.raises(NoContactYet), one_row():
        submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    assert not Reply.objects.exists()


def test_where_policy_asks_for_no_contact_the_reply_is_taken() -> None:
    cast = create_cast(contact_required_before_reply=False)
    order = signed(cast)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    assert fresh(order).state == "awaiting_review"


def test_only_the_accountable_unit_replies() -> None:
    cast = create_cast()
    order = contacted(cast, assists=(cast.bureau.pk,))
    with pytest.raises(NotAllowed), one_row():
        submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.bureau_clerk, at=AT)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"legal_basis": "  "}, "legal_basis"),
        ({"legal_basis": "规" * 401}, "legal_basis"),
        ({"words": ""}, "words"),
        ({"words": "实际解决"}, "words"),
        ({"words": "属实，诉求合理合法，实际解决。电话、书面、入户、约谈。"}, "words"),
        ({"words": "已经办好了。。。。。。。。。。。。"}, "words"),
        ({"words": "实际解决实际解决实际解决，已处理"}, "words"),
    ],
)
def test_a_reply_that_says_nothing_of_its_own_is_refused(given: dict[str, str], field: str) -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(ReplyIncomplete) as refused, one_row():
        submit_reply(order_id=order.pk, **answer(**given), seen=seen(order), actor=cast.clerk, at=AT)
    assert list(refused.value.fields) == [field]
    assert fresh(order).state == "contacted"


def test_ten_characters_of_its_own_are_enough_and_explaining_is_told_from_solving() -> None:
    cast = create_cast()
    order = contacted(cast)
    submit_reply(
        order_id=order.pk,
        **answer(words="解释说明：已向本人逐条讲明补贴条件", result=ResultKind.EXPLAINED),
        seen=seen(order),
        actor=cast.clerk,
        at=AT,
    )
    assert Reply.objects.get(order=order).result == "explained"
