"""The pages of supervision: the four acts, the ledger, the figures, and who sees what."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import Cast, create_cast
from tests.factories.organisation import create_actor
from tests.supervision import ISSUED, judge, respond, supervise, supervised
from tests.walk import HOUR, contacted, seen

pytestmark = pytest.mark.django_db
AT = ISSUED + 10 * HOUR
LATER = ISSUED + timedelta(days=9)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def page_of(order: Order, action: str) -> str:
    return reverse(action, kwargs={"number": order.number})


def test_it_is_issued_answered_found_insufficient_answered_again_and_accepted(cast: Cast) -> None:
    order = contacted(cast)
    asked = {"unit_id": cast.street.pk, "reason": "shirking", "form": "call", "words": "请查明原因。"}
    said = {"measures": "已整改。", "owner": "方主任", "do_by": "2026-03-09"}
    with browser(cast.supervisor, at=AT) as client:
        form = client.get(page_of(order, "issue_supervision")).content.decode()
        assert "桥头街道办事处" in form
        assert "工作提醒函" in form
        nothing = client.post(page_of(order, "issue_supervision"), {"seen": seen(order)})
        assert nothing.status_code == 422
        assert client.post(page_of(order, "issue_supervision"), asked | {"seen": seen(order)}).status_code == 302
        assert client.get(page_of(order, "check_supervision")).status_code == 409
    with browser(cast.clerk, at=AT) as client:
        board = client.get(reverse("supervision")).content.decode()
        assert page_of(order, "answer_supervision") in board
        assert "请查明原因。" in client.get(page_of(order, "answer_supervision")).content.decode()
        assert client.post(page_of(order, "answer_supervision"), said | {"seen": seen(order)}).status_code == 302
        assert order.number not in client.get(reverse("supervision")).content.decode()
    with browser(cast.supervisor, at=AT) as client:
        waiting = client.get(f"{reverse('supervision')}?tab=answered").content.decode()
        assert page_of(order, "check_supervision") in waiting
        refused = {"verdict": "insufficient", "words": "责任人不明。", "seen": seen(order)}
        assert client.post(page_of(order, "check_supervision"), refused).status_code == 302
    with browser(cast.clerk, at=AT) as client:
        page = client.get(page_of(order, "order")).content.decode()
        assert "责任人不明。" in page
        assert "第 2 轮（电话催办）· 等待答复" in page
        again = said | {"measures": "由方主任包案。", "seen": seen(order)}
        assert client.post(page_of(order, "answer_supervision"), again).status_code == 302
    with browser(cast.supervisor, at=AT) as client:
        taken = {"verdict": "accepted", "words": "", "seen": seen(order)}
        assert client.post(page_of(order, "check_supervision"), taken).status_code == 302
        assert order.number in client.get(f"{reverse('supervision')}?tab=closed").content.decode()
        page = client.get(page_of(order, "order")).content.decode()
    assert all(
        words in page for words in ("已整改。", "由方主任包案。", "督查予以认可，督办了结", "不予认可，要求重新答复")
    )


def test_it_is_taken_back_with_a_reason(cast: Cast) -> None:
    order = supervised(cast)
    with browser(cast.supervisor, at=AT) as client:
        empty = client.post(page_of(order, "withdraw_supervision"), {"reason": " ", "seen": seen(order)})
        assert empty.status_code == 422
        given = {"reason": "已经解决。", "seen": seen(order)}
        assert client.post(page_of(order, "withdraw_supervision"), given).status_code == 302
        page = client.get(page_of(order, "order")).content.decode()
    assert "已撤回" in page
    assert "已经解决。" in page


def test_a_milder_form_than_before_is_not_offered_and_refused(cast: Cast) -> None:
    order = supervised(cast)
    respond(cast, order)
    judge(cast, order, is_accepted=True)
    with browser(cast.supervisor, at=AT) as client:
        form = client.get(page_of(order, "issue_supervision")).content.decode()
        assert 'value="letter"' in form
        assert 'value="call"' not in form
        asked = {"unit_id": cast.street.pk, "reason": "other", "form": "call", "words": "请查。", "seen": seen(order)}
        assert client.post(page_of(order, "issue_supervision"), asked).status_code == 422


@pytest.mark.parametrize(
    ("who", "shown"), [("leader", True), ("supervisor", True), ("clerk", True), ("outsider", False), ("operator", None)]
)
def test_the_ledger_shows_each_what_is_theirs(cast: Cast, who: str, shown: bool | None) -> None:
    order = supervised(cast)
    with browser(getattr(cast, who), at=AT) as client:
        answer, figures = client.get(reverse("supervision")), client.get(reverse("supervision_units"))
        page = client.get(page_of(order, "order"))
    assert answer.status_code == figures.status_code == (403 if shown is None else 200)
    assert (order.number in answer.content.decode()) is bool(shown)
    assert ("桥头街道办事处</td>" in figures.content.decode()) is bool(shown)
    assert page.status_code == (404 if who == "outsider" else 200)


def test_a_leader_of_the_district_sees_the_district_s(cast: Cast) -> None:
    order = supervised(cast)
    with browser(create_actor(unit=cast.district, role=Role.LEADER), at=AT) as client:
        assert order.number in client.get(reverse("supervision")).content.decode()


@pytest.mark.parametrize("who", ["dispatcher", "arbiter", "operator", "outsider", "auditor"])
def test_who_may_not_act_is_refused(cast: Cast, who: str) -> None:
    order = supervised(cast)
    actor: Actor = getattr(cast, who)
    statuses = set()
    with browser(actor, at=AT) as client:
        for action in ("issue", "check", "withdraw"):
            statuses.add(client.get(page_of(order, f"{action}_supervision")).status_code)
    assert statuses == {403}


def test_what_is_overdue_is_red_and_what_came_late_is_said(cast: Cast) -> None:
    late, order = supervised(cast), supervised(cast)
    respond(cast, late, at=LATER)
    with browser(cast.supervisor, at=LATER + HOUR) as client:
        overdue = client.get(f"{reverse('supervision')}?tab=overdue").content.decode()
        answered = client.get(f"{reverse('supervision')}?tab=answered").content.decode()
        figures = client.get(f"{reverse('supervision_units')}?month=2026-03").content.decode()
        page = client.get(page_of(late, "order")).content.decode()
    assert order.number in overdue
    assert late.number not in overdue
    assert "超期" in overdue
    assert "逾期答复 1 次" in answered
    assert "<strong>逾期答复</strong>" in page
    row = figures.split("桥头街道办事处</td>")[1].split("</tr>")[0]
    counts = [cell.split(">")[-1] for cell in row.split("</td>")[:-1]]
    assert counts == ["2", "2", "1", "1", "0", "0", "0"]


def test_a_tab_that_nobody_offers_is_the_first(cast: Cast) -> None:
    with browser(cast.supervisor, at=AT) as client:
        page = client.get(f"{reverse('supervision')}?tab=nothing&at=x").content.decode()
    assert "这里没有督办" in page


def test_the_order_s_page_and_the_ledger_read_little_however_much_was_asked(cast: Cast) -> None:
    order = supervised(cast)
    for turn in range(3):
        respond(cast, order, at=ISSUED + (2 * turn + 1) * HOUR)
        judge(cast, order, is_accepted=turn == 2, at=ISSUED + (2 * turn + 2) * HOUR)
    for _ in range(5):
        supervise(cast, contacted(cast))
    found = []
    with browser(cast.supervisor, at=AT) as client:
        for url in (page_of(order, "order"), reverse("supervision"), reverse("supervision_units")):
            client.get(url)
            with CaptureQueriesContext(connection) as asked:
                assert client.get(url).status_code == 200
            found.append(len(asked))
    assert found[0] <= 20, found
    assert found[1] <= 9, found
    assert found[2] <= 6, found
