"""What an assisting unit's report does."""

from __future__ import annotations

import pytest

from huying.domain.actors import citizen_actor
from huying.domain.errors import NotAllowed
from huying.followup.actions.rate_order import rate_order
from huying.followup.choices import Satisfaction, Solved
from huying.foundation.commit import one_row
from huying.handling.actions.report_assist import AssistReportEmpty, report_assist
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import ReplyIncomplete, submit_reply
from huying.handling.queries import panel
from huying.workorders.choices import TextKind
from huying.workorders.models import Assignment, Text
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.walk import HOUR, answer, clock, contacted, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 4 * HOUR
WHY = "油烟问题已由本街道单独处置完毕，罚款执行不影响答复。"


def test_a_reply_waits_for_every_assist_and_the_refusal_names_those_it_waits_for() -> None:
    cast = create_cast()
    second = create_unit(centre=cast.centre, name="市生态环境局")
    second_clerk = create_actor(unit=second, role=cast.clerk.role)
    order = contacted(cast, assists=(cast.bureau.pk, second.pk))
    for actor, named in ((cast.bureau_clerk, "市城市管理局、市生态环境局"), (second_clerk, "市生态环境局")):
        with pytest.raises(ReplyIncomplete) as refused, one_row():
            submit_reply(order_id=order.pk, **answer(why_not_wait=" "), seen=seen(order), actor=cast.clerk, at=AT)
        assert refused.value.fields["why_not_wait"].startswith(f"{named}还没有反馈")
        report_assist(order_id=order.pk, report="已联合执法。", seen=seen(order), actor=actor, at=AT)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    assert fresh(order).state == "awaiting_review"


def test_a_reply_that_says_why_goes_on_and_the_assist_is_owed_until_the_order_ends() -> None:
    cast = create_cast()
    order = contacted(cast, assists=(cast.bureau.pk,))
    said = answer(why_not_wait=f" {WHY} ")
    submit_reply(order_id=order.pk, **said, seen=seen(order), actor=cast.clerk, at=AT)
    assert Text.objects.get(order=order, kind=TextKind.NOT_WAITING).body == WHY
    dossier = dossier_for(order_id=order.pk, actor=cast.reviewer)
    assert f"不等协办反馈的理由：{WHY}" in history_of(dossier=dossier, actor=cast.reviewer)[-1].note
    assert panel(dossier=dossier).replies[0].why_not_wait == WHY
    assert ("assist", cast.bureau.pk) in running(order)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=AT + HOUR)
    report_assist(order_id=order.pk, report="罚款已缴。", seen=seen(order), actor=cast.bureau_clerk, at=AT + 2 * HOUR)
    order = fresh(order)
    assert (order.state, order.open_assists, running(order)) == ("replied", 0, set())


def test_an_assist_that_was_never_reported_ends_with_the_order_and_counts_as_given_up() -> None:
    cast = create_cast()
    order = contacted(cast, assists=(cast.bureau.pk,))
    submit_reply(order_id=order.pk, **answer(why_not_wait=WHY), seen=seen(order), actor=cast.clerk, at=AT)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=AT + HOUR)
    rate_order(
        order_id=order.pk,
        contacted=True,
        solved=Solved.SOLVED,
        satisfied=Satisfaction.SATISFIED,
        seen=seen(order),
        actor=citizen_actor(centre_id=order.centre_id, order_id=order.pk),
        at=AT + 2 * HOUR,
    )
    order = fresh(order)
    assert (order.state, order.open_assists) == ("closed", 0)
    assert (clock(order, "assist").stopped_at, clock(order, "assist").void) == (AT + 2 * HOUR, True)
    (row,) = panel(dossier=dossier_for(order_id=order.pk, actor=cast.bureau_clerk)).assists
    assert (row.closed_at, row.report) == (AT + 2 * HOUR, "")
    with pytest.raises(NotAllowed), one_row():
        report_assist(order_id=order.pk, report="补报。", seen=seen(order), actor=cast.bureau_clerk, at=AT + 3 * HOUR)


def test_where_no_assist_is_open_no_reason_is_kept() -> None:
    cast = create_cast()
    order = contacted(cast)
    submit_reply(order_id=order.pk, **answer(why_not_wait=WHY), seen=seen(order), actor=cast.clerk, at=AT)
    assert not Text.objects.filter(kind=TextKind.NOT_WAITING).exists()


def test_a_report_closes_the_assignment_and_its_clock_and_leaves_one_less_to_wait_for() -> None:
    cast = create_cast()
    order = contacted(cast, assists=(cast.bureau.pk,))
    assert order.open_assists == 1
    assert ("assist", cast.bureau.pk) in running(order)
    report_assist(order_id=order.pk, report="已联合执法。", seen=seen(order), actor=cast.bureau_clerk, at=AT)
    order = fresh(order)
    assert (order.state, order.open_assists) == ("contacted", 0)
    assert clock(order, "assist").stopped_at == AT
    assert Assignment.objects.get(order=order, unit=cast.bureau).closed_at == AT
    assert Text.objects.get(order=order, event=order.events).body == "已联合执法。"
    assert running(order) == {("handle", cast.street.pk)}


def test_who_has_reported_still_sees_the_order_and_reports_no_more() -> None:
    cast = create_cast()
    order = contacted(cast, assists=(cast.bureau.pk,))
    report_assist(order_id=order.pk, report="已联合执法。", seen=seen(order), actor=cast.bureau_clerk, at=AT)
    assert dossier_for(order_id=order.pk, actor=cast.bureau_clerk).order == order
    with pytest.raises(NotAllowed), one_row():
        report_assist(order_id=order.pk, report="再报。", seen=seen(order), actor=cast.bureau_clerk, at=AT)
    assert fresh(order).open_assists == 0


def test_the_lead_reports_no_assist_and_nobody_reports_nothing() -> None:
    cast = create_cast()
    order = contacted(cast, assists=(cast.bureau.pk,))
    with pytest.raises(NotAllowed), one_row():
        report_assist(order_id=order.pk, report="已办。", seen=seen(order), actor=cast.clerk, at=AT)
    with pytest.raises(AssistReportEmpty), one_row():
        report_assist(order_id=order.pk, report="", seen=seen(order), actor=cast.bureau_clerk, at=AT)
