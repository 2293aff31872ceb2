"""The citizen's own rating: by the owner, once, and it counts as the follow-up."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from huying.followup.models import Task, Verdict
from huying.foundation import clock
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.pages.citizen.walk import PHONE, open_by, submit
from tests.walk import HOUR, answered, fresh

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR
RATING = {"contacted": "yes", "solved": "solved", "satisfied": "very_satisfied", "words": "修得很快。"}


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def opened(cast: Cast, digits: str = "7788") -> tuple[Client, Order]:
    code = submit(Client(), at=MONDAY, phone=PHONE)
    order = answered(cast, Order.objects.get())
    client = Client()
    open_by(client, code, digits, at=AT)
    return client, order


def rate(client: Client, *, status: int, **changes: str) -> str:
    with clock.moved(AT):
        page = client.get(reverse("rate_order")).content.decode()
        events = re.search(r'name="seen" value="(\d+)"', page)
        assert events, page
        answer = client.post(reverse("rate_order"), {**RATING, "seen": events[1], **changes})
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_a_rating_closes_the_order_and_stands_on_its_page(cast: Cast) -> None:
    client, order = opened(cast)
    rate(client, status=302)
    assert fresh(order).state == "closed"
    assert Verdict.objects.get().person_id is None
    assert Task.objects.get().state == "done"
    with browser(cast.followup, at=AT) as desk:
        page = desk.get(reverse("order", kwargs={"number": order.number})).content.decode()
    assert "诉求人在市民页面自己评价" in page
    assert "修得很快。" in page
    assert "诉求人评价" in page
    with clock.moved(AT):
        shown = client.get(reverse("citizen_order")).content.decode()
        assert "您作了评价，诉求办结" in shown
        assert "我要评价" not in shown
        assert client.get(reverse("rate_order")).status_code == 409


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"solved": "unsolved", "words": ""}, "请写几句话说明情况"),
        ({"satisfied": "dissatisfied", "words": " "}, "请写几句话说明情况"),
        ({"solved": ""}, "请选择问题有没有解决"),
        ({"satisfied": "not_rated"}, "not_rated"),
        ({"seen": "1"}, "请核对后再提交"),
    ],
)
def test_a_fault_is_said(cast: Cast, changes: dict[str, str], sentence: str) -> None:
    client, order = opened(cast)
    assert sentence in rate(client, status=409 if "seen" in changes else 422, **changes)
    assert fresh(order).state == "replied"


def test_what_is_unsolved_goes_back_to_the_unit(cast: Cast) -> None:
    client, order = opened(cast)
    rate(client, status=302, solved="unsolved", words="还是不亮。")
    assert fresh(order).state == "rework"


def test_the_code_without_the_digits_does_not_rate(cast: Cast) -> None:
    client, order = opened(cast, digits="")
    with clock.moved(AT):
        answer = client.post(reverse("rate_order"), {**RATING, "seen": str(fresh(order).events)})
    assert answer.status_code == 404
    assert "请重新输入查询码" in answer.content.decode()
    assert not Verdict.objects.exists()
