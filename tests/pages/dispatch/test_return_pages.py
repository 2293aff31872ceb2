"""退单 on the pages: asked by the unit, decided by the arbiter, told to the dispatcher."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import Matter
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.models import ReturnRequest
from huying.domain.actors import Actor, policy_actor
from huying.domain.catalogue_drafts import MatterDraft
from huying.foundation import memory
from huying.handling.actions.sign_order import sign_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Order
from tests.actions.dispatch.returns import ASKED, EVIDENCE, RULING, SETTLED, ask, back_from_the_street, rule, settle
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import LONG_AGO
from tests.factories.workorders import create_order
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, assigned, fresh, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def page_of(order: Order, name: str) -> str:
    return reverse(name, kwargs={"number": order.number})


def text_of(actor: Actor, url: str, *, at: Any = SETTLED) -> str:
    with browser(actor, at=at) as client:
        answer = client.get(url)
    assert answer.status_code == 200, (url, answer.status_code)
    return shown(answer)


def test_a_clerk_asks_and_an_arbiter_grants(cast: Cast) -> None:
    order = assigned(cast)
    typed = {
        "reason": "not_our_duty",
        "proposed_unit_id": cast.bureau.pk,
        "evidence": EVIDENCE,
        "seen": seen(order),
    }
    with browser(cast.clerk, at=ASKED) as client:
        form = shown(client.get(page_of(order, "request_return")))
        assert "退单须在 2026-03-03 10:00 前提出" in form
        done = client.post(page_of(order, "request_return"), typed)
        assert done.headers["Location"] == order_url(order)
        told = shown(client.get(order_url(order)))
    for words in (
        "非本单位职责",
        "建议由市城市管理局承办",
        EVIDENCE,
        "等待异议审批员审核",
        "撤回退单申请",
        "已退 0 次",
    ):
        assert words in told, words
    with browser(cast.arbiter, at=SETTLED) as client:
        assert EVIDENCE in shown(client.get(page_of(order, "settle_return")))
        ruled = {"granted": "yes", "found_unit_id": cast.bureau.pk, "ruling": RULING, "seen": seen(order)}
        assert client.post(page_of(order, "settle_return"), ruled).status_code == 302
    assert fresh(order).state == "awaiting_dispatch"
    with browser(cast.dispatcher, at=SETTLED) as client:
        answer = client.get(page_of(order, "assign_unit"))
    assert RULING in shown(answer)
    assert f'<option value="{cast.bureau.pk}" selected>' in answer.content.decode()


def test_an_arbiter_names_the_unit_and_nobody_is_offered_to_return_it(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    ruled = {
        "lead_unit_id": cast.bureau.pk,
        "legal_basis": "会议纪要",
        "ruling": RULING,
        "seen": seen(order),
    }
    with browser(cast.arbiter, at=SETTLED) as client:
        assert client.post(page_of(order, "rule_unit"), ruled).status_code == 302
    with browser(cast.bureau_clerk, at=SETTLED) as client:
        answer = client.get(order_url(order))
    assert "已退 1 次 · 已指定承办，禁止退回" in shown(answer)
    assert page_of(order, "request_return") not in answer.content.decode()


def test_the_button_goes_when_the_window_closes(cast: Cast) -> None:
    order = assigned(cast)
    for at, is_there in ((MONDAY + 20 * HOUR, True), (MONDAY + 30 * HOUR, False)):
        with browser(cast.clerk, at=at) as client:
            html = client.get(order_url(order)).content.decode()
        assert (page_of(order, "request_return") in html) is is_there


def test_what_is_missing_is_said_beside_its_field_and_the_words_stay(cast: Cast) -> None:
    order = assigned(cast)
    typed = {"reason": "not_our_duty", "proposed_unit_id": "", "evidence": EVIDENCE, "seen": seen(order)}
    with browser(cast.clerk, at=ASKED) as client:
        answer = client.post(page_of(order, "request_return"), typed)
    assert answer.status_code == 422
    assert "请选择应当承办的单位" in shown(answer)
    assert EVIDENCE in answer.content.decode()


def test_who_was_overtaken_keeps_the_words(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    before = seen(order)
    sign_order(order_id=order.pk, seen=before, actor=cast.clerk, at=ASKED)
    with browser(cast.arbiter, at=SETTLED) as client:
        answer = client.post(page_of(order, "settle_return"), {"granted": "no", "ruling": RULING, "seen": before})
    assert answer.status_code == 409
    assert RULING in answer.content.decode()
    assert "签收" in shown(answer)


def test_a_second_return_says_that_a_conference_comes_first(cast: Cast) -> None:
    order = assigned(cast)
    back_from_the_street(order, cast)
    ask(order, cast, actor=cast.bureau_clerk, proposed_unit_id=cast.street.pk, at=SETTLED + 2 * HOUR)
    at = SETTLED + 3 * HOUR
    assert "须先会商" in text_of(cast.arbiter, page_of(order, "settle_return"), at=at)
    with browser(cast.arbiter, at=at) as client:
        answer = client.post(page_of(order, "settle_return"), {"granted": "yes", "ruling": RULING, "seen": seen(order)})
    assert answer.status_code == 409
    assert "须先会商" in shown(answer)


def test_the_arbiter_finds_what_waits_and_the_unit_only_its_own(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    waiting = reverse("returns")
    with browser(cast.arbiter, at=SETTLED) as client:
        html = client.get(waiting).content.decode()
    assert page_of(order, "settle_return") in html
    assert order.number in text_of(cast.clerk, waiting)
    for actor in (cast.bureau_clerk, cast.outsider):
        assert order.number not in text_of(actor, waiting)
    with browser(cast.operator, at=SETTLED) as client:
        assert client.get(waiting).status_code == 403
    settle(order, cast, granted=False)
    assert order.number not in text_of(cast.arbiter, waiting)
    settled = text_of(cast.arbiter, reverse("returns_settled"))
    assert "不予退单（无效退单）" in settled


def test_an_order_s_end_ends_its_request(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=SETTLED)
    assert order.number not in text_of(cast.arbiter, reverse("returns"))


def test_waiting_requests_are_paged_by_what_is_due_first(cast: Cast) -> None:
    orders = [assigned(cast) for _ in range(32)]
    for minute, order in enumerate(reversed(orders)):
        ask(order, cast, at=ASKED + minute * HOUR / 60)
    with browser(cast.arbiter, at=SETTLED) as client:
        first = client.get(reverse("returns"))
        rest = client.get(reverse("returns") + first.context["next_url"])
    numbers = [row.number for row in (*first.context["rows"], *rest.context["rows"])]
    assert numbers == [order.number for order in reversed(orders)]
    assert (len(first.context["rows"]), rest.context["next_url"]) == (30, None)


def test_units_are_counted_by_how_their_requests_ended(cast: Cast) -> None:
    granted, refused, kept, ruled, waiting = (assigned(cast) for _ in range(5))
    late = assigned(cast)
    for order in (granted, refused, kept, ruled, waiting):
        ask(order, cast)
    settle(granted, cast, granted=True)
    settle(refused, cast, granted=False)
    rule(kept, cast, lead=cast.street)
    rule(ruled, cast, lead=cast.bureau)
    at = MONDAY + 60 * HOUR
    figures = reverse("returns_by_unit") + "?since=2026-03-01&until=2026-03-31"
    assert "桥头街道办事处 5 2 2 1 0" in text_of(cast.supervisor, figures, at=SETTLED)
    assert "桥头街道办事处 5 2 2 1 4" in text_of(cast.supervisor, figures, at=at)
    overdue = text_of(cast.supervisor, reverse("unsigned"), at=at)
    assert late.number in overdue
    assert late.number not in text_of(cast.bureau_clerk, reverse("unsigned"), at=at)


def with_matter(cast: Cast) -> int:
    actor = policy_actor(centre_id=cast.centre.pk, name="tests")
    publish_matters(
        drafts=[
            MatterDraft(line=2, code="04", name="生态环境"),
            MatterDraft(line=3, code="0402", name="油烟", parent_code="04"),
        ],
        effective_from=LONG_AGO,
        after=0,
        actor=actor,
        at=LONG_AGO,
        note="测试",
    )
    memory.forget()
    return Matter.objects.get(code="0402").pk


def test_a_ruling_is_shown_as_a_precedent_for_the_same_matter(cast: Cast) -> None:
    matter_id = with_matter(cast)
    old = assigned(cast, matter_id=matter_id)
    ask(old, cast)
    settle(old, cast, granted=False)
    new = create_order(operator=cast.operator, at=SETTLED, matter_id=matter_id)
    other = create_order(operator=cast.operator, at=SETTLED)
    for url in (order_url(new), page_of(new, "assign_unit")):
        told = text_of(cast.dispatcher, url)
        assert "同类事项裁定先例" in told
        assert RULING in told
    assert RULING not in text_of(cast.dispatcher, page_of(other, "assign_unit"))
    for query, is_there in (("", True), ("?matter=0402", True), ("?matter=nonsense", True)):
        assert (RULING in text_of(cast.bureau_clerk, reverse("precedents") + query)) is is_there
    assert old.number not in text_of(cast.bureau_clerk, reverse("precedents"))


def test_a_matter_found_in_the_text_serves_as_well_as_one_that_was_chosen(cast: Cast) -> None:
    with_matter(cast)
    old, new = assigned(cast), create_order(operator=cast.operator, at=SETTLED)
    for order in (old, new):
        suggest_unit(order_id=order.pk, at=SETTLED)
    ask(old, cast)
    settle(old, cast, granted=False)
    assert RULING in text_of(cast.dispatcher, page_of(new, "assign_unit"))


def test_who_led_before_and_who_leads_now_are_told_apart(cast: Cast) -> None:
    order = assigned(cast)
    back_from_the_street(order, cast)
    text = text_of(cast.dispatcher, order_url(order), at=SETTLED + 2 * HOUR)
    parts = text.partition("承办单位")[2]
    assert text.count("原主办 · ") == 1
    assert parts.index("桥头街道办事处") < parts.index("市城市管理局")


def test_a_confidential_order_makes_no_precedent(cast: Cast) -> None:
    matter_id = with_matter(cast)
    old = assigned(cast, matter_id=matter_id, wants_secrecy=True, transfer="请核查。", title="反映问题")
    ask(old, cast)
    settle(old, cast, granted=False)
    assert ReturnRequest.objects.get(order=old).matter_code == "0402"
    assert RULING not in text_of(cast.bureau_clerk, reverse("precedents"))
    new = create_order(operator=cast.operator, at=SETTLED, matter_id=matter_id)
    assert RULING not in text_of(cast.dispatcher, page_of(new, "assign_unit"))


def test_another_centre_learns_nothing(cast: Cast) -> None:
    old = assigned(cast, matter_id=with_matter(cast))
    ask(old, cast)
    settle(old, cast, granted=False)
    assert RULING not in text_of(cast.stranger, reverse("precedents"))


def test_an_order_page_with_returns_stays_cheap(cast: Cast) -> None:
    order = assigned(cast)
    back_from_the_street(order, cast)
    ask(order, cast, actor=cast.bureau_clerk, proposed_unit_id=cast.street.pk, at=SETTLED + 2 * HOUR)
    for actor in (cast.arbiter, cast.bureau_clerk):
        with browser(actor, at=SETTLED + 3 * HOUR) as client:
            client.get(order_url(order))
            with CaptureQueriesContext(connection) as asked:
                assert client.get(order_url(order)).status_code == 200
        assert len(asked) <= 25, "\n".join(one["sql"][:120] for one in asked.captured_queries)
