"""The page of one order."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.domain.actors import SEATED, Role, policy_actor
from huying.domain.lifecycle import TRANSITIONS, actions_for
from huying.domain.policies import OrderKind, Urgency
from huying.records.models import AccessRecord
from huying.workorders.actions.import_history import HistoricOrder, import_history
from huying.workorders.choices import Channel
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, assigned, awaiting_followup, contacted, fresh, signed, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR
SECRET: dict[str, Any] = {
    "wants_secrecy": True,
    "title": "反映企业财务问题",
    "original": "我是宏远公司的会计，老板让我做假账。",
    "transfer": "反映某企业涉嫌财务违规，请核查。",
    "place_text": "金桥大厦十八层",
    "name": "王小明",
    "phone": "13800000000",
}


def _buttons(html: str, order: Order) -> set[str]:
    inside = html.partition('<div class="hy-heading-actions">')[2].partition("</div>")[0]
    mine = [row.action for row in TRANSITIONS if row.sources and row.roles & SEATED]
    names = {reverse(name, kwargs={"number": order.number}): name for name in mine}
    return {names[url] for url in re.findall(r'href="([^"]+)"', inside)}


def test_the_buttons_are_exactly_the_actions_i_may_take_now() -> None:
    cast = create_cast()
    orders = [
        create_order(operator=cast.operator, at=MONDAY),
        assigned(cast),
        contacted(cast),
        submitted(cast),
        awaiting_followup(cast),
    ]
    offered = set()
    for order in orders:
        for actor in (cast.operator, cast.dispatcher, cast.clerk, cast.reviewer, cast.followup, cast.supervisor):
            with browser(actor, at=AT) as client:
                answer = client.get(order_url(order))
            if answer.status_code == 404:
                assert actor in {cast.clerk, cast.reviewer}
                continue
            allowed = {row.action for row in actions_for(Dossier(fresh(order)).facts, actor)}
            assert _buttons(answer.content.decode(), order) == allowed, (order.state, actor.role)
            offered |= allowed
    assert {"assign_unit", "sign_order", "record_contact", "submit_reply", "review_reply", "record_verdict"} <= offered


def test_withdrawing_is_never_the_main_button() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    with browser(cast.operator, at=AT) as client:
        html = client.get(order_url(order)).content.decode()
    assert f'class="btn" href="{reverse("withdraw_order", kwargs={"number": order.number})}"' in html


def test_it_shows_the_demand_the_limits_the_units_and_what_happened() -> None:
    cast = create_cast()
    order = assigned(
        cast, assists=(cast.bureau.pk,), external_source="省平台", external_no="S-42", place_text="河畔路12号"
    )
    with browser(cast.clerk, at=AT) as client:
        text = shown(client.get(order_url(order)))
    for words in (
        "油烟和噪音扰民",
        "河畔路12号",
        "S-42",
        "时限 5个工作日",
        "主办 · ",
        "协办 · ",
        "依据：属地管理",
        "戴派单",
    ):
        assert words in text, words


def test_the_caller_stands_masked() -> None:
    cast = create_cast()
    order = signed(
        cast, name="王小明", phone="13800000000", id_number="46010019900101123x", home_address="和平大道12号3栋1501室"
    )
    with browser(cast.clerk, at=AT) as client:
        answer = client.get(order_url(order))
    for masked in ("王**", "138****0000", "和平大道12号3栋**"):
        assert masked in shown(answer), masked
    for clear in ("王小明", "13800000000", "46010019900101123", "1501室"):
        assert clear not in answer.content.decode(), clear


def test_only_the_dispatcher_sees_the_suggestion_and_only_while_it_waits() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY, region_id=cast.region_street.pk)
    suggest_unit(order_id=order.pk, at=MONDAY)
    for actor, is_shown in ((cast.dispatcher, True), (cast.operator, False), (cast.supervisor, False)):
        with browser(actor, at=AT) as client:
            assert ("派单建议" in shown(client.get(order_url(order)))) is is_shown, actor.role
    sent = assigned(cast)
    with browser(cast.dispatcher, at=AT) as client:
        assert "派单建议" not in shown(client.get(order_url(sent)))


def test_only_the_hotline_sees_the_line_s_other_orders() -> None:
    cast = create_cast()
    order = signed(cast)
    other = create_order(operator=cast.operator, at=MONDAY, title="另一件事")
    for actor, is_shown in ((cast.operator, True), (cast.clerk, False), (cast.leader, False)):
        with browser(actor, at=AT) as client:
            assert (other.title in shown(client.get(order_url(order)))) is is_shown, actor.role


def test_nobody_opens_what_is_not_theirs() -> None:
    cast = create_cast()
    order = signed(cast)
    admins = [
        create_actor(unit=cast.hotline, role=r) for r in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    ]
    for actor in (cast.outsider, cast.stranger, cast.bureau_clerk, *admins):
        with browser(actor, at=AT) as client:
            answer = client.get(order_url(order))
        assert answer.status_code == 404, actor.role
        assert "油烟" not in shown(answer)


def test_a_district_s_leader_opens_only_the_district_s() -> None:
    cast = create_cast()
    leader = create_actor(unit=cast.district, role=Role.LEADER)
    with browser(leader, at=AT) as client:
        assert client.get(order_url(signed(cast))).status_code == 200
        assert client.get(order_url(create_order(operator=cast.operator, at=MONDAY))).status_code == 404


@pytest.mark.parametrize("number", ["1", "2026", "20260302999999", "x", "2026030200000x", "9" * 40])
def test_a_number_that_nobody_has_is_not_found(number: str) -> None:
    cast = create_cast()
    with browser(cast.operator, at=AT) as client:
        assert client.get(f"/orders/{number}/").status_code == 404


def test_a_unit_sees_of_a_confidential_order_only_what_it_was_given() -> None:
    cast = create_cast()
    order = signed(cast, **SECRET)
    for actor in (cast.clerk, cast.reviewer, cast.supervisor, cast.leader):
        with browser(actor, at=AT) as client:
            answer = client.get(order_url(order))
        assert SECRET["transfer"] in shown(answer), actor.role
        for hidden in (
            "宏远公司",
            "会计",
            "金桥大厦",
            "王**",
            "138****0000",
            reverse("unmask", kwargs={"number": order.number}),
        ):
            assert hidden not in answer.content.decode(), (actor.role, hidden)


def test_the_hotline_sees_both_texts_of_a_confidential_order() -> None:
    cast = create_cast()
    order = signed(cast, **SECRET)
    with browser(cast.operator, at=AT) as client:
        text = shown(client.get(order_url(order)))
    for words in (SECRET["original"], SECRET["transfer"], "金桥大厦十八层", "王**"):
        assert str(words) in text, words


def test_opening_a_confidential_order_is_written_down() -> None:
    cast = create_cast()
    order, open_order = signed(cast, **SECRET), signed(cast)
    with browser(cast.clerk, at=AT) as client:
        client.get(order_url(open_order))
        assert not AccessRecord.objects.exists()
        client.get(order_url(order))
    record = AccessRecord.objects.get()
    assert (record.kind, record.subject, record.person_id, record.at) == (
        "confidential_order",
        order.number,
        cast.clerk.person_id,
        AT,
    )


def test_a_look_that_was_refused_is_not_written_down_as_one() -> None:
    cast = create_cast()
    order = signed(cast, **SECRET)
    with browser(cast.outsider, at=AT) as client:
        client.get(order_url(order))
    assert not AccessRecord.objects.exists()


def test_no_browser_keeps_the_page() -> None:
    cast = create_cast()
    order = signed(cast)
    with browser(cast.clerk, at=AT) as client:
        assert "no-store" in client.get(order_url(order)).headers["Cache-Control"]


def test_each_table_is_read_once_however_long_the_history() -> None:
    cast = create_cast()
    for order in (signed(cast), awaiting_followup(cast)):
        with browser(cast.clerk, at=AT) as client:
            client.get(order_url(order))
            with CaptureQueriesContext(connection) as asked:
                client.get(order_url(order))
        read = Counter(table for one in asked.captured_queries for table in re.findall(r'FROM "(\w+)"', one["sql"]))
        # The second read of orders is for repeats: those that point to this one, by an index of their own.
        assert {table: times for table, times in read.items() if times > 1} == {"workorders_order": 2}, order.state
        assert len(asked) <= 17, len(asked)


def test_an_order_of_the_past_shows_what_its_source_said_and_no_limits() -> None:
    cast = create_cast()
    row = HistoricOrder(
        number="NYC-1",
        channel=Channel.PHONE,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        title="Street Light Out",
        original="Street Light Out · Canton",
        reply="Lamp replaced.",
        registered_at=MONDAY - 1000 * HOUR,
        closed_at=MONDAY - 900 * HOUR,
        unit_id=cast.street.pk,
        data={"satisfaction": "satisfied"},
    )
    import_history(rows=[row], source="nyc", actor=policy_actor(centre_id=cast.centre.pk, name="import"), at=MONDAY)
    order = Order.objects.get()
    with browser(cast.clerk, at=AT) as client:
        html = shown(client.get(order_url(order)))
        found = client.post(reverse("search"), {"q": "canton"}, follow=True).content.decode()
    for said in ("历史导入", "来源办结时间：2026-01-23 21:00", "来源满意度：满意", "Lamp replaced.", "已办结", "NYC-1"):
        assert said in html, said
    assert "剩余" not in html
    assert _buttons(html, order) == set()
    assert order.number in found
