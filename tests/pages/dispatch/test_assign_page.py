"""The dispatcher's page: suggestion, form, and what happens when somebody was quicker."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import Matter
from huying.catalogue.queries.shipped import shipped_matters
from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.domain.actors import Actor, policy_actor
from huying.foundation import memory
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR
BASIS = "街道办事处条例第十条，写了很久的派单依据"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return create_order(operator=cast.operator, at=MONDAY)


def page_of(order: Order) -> str:
    return reverse("assign_unit", kwargs={"number": order.number})


@pytest.mark.parametrize("is_set", [False, True])
def test_an_order_without_a_matter_says_so_and_which_it_may_be(cast: Cast, is_set: bool) -> None:
    actor = policy_actor(centre_id=cast.centre.pk, name="tests")
    publish_matters(drafts=shipped_matters(), effective_from=MONDAY, note="采用", after=0, actor=actor, at=MONDAY)
    memory.forget()
    order = create_order(
        operator=cast.operator,
        at=MONDAY,
        original="楼下烧烤店油烟太大，窗户都不敢开。",
        region_id=cast.region_street.pk,
        matter_id=Matter.objects.get(code="040202").pk if is_set else None,
    )
    suggest_unit(order_id=order.pk, at=MONDAY)
    with browser(cast.dispatcher, at=AT) as client:
        page = client.get(page_of(order)).content.decode()
    assert ("还没有确定事项，先按属地管理直派" in page) is not is_set
    assert ("可能的事项（未确定）" in page) is not is_set
    assert ("派单目录没有对应事项" in page) is is_set
    if not is_set:
        assert "自然资源与环境保护 › 污染防治 › 大气污染" in page


def typed(cast: Cast, **changes: object) -> dict[str, object]:
    return {"lead_unit_id": cast.street.pk, "legal_basis": BASIS, "remark": "", "seen": 1} | changes


def test_a_dispatcher_assigns_and_returns_to_the_order(cast: Cast, order: Order) -> None:
    with browser(cast.dispatcher, at=AT) as client:
        assert "桥头街道办事处" in client.get(page_of(order)).content.decode()
        done = client.post(page_of(order), typed(cast))
    assert done.headers["Location"] == reverse("order", kwargs={"number": order.number})
    order.refresh_from_db()
    assert order.accountable_unit == cast.street


def test_whoever_comes_second_is_told_who_did_what_and_keeps_the_words(cast: Cast, order: Order) -> None:
    assign_unit(
        order_id=order.pk, lead_unit_id=cast.bureau.pk, legal_basis="三定", seen=1, actor=cast.dispatcher, at=AT
    )
    with browser(cast.dispatcher, at=AT) as client:
        answer = client.post(page_of(order), typed(cast))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "戴派单" in page
    assert BASIS in page
    assert "再次提交" not in page
    assert "<textarea" not in page
    order.refresh_from_db()
    assert order.accountable_unit == cast.bureau


def test_a_moved_on_order_is_no_dead_end(cast: Cast, order: Order) -> None:
    assign_unit(
        order_id=order.pk, lead_unit_id=cast.bureau.pk, legal_basis="三定", seen=1, actor=cast.dispatcher, at=AT
    )
    with browser(cast.dispatcher, at=AT) as client:
        answer = client.get(page_of(order))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "代码 wrong_state，供管理员查询" in page
    assert 'aria-label="主导航"' in page
    assert reverse("order", kwargs={"number": order.number}) in page


def test_a_refusal_shows_no_order_that_is_not_to_be_seen(cast: Cast, order: Order) -> None:
    with browser(cast.stranger, at=AT) as client:
        answer = client.get(reverse("order", kwargs={"number": order.number}))
    page = answer.content.decode()
    assert answer.status_code == 404
    assert "主导航" in page
    assert "查看工单" not in page


def test_what_is_missing_is_said_beside_its_field(cast: Cast, order: Order) -> None:
    with browser(cast.dispatcher, at=AT) as client:
        answer = client.post(page_of(order), typed(cast, lead_unit_id=""))
    assert answer.status_code == 422
    assert BASIS in answer.content.decode()


def test_the_hotline_itself_is_offered_for_nothing(cast: Cast, order: Order) -> None:
    with browser(cast.dispatcher, at=AT) as client:
        assert f'value="{cast.hotline.pk}"' not in client.get(page_of(order)).content.decode()


def test_a_full_stop_is_no_ground_and_the_house_says_so_itself(cast: Cast, order: Order) -> None:
    with browser(cast.dispatcher, at=AT) as client:
        answer = client.post(page_of(order), typed(cast, legal_basis=" 。", remark="……", lead_unit_id=""))
    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors == {"legal_basis": ["这一项必填，请填写。"], "lead_unit_id": ["这一项必填，请选择。"]}
    assert answer.context["form"].cleaned_data["remark"] == ""


def test_a_community_is_not_offered(cast: Cast, order: Order) -> None:
    with browser(cast.dispatcher, at=AT) as client:
        assert "河畔社区" not in client.get(page_of(order)).content.decode()


@pytest.mark.parametrize(("who", "status"), [("operator", 403), ("clerk", 403), ("stranger", 403), ("leader", 200)])
def test_only_dispatchers_and_leaders_open_the_page(cast: Cast, order: Order, who: str, status: int) -> None:
    actor: Actor = getattr(cast, who)
    with browser(actor, at=AT) as client:
        assert client.get(page_of(order)).status_code == status
