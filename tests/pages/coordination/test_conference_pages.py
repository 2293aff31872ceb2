"""The pages of a conference: for those who call it, those who are asked, those who watch."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huying.coordination.models import Conference, Opinion
from huying.coordination.queries.conference import ledger
from huying.domain.actors import Actor
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, conferred, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def page_of(order: Order, action: str) -> str:
    return reverse(action, kwargs={"number": order.number})


def test_a_conference_is_called_answered_and_settled_on_its_pages(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    asked = {"unit_ids": [cast.street.pk, cast.bureau.pk], "question": "油烟由谁牵头？", "seen": 1}
    with browser(cast.dispatcher, at=AT) as client:
        assert "河畔社区" not in client.get(page_of(order, "call_conference")).content.decode()
        assert client.post(page_of(order, "call_conference"), asked).status_code == 302
    said = {"position": "ours", "basis": "三定规定", "words": "由我局牵头。", "seen": seen(order)}
    with browser(cast.bureau_clerk, at=AT) as client:
        page = client.get(reverse("conferences")).content.decode()
        assert "请本单位发表意见" in page
        assert client.post(page_of(order, "give_opinion"), said).status_code == 302
        again = client.get(page_of(order, "give_opinion")).content.decode()
        assert again.count("由我局牵头。") == 2
        assert "1380000" not in client.get(page_of(order, "order")).content.decode()
    decided = {"outcome": "decided", "lead_unit_id": cast.bureau.pk, "legal_basis": "三定规定", "words": "城管局牵头。"}
    with browser(cast.arbiter, at=AT) as client:
        assert "由我局牵头。" in client.get(page_of(order, "settle_conference")).content.decode()
        done = client.post(page_of(order, "settle_conference"), decided | {"seen": seen(order)})
        assert done.status_code == 302
        assert "市城市管理局" in client.get(f"{reverse('conferences')}?tab=settled").content.decode()
    with browser(cast.dispatcher, at=AT) as client:
        page = client.get(page_of(order, "assign_unit")).content.decode()
        assert f'<option value="{cast.bureau.pk}" selected>' in page
        refused = client.post(
            page_of(order, "assign_unit"),
            {"lead_unit_id": cast.street.pk, "legal_basis": "属地", "remark": "", "seen": seen(order)},
        )
    assert (refused.status_code, "会商已确定" in refused.content.decode()) == (422, True)


@pytest.mark.parametrize(
    ("who", "count"), [("dispatcher", 1), ("supervisor", 1), ("clerk", 1), ("outsider", 0), ("stranger", None)]
)
def test_the_ledger_shows_each_what_is_theirs(cast: Cast, who: str, count: int | None) -> None:
    order = conferred(cast)
    actor: Actor = getattr(cast, who)
    with browser(actor, at=AT) as client:
        answer = client.get(reverse("conferences"))
    assert answer.status_code == (403 if count is None else 200)
    assert (order.number in answer.content.decode()) is bool(count)


def test_the_ledger_is_paged_by_what_is_due(cast: Cast) -> None:
    orders = [create_order(operator=cast.operator, at=MONDAY) for _ in range(35)]
    for place, order in enumerate(orders):
        due = AT + timedelta(hours=35 - place)
        row = Conference.objects.create(centre=cast.centre, order=order, event=2, called_at=AT, due_at=due)
        Opinion.objects.create(conference=row, unit=cast.street)
    shown = {"is_settled": False, "actor": cast.dispatcher, "at": AT}
    first = ledger(cursor=None, **shown)  # type: ignore[arg-type]
    second = ledger(cursor=first.next, **shown)  # type: ignore[arg-type]
    assert [row.number for row in (*first.rows, *second.rows)] == [order.number for order in reversed(orders)]
    assert (first.previous, second.next) == (None, None)
    assert ledger(cursor=second.previous, **shown).rows == first.rows  # type: ignore[arg-type]


def test_a_conference_whose_order_has_ended_leaves_the_ledger(cast: Cast) -> None:
    order = conferred(cast)
    Order.objects.filter(pk=order.pk).update(state="withdrawn")
    assert not ledger(is_settled=False, cursor=None, actor=cast.dispatcher, at=AT).rows


def test_what_went_down_is_listed_for_those_who_watch(cast: Cast) -> None:
    with browser(cast.supervisor, at=AT) as client:
        assert "都派给了部门" in client.get(reverse("pushed_down")).content.decode()
    with browser(cast.clerk, at=AT) as client:
        assert client.get(reverse("pushed_down")).status_code == 403
    assert fresh(conferred(cast)).open_roads == ["conference"]
