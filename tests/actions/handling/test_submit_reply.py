"""What submitting a reply does, and which replies are refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huying.domain.errors import NotAllowed
from huying.domain.guards import NoContactYet
from huying.domain.policies import OrderKind
from huying.foundation.commit import one_row
from huying.handling.actions.submit_reply import ReplyIncomplete, submit_reply
from huying.handling.queries import panel
from huying.workorders.choices import FINDINGS, FactFinding, ResultKind, SiteCheck, TextKind
from huying.workorders.models import Event, Reply, Text
from huying.workorders.queries.dossier import dossier_for
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
    said = answer(why_not_wait="由我局自行答复。")
    with pytest.raises(NotAllowed), one_row():
        submit_reply(order_id=order.pk, **said, seen=seen(order), actor=cast.bureau_clerk, at=AT)


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
        ({"words": "采纳，部分采纳，有政策信息，对政策解释不接受，无实际现场。"}, "words"),
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


@pytest.mark.parametrize("kind", OrderKind)
def test_a_finding_of_another_kind_of_demand_is_refused_and_one_of_its_own_taken(kind: OrderKind) -> None:
    cast = create_cast()
    order = contacted(cast, kind=kind)
    foreign = next(one for one in FactFinding if one not in (*FINDINGS[kind], FactFinding.NOT_APPLICABLE))
    with pytest.raises(ReplyIncomplete) as refused, one_row():
        submit_reply(order_id=order.pk, **answer(fact_finding=foreign), seen=seen(order), actor=cast.clerk, at=AT)
    assert list(refused.value.fields) == ["fact_finding"]
    own = answer(fact_finding=FINDINGS[kind][-1])
    submit_reply(order_id=order.pk, **own, seen=seen(order), actor=cast.clerk, at=AT)
    assert Reply.objects.get(order=order).fact_finding == FINDINGS[kind][-1]


def test_a_reply_tells_who_looked_at_the_place_and_where_the_recording_proves_it() -> None:
    cast = create_cast()
    order = contacted(cast)
    proof = {"recording_no": "A0317", "solved_second": 65, "satisfied_second": 130}
    site = {"site_check": SiteCheck.DONE, "site_checked_at": AT - HOUR}
    submit_reply(order_id=order.pk, **answer(**site, **proof), seen=seen(order), actor=cast.clerk, at=AT)
    (row,) = panel(dossier=dossier_for(order_id=order.pk, actor=cast.clerk)).replies
    assert (row.site_label, row.site_checked_at) == ("已到现场查看", AT - HOUR)
    assert row.proof == "录音 A0317：解决 1:05，满意 2:10"
    said = Event.objects.get(order=order, action="submit_reply").data
    assert (said["site_check"], said["recording_no"], said["solved_second"]) == ("done", "A0317", 65)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"site_check": SiteCheck.DONE}, "site_checked_at"),
        ({"site_check": SiteCheck.NO_SITE, "site_checked_at": AT}, "site_checked_at"),
        ({"site_check": SiteCheck.DONE, "site_checked_at": AT + timedelta(minutes=1)}, "site_checked_at"),
        ({"site_check": SiteCheck.DONE, "site_checked_at": MONDAY - HOUR}, "site_checked_at"),
        ({"solved_second": 3}, "recording_no"),
        ({"satisfied_second": 0}, "recording_no"),
    ],
)
def test_a_look_or_a_proof_that_does_not_add_up_is_refused(changes: dict[str, Any], field: str) -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(ReplyIncomplete) as refused, one_row():
        submit_reply(order_id=order.pk, **answer(**changes), seen=seen(order), actor=cast.clerk, at=AT)
    assert list(refused.value.fields) == [field]
