"""What is known already is shown while somebody types, on the order's page and before a demand is accepted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huying.domain.states import State
from huying.foundation.clock import day_of
from huying.intake.queries import progress_to_tell
from huying.workorders.choices import Stage
from huying.workorders.models import Clock, Merge, Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import assigned, fresh, replied

pytestmark = pytest.mark.django_db
AT = MONDAY + timedelta(days=1)
ACCOUNT = "楼下烧烤店夜间油烟和噪音扰民，已持续一周，希望尽快处理。"
OTHERS_PHONE = "13800000001"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_while_typing_the_same_caller_is_told_of_the_order_and_the_rule(cast: Cast) -> None:
    before = create_order(operator=cast.operator, at=MONDAY)
    with browser(cast.operator, at=AT) as client:
        page = client.post(reverse("known"), {"phone": "13800000000", "original": ACCOUNT}).content.decode()
        other = client.post(reverse("known"), {"phone": OTHERS_PHONE, "original": ACCOUNT}).content.decode()
        none = client.post(reverse("known"), {"phone": "13800000000", "original": "咨询公积金提取材料。"})
    assert before.number in page
    assert "很可能：同一来电人，没有新情况" in page
    assert "第十一条第三项" in page
    assert f'name="progress" value="{before.number}"' in page
    assert "很可能：同一件事" in other
    assert 'name="progress"' not in other
    assert none.content.decode().strip() == ""


def test_an_enquiry_about_progress_is_filled_in_and_registered(cast: Cast) -> None:
    before = assigned(cast)
    typed = {"phone": "13800000000", "original": ACCOUNT, "kind": "help", "urgency": "3", "channel": "phone"}
    with browser(cast.operator, at=AT) as client:
        answer = client.post(reverse("register"), {**typed, "progress": before.number})
        form = answer.context["form"]
        assert answer.status_code == 200
        assert form.initial["repeats_number"] == before.number
        assert form.initial["original"] == ACCOUNT
        assert "目前：已派单，由桥头街道办事处办理" in form.initial["reason"]
        given = {name: form.initial[name] for name in ("route", "reason", "repeats_number")}
        assert client.post(reverse("register"), {**typed, **given}).status_code == 302
    told = Order.objects.latest("pk")
    assert (told.state, told.repeats_id) == (State.PROGRESS_TOLD, before.pk)


def test_the_caller_is_told_the_limit_of_handling_and_none_of_the_house_s_own(cast: Cast) -> None:
    waiting, sent, answered = create_order(operator=cast.operator, at=MONDAY), assigned(cast), replied(cast)

    def told(order: Order) -> str:
        return progress_to_tell(number=order.number, actor=cast.operator, at=AT)

    assert "办理期限到" not in told(waiting)
    assert "办理期限从承办单位收到工单时开始计算" in told(waiting)
    handling = Clock.objects.get(order=sent, stage=Stage.HANDLE)
    assert f"办理期限到 {day_of(handling.due_at):%Y-%m-%d}" in told(sent)
    assert "办理期限" not in told(answered)


def test_without_script_the_same_is_shown_after_looking(cast: Cast) -> None:
    before = create_order(operator=cast.operator, at=MONDAY)
    with browser(cast.operator, at=AT) as client:
        page = client.post(reverse("register"), {"phone": OTHERS_PHONE, "original": ACCOUNT, "look": "1"})
    assert "可能已有" in page.content.decode()
    assert before.number in page.content.decode()


def test_the_order_page_links_with_one_click_and_leads_to_a_pair_to_be_confirmed(cast: Cast) -> None:
    first = assigned(cast)
    second, third = (create_order(operator=cast.operator, at=AT, phone=f"1380000000{time}") for time in (1, 2))
    with browser(cast.dispatcher, at=AT) as client:
        page = client.get(reverse("order", kwargs={"number": third.number})).content.decode()
        assert "可能已有" in page
        place = reverse("merge_orders", kwargs={"number": third.number})
        assert all(f'href="{place}?with={row.number}"' in page for row in (first, second))
        assert f'action="{place}"' not in page
        shown = client.get(place, {"with": first.number})
        form, pair = shown.context["form"], shown.content.decode()
        assert all(said in pair for said in (first.number, third.number, "桥头街道办事处", "还没有派单", "已派单"))
        assert form.initial["reason"].startswith("经比对是同一件事：")
        assert not Merge.objects.exists()
        merge = {name: form.initial[name] for name in ("seen", "numbers")}
        refused = client.post(f"{place}?with={first.number}", {**merge, "reason": ""})
        assert refused.status_code == 422
        assert "桥头街道办事处" in refused.content.decode()
        merge["reason"] = form.initial["reason"]
        assert client.post(f"{place}?with={first.number}", merge).status_code == 302
        link = {"seen": second.events, "repeats_number": first.number}
        assert client.post(reverse("link_repeat", kwargs={"number": second.number}), link).status_code == 302
        page = client.get(reverse("order", kwargs={"number": second.number})).content.decode()
    assert Merge.objects.filter(master=first, child=third).exists()
    assert fresh(second).repeats_id == first.pk
    assert f'name="repeats_number" value="{first.number}"' not in page


def test_a_pair_of_an_order_that_is_not_there_is_not_found(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    with browser(cast.dispatcher, at=AT) as client:
        place = reverse("merge_orders", kwargs={"number": order.number})
        assert client.get(place, {"with": "20990101000001"}).status_code == 404


def test_units_see_nothing_of_it(cast: Cast) -> None:
    create_order(operator=cast.operator, at=MONDAY)
    order = assigned(cast)
    with browser(cast.clerk, at=AT) as client:
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
        assert client.post(reverse("known"), {"original": ACCOUNT}).status_code == 403
    assert "可能已有" not in page


def test_it_is_shown_before_a_demand_from_outside_is_accepted(cast: Cast) -> None:
    before = create_order(operator=cast.operator, at=MONDAY)
    Order.objects.filter(pk=before.pk).update(region=None)
    demand = create_order(operator=cast.operator, at=AT, phone=OTHERS_PHONE)
    Order.objects.filter(pk=demand.pk).update(state=State.AWAITING_ACCEPTANCE)
    with browser(cast.operator, at=AT) as client:
        page = client.get(reverse("accept_order", kwargs={"number": demand.number})).content.decode()
    assert "可能已有" in page
    assert before.number in page
