"""What the order's page shows of the handling."""

from __future__ import annotations

import pytest

from huying.domain.actors import Actor
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.queries import Panel, panel
from huying.workorders.models import Order, Text
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, WORDS, answer, contacted, seen, signed, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR


def shown(order: Order, actor: Actor) -> Panel:
    dossier = dossier_for(order_id=order.pk, actor=actor)
    return panel(dossier=dossier)


def test_an_order_just_signed_shows_nothing() -> None:
    cast = create_cast()
    assert shown(signed(cast), cast.clerk) == Panel(contacts=(), visits=(), assists=(), replies=())


def test_each_reply_stands_with_its_own_opinion() -> None:
    cast = create_cast()
    order = submitted(cast)
    review_reply(order_id=order.pk, passed=False, opinion="请写明期限。", seen=seen(order), actor=cast.reviewer, at=AT)
    second = "已与店家签订承诺书，本月底前完成烟道改造。"
    submit_reply(order_id=order.pk, **answer(words=second), seen=seen(order), actor=cast.clerk, at=AT + HOUR)
    rows = shown(order, cast.dispatcher).replies
    assert [(row.words, row.passed, row.opinion, row.reviewer_name) for row in rows] == [
        (WORDS, False, "请写明期限。", "沈审核"),
        (second, None, "", ""),
    ]
    assert (rows[0].result_label, rows[0].fact_label, rows[0].person_name) == ("实际解决", "属实", "陈承办")


def test_an_assist_is_awaited_until_it_reports() -> None:
    cast = create_cast()
    order = contacted(cast, assists=(cast.bureau.pk,))
    (awaited,) = shown(order, cast.clerk).assists
    assert (awaited.unit_name, awaited.closed_at, awaited.report) == ("市城市管理局", None, "")
    assert awaited.due_at is not None
    report_assist(order_id=order.pk, report="已联合执法。", seen=seen(order), actor=cast.bureau_clerk, at=AT)
    (reported,) = shown(order, cast.clerk).assists
    assert (reported.closed_at, reported.report) == (AT, "已联合执法。")


def test_what_units_wrote_of_a_confidential_order_is_open_to_its_units() -> None:
    cast = create_cast()
    order = contacted(cast, wants_secrecy=True, title="油烟扰民", transfer="反映一餐饮店油烟扰民，请核查。")
    (row,) = shown(order, cast.clerk).contacts
    assert (row.reached, row.note, row.unit_name) == (True, "已电话联系，约定下午到场。", "桥头街道办事处")


def test_an_erased_text_is_shown_as_erased() -> None:
    cast = create_cast()
    order = submitted(cast)
    Text.objects.filter(order=order, kind="reply").update(body="", salt=None, erased_at=AT)
    assert shown(order, cast.clerk).replies[0].words == "（已依法删除）"
