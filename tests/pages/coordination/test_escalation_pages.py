"""The pages of questions to superiors and of leaders' instructions."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.coordination.actions.instruct import instruct
from huying.domain.actors import Actor, Role
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.walk import HOUR, conferred, contacted, escalated, seen
from tests.whistles import blow

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * HOUR
ASKED: dict[str, object] = {"question": "是否启动联合整治？", "why": "涉及多个部门。", "tried": "已三次上门。"}


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def head(cast: Cast) -> Actor:
    return create_actor(unit=cast.district, role=Role.LEADER, name="吴区长")


def page_of(order: Order, action: str) -> str:
    return reverse(action, kwargs={"number": order.number})


def test_a_question_goes_up_and_its_answer_comes_back_on_the_pages(cast: Cast, head: Actor) -> None:
    order = contacted(cast)
    with browser(cast.clerk, at=AT) as client:
        form = client.get(page_of(order, "escalate")).content.decode()
        assert "市城市管理局" in form
        assert client.post(page_of(order, "escalate"), ASKED | {"seen": seen(order)}).status_code == 422
        asked = ASKED | {"level": "district", "seen": seen(order)}
        assert client.post(page_of(order, "escalate"), asked).status_code == 302
    with browser(head, at=AT) as client:
        assert order.number in client.get(reverse("leaders")).content.decode()
        assert "已三次上门。" in client.get(page_of(order, "answer_escalation")).content.decode()
        decided = {
            "outcome": "answered",
            "words": "同意。",
            "owner": "李某",
            "do_by": "2026-03-06",
            "seen": seen(order),
        }
        assert client.post(page_of(order, "answer_escalation"), decided).status_code == 302
        given = {"words": "请包案。", "owner": "王某", "do_by": "", "seen": seen(order)}
        assert client.post(page_of(order, "instruct"), given).status_code == 302
    with browser(cast.clerk, at=AT) as client:
        page = client.get(page_of(order, "order")).content.decode()
        assert "同意。" in page
        assert "请包案。" in page
        done = {"report": "已包案。", "seen": seen(order)}
        assert client.post(page_of(order, "report_instruction"), done).status_code == 302
        assert order.number in client.get(f"{reverse('leaders')}?tab=reported").content.decode()


def test_the_page_of_the_answer_says_who_is_next_and_at_the_top_that_nobody_is(cast: Cast, head: Actor) -> None:
    order = escalated(cast)
    with browser(head, at=AT) as client:
        assert "再提一级，提请热线机构负责人研究" in client.get(page_of(order, "answer_escalation")).content.decode()
        raised = {"outcome": "raised", "words": "超出区级权限。", "seen": seen(order)}
        assert client.post(page_of(order, "answer_escalation"), raised).status_code == 302
    with browser(cast.leader, at=AT) as client:
        assert "热线机构负责人" in client.get(reverse("leaders")).content.decode()
        assert "再提一级，提请" not in client.get(page_of(order, "answer_escalation")).content.decode()
        again = raised | {"seen": seen(order)}
        assert client.post(page_of(order, "answer_escalation"), again).status_code == 422


@pytest.mark.parametrize(
    ("who", "shown"), [("leader", True), ("supervisor", True), ("clerk", True), ("outsider", False), ("operator", None)]
)
def test_the_board_shows_each_what_is_theirs(cast: Cast, who: str, shown: bool | None) -> None:
    order = escalated(cast)
    actor: Actor = getattr(cast, who)
    with browser(actor, at=AT) as client:
        answer = client.get(reverse("leaders"))
    assert answer.status_code == (403 if shown is None else 200)
    assert (order.number in answer.content.decode()) is bool(shown)


def test_a_clerk_of_the_government_sees_no_question_to_its_leader_on_the_board(cast: Cast) -> None:
    order = escalated(cast)
    with browser(create_actor(unit=cast.district, role=Role.CLERK), at=AT) as client:
        assert order.number not in client.get(reverse("leaders")).content.decode()


def test_a_tab_that_nobody_offers_is_the_first(cast: Cast) -> None:
    with browser(cast.leader, at=AT) as client:
        page = client.get(f"{reverse('leaders')}?tab=nothing&at=x").content.decode()
    assert "这里没有提级请示" in page


def test_the_order_s_page_reads_little_however_much_was_asked_and_said(cast: Cast, head: Actor) -> None:
    order = conferred(cast)
    steps: list[tuple[Actor, str, dict[str, object]]] = [
        (cast.bureau_clerk, "give_opinion", {"position": "ours", "basis": "三定", "words": "由我局牵头。"}),
        (
            cast.dispatcher,
            "settle_conference",
            {"outcome": "decided", "lead_unit_id": cast.street.pk, "legal_basis": "三定", "words": "街道牵头。"},
        ),
        (cast.dispatcher, "assign_unit", {"lead_unit_id": cast.street.pk, "legal_basis": "三定", "remark": ""}),
        (cast.clerk, "sign_order", {}),
        (cast.clerk, "escalate", ASKED | {"level": "district"}),
        (head, "answer_escalation", {"outcome": "raised", "words": "超出区级权限。"}),
        (cast.leader, "instruct", {"words": "请包案。", "owner": "王某"}),
    ]
    for actor, action, given in steps:
        with browser(actor, at=AT) as client:
            done = client.post(page_of(order, action), given | {"seen": seen(order)})
            assert done.status_code == 302, done.content.decode()
    with browser(cast.clerk, at=AT) as client:
        client.get(page_of(order, "order"))
        with CaptureQueriesContext(connection) as asked:
            page = client.get(page_of(order, "order")).content.decode()
    assert all(words in page for words in ("街道牵头。", "超出区级权限。", "请包案。"))
    assert len(asked) <= 20, len(asked)


def test_what_a_withdrawn_order_left_open_ended_with_it() -> None:
    cast = create_cast()
    order = escalated(cast)
    blow(cast, order, at=MONDAY + 5 * HOUR)
    instruct(
        order_id=order.pk, words="请包案。", owner="王某", seen=seen(order), actor=cast.leader, at=MONDAY + 5 * HOUR
    )
    withdraw_order(
        order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=MONDAY + 6 * HOUR
    )
    with browser(cast.supervisor, at=MONDAY + 7 * HOUR) as client:
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
    for panel in ("吹哨报到", "提级与批示"):
        shown = page.partition(f">{panel}</h2>")[2].partition("</section>")[0]
        assert "随工单了结" in shown
        for wrong in ("按期完成", "等待研究", "等待报告", "消哨", "hy-light"):
            assert wrong not in shown
