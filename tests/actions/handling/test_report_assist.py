"""What an assisting unit's report does."""

from __future__ import annotations

import pytest

from huying.domain.errors import NotAllowed
from huying.domain.guards import AssistsOpen
from huying.foundation.commit import one_row
from huying.handling.actions.report_assist import AssistReportEmpty, report_assist
from huying.handling.actions.submit_reply import submit_reply
from huying.workorders.models import Assignment, Text
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.walk import HOUR, answer, clock, contacted, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 4 * HOUR


def test_a_reply_waits_for_every_assist() -> None:
    cast = create_cast()
    second = create_unit(centre=cast.centre, name="市生态环境局")
    second_clerk = create_actor(unit=second, role=cast.clerk.role)
    order = contacted(cast, assists=(cast.bureau.pk, second.pk))
    for actor in (cast.bureau_clerk, second_clerk):
        with pytest.raises(AssistsOpen), one_row():
            submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
        report_assist(order_id=order.pk, report="已联合执法。", seen=seen(order), actor=actor, at=AT)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    assert fresh(order).state == "awaiting_review"


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
