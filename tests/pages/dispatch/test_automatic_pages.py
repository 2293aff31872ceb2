"""Pages of automatic dispatch: how it stands, what it sent, taking that back, suggestions beside decisions."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django import Settings

from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.models import Comparison, Guarantee, Suggestion
from huying.domain.actors import policy_actor
from huying.workorders.models import Order
from tests.actions.dispatch.returns import ask, send
from tests.actions.dispatch.suggesting import NUMBER, drawn_order, guarantee, past_decisions, suggested
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.learning import create_model
from tests.factories.workorders import create_order
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR
ALL = ("operator", "dispatcher", "clerk", "arbiter", "supervisor", "leader", "auditor", "outsider")


@pytest.fixture(autouse=True)
def models(settings: Settings, tmp_path: Path) -> None:
    settings.HUYING_MODELS = tmp_path / "models"


def running(**parameters: object) -> Cast:
    """Return a city with a model, and a guarantee that is fresh."""
    asked = {"auto_dispatch": "on", "auto_dispatch_least": 60, "auto_dispatch_control_percent": 0} | parameters
    cast = create_cast(**asked)  # type: ignore[arg-type]  # parameters
    create_model(centre=cast.centre, number=NUMBER)
    past_decisions(cast, right=119, wrong=1)
    guarantee(cast)
    return cast


def sent(cast: Cast) -> Order:
    """Return an order that the rule sent to the bureau."""
    order = create_order(operator=cast.operator, at=MONDAY, original="小区东门路灯三天不亮，夜间出行不便。")
    assert suggested(order, (cast.bureau.code, 0.97)).is_offered
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.bureau.pk,
        legal_basis="自动派单规则",
        seen=seen(order),
        actor=policy_actor(centre_id=cast.centre.pk, name="auto_dispatch"),
        at=MONDAY + HOUR,
    )
    return fresh(order)


def look(cast: Cast, who: str, route: str) -> str:
    with browser(getattr(cast, who), at=AT) as client:
        return shown(client.get(reverse(route)))


@pytest.mark.parametrize("route", ["automatic", "dispatch_accuracy"])
def test_only_who_dispatches_and_who_watches_opens_the_pages(route: str) -> None:
    cast = create_cast()
    answers = {}
    for who in ALL:
        with browser(getattr(cast, who), at=AT) as client:
            answers[who] = client.get(reverse(route)).status_code
    assert {who for who, code in answers.items() if code == 200} == {"dispatcher", "supervisor"}


def test_the_guarantee_is_told_in_words() -> None:
    page = look(running(), "supervisor", "automatic")
    assert "自动派单已启用" in page
    assert "120 张中错 1 张，95% 把握下错误率不超过 3.9%" in page
    assert "重新计算" not in page


@pytest.mark.parametrize(
    ("mode", "said"), [("off", "口径中没有启用自动派单。"), ("shadow", "试运行中：只记录规则会派给谁")]
)
def test_what_the_policy_says_is_said(mode: str, said: str) -> None:
    assert said in look(running(auto_dispatch=mode), "dispatcher", "automatic")


def test_without_a_model_the_page_says_so() -> None:
    assert "现在没有在用的派单模型，自动派单停用。" in look(create_cast(auto_dispatch="on"), "dispatcher", "automatic")


def test_what_the_rule_sent_is_marked_and_taken_back_in_one_click() -> None:
    cast = running()
    order = sent(cast)
    with browser(cast.dispatcher, at=AT) as client:
        page = shown(client.get(order_url(order)))
        assert "本单由自动派单规则派出" in page
        assert "自动派单规则" in page[page.index("办理记录") :]
        listed = client.get(reverse("automatic")).content.decode()
        assert order.number in listed
        url = reverse("recall_order", kwargs={"number": order.number})
        assert f'action="{url}"' in listed
        client.post(url, {"seen": seen(order)})
        assert fresh(order).state == "awaiting_dispatch"
        after = client.get(reverse("automatic")).content.decode()
        assert f'action="{url}"' not in after
        assert "已收回" in after


def test_a_supervisor_sees_what_was_sent_and_no_button() -> None:
    cast = running()
    order = sent(cast)
    with browser(cast.supervisor, at=AT) as client:
        page = client.get(reverse("automatic")).content.decode()
    assert order.number in page
    assert reverse("recall_order", kwargs={"number": order.number}) not in page


def test_a_dispatcher_works_it_out_anew_and_nobody_else() -> None:
    cast = running()
    for who, code in (("supervisor", 403), ("dispatcher", 302)):
        with browser(getattr(cast, who), at=AT) as client:
            assert client.post(reverse("automatic_recompute")).status_code == code
    assert Guarantee.objects.filter(centre=cast.centre).count() == 2


def test_suggestions_stand_beside_decisions_and_what_became_of_them() -> None:
    cast = running()
    differs = create_order(operator=cast.operator, at=MONDAY, title="没有照建议派的")
    suggested(differs, (cast.bureau.code, 0.97))
    send(differs, cast, lead=cast.street, at=MONDAY + HOUR)
    sent(cast)
    page = look(cast, "dispatcher", "dispatch_accuracy")
    assert "历史工单学习" in page
    assert "95% 以上" in page
    assert "没有照建议派的" in page
    assert differs.number in page


def test_the_order_page_shows_the_ranked_units_and_asks_no_more_statements() -> None:
    cast = running()
    order = create_order(operator=cast.operator, at=MONDAY, region_id=cast.region_street.pk)
    suggested(order, (cast.bureau.code, 0.9), (cast.street.code, 0.05))
    send(past := create_order(operator=cast.operator, at=MONDAY), cast, lead=cast.bureau, at=MONDAY)
    Suggestion.objects.filter(order=order).update(similar_order_ids=[past.pk])
    with browser(cast.dispatcher, at=AT) as client:
        client.get(order_url(order))
        with CaptureQueriesContext(connection) as asked:
            page = shown(client.get(order_url(order)))
    assert len(asked) <= 25, [one["sql"][:90] for one in asked.captured_queries]
    assert past.number in page
    assert f"1. {cast.bureau.name}" in page
    assert f"2. {cast.street.name}" in page
    assert "每 100 张约有 90 张由该单位承办" in page
    assert Suggestion.objects.get(order=order).model_number == NUMBER


def test_a_drawn_order_looks_like_any_other_and_agreement_stands_beside_that_of_the_rule() -> None:
    cast = running(auto_dispatch_control_percent=50)
    order = drawn_order(cast)
    assert suggested(order, (cast.bureau.code, 0.97)).held_back == "control"
    with browser(cast.dispatcher, at=AT) as client:
        page = shown(client.get(order_url(order)))
    assert f"1. {cast.bureau.name}" in page
    assert "抽检" not in page
    assert "本单由派单员派" not in page
    send(order, cast, lead=cast.street, at=MONDAY + HOUR)
    other = drawn_order(cast, original="小区东门路灯三天不亮，夜间出行不便。")
    suggested(other, (cast.bureau.code, 0.97))
    send(other, cast, lead=cast.bureau, at=MONDAY + HOUR)
    page = look(cast, "dispatcher", "automatic")
    assert "每 100 张随机留约 50 张由派单员照常派" in page
    assert "抽检中一致 1 / 2。" in page
    page = look(cast, "supervisor", "dispatch_accuracy")
    assert "抽检，由派单员派" in page
    assert "1 / 2（50.0%）" in page
    by_rule = {"is_automatic": True, "held_back": "", "decided_by": None}
    Comparison.objects.filter(order=other).update(**by_rule)
    assert "抽检中一致 0 / 1，由规则派出的一致 1 / 1。" in look(cast, "dispatcher", "automatic")
    page = look(cast, "supervisor", "dispatch_accuracy")
    assert page.index("由规则派出") < page.index("1 / 1（100.0%）") < page.index("0 / 1（0.0%）")


def test_without_a_control_sample_the_page_says_what_is_not_seen() -> None:
    cast = running()
    page = look(cast, "dispatcher", "automatic")
    assert "口径没有设抽检" in page
    assert "还没有抽检的工单" in page
    assert "抽检对照" not in look(cast, "dispatcher", "dispatch_accuracy")


def test_a_control_sample_that_proves_the_rule_wrong_switches_it_off_and_the_page_says_so() -> None:
    cast = running(auto_dispatch_control_percent=5)
    past_decisions(cast, right=8, wrong=4, is_control=True)
    past_decisions(cast, right=900, wrong=0)
    guarantee(cast)
    page = look(cast, "supervisor", "automatic")
    assert "抽检留给派单员的工单证明错误率超过目标，自动派单停用。" in page
    assert "够把握的 1,032 张中错 5 张，95% 把握下错误率不超过 1%。" in page
    assert "近 30 天抽检 12 张，错 4 张，95% 把握下错误率不低于 12.3%，超过目标。" in page


def test_an_order_that_is_likely_known_says_why_a_person_dispatches_it() -> None:
    cast = running()
    create_order(operator=cast.operator, at=MONDAY)
    order = create_order(operator=cast.operator, at=MONDAY)
    suggested(order, (cast.bureau.code, 0.97))
    with browser(cast.dispatcher, at=AT) as client:
        page = shown(client.get(order_url(order)))
    assert "本单由派单员派：可能与另一件在办工单相同。" in page


def test_a_return_that_waits_counts_as_an_error_until_it_is_settled() -> None:
    cast = running()
    order = create_order(operator=cast.operator, at=MONDAY)
    suggested(order, (cast.street.code, 0.97))
    send(order, cast, lead=cast.street, at=MONDAY - 48 * HOUR)
    guarantee(cast)
    before = Guarantee.objects.latest("pk")
    ask(order, cast, at=MONDAY - 30 * HOUR)
    guarantee(cast)
    after = Guarantee.objects.latest("pk")
    assert (before.orders, before.errors) == (121, 1)
    assert (after.orders, after.errors) == (121, 2)
