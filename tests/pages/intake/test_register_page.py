"""The operator's form: nothing typed is lost, every fault has its sentence."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast

pytestmark = pytest.mark.django_db
WORDS = "楼下烧烤店夜间扰民，已经打了三次电话。"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def typed(**changes: str) -> dict[str, str]:
    given = {
        "phone": "0460-10000001",
        "original": WORDS,
        "kind": "complaint",
        "urgency": "3",
        "channel": "phone",
        "route": "awaiting_dispatch",
    }
    return given | changes


def test_a_registered_demand_opens_its_order(cast: Cast) -> None:
    with browser(cast.operator, at=MONDAY) as client:
        done = client.post(reverse("register"), typed())
    order = Order.objects.get()
    assert done.headers["Location"] == reverse("order", kwargs={"number": order.number})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"phone": "12"}, "电话号码有误"),
        ({"wants_secrecy": "on"}, "请另写转办内容"),
        ({"route": "statutory_route"}, "请写明答复或告知的内容"),
        ({"route": "progress_told", "reason": "在办"}, "请填写正在办理或已办结的工单编号"),
    ],
)
def test_a_fault_is_said_and_the_words_stay(cast: Cast, changes: dict[str, str], sentence: str) -> None:
    with browser(cast.operator, at=MONDAY) as client:
        answer = client.post(reverse("register"), typed(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert WORDS in page
    assert not Order.objects.exists()


@pytest.mark.parametrize("who", ["dispatcher", "clerk", "auditor", "supervisor"])
def test_only_an_operator_registers(cast: Cast, who: str) -> None:
    with browser(getattr(cast, who), at=MONDAY) as client:
        assert client.get(reverse("register")).status_code == 403


def test_a_visitor_is_led_to_sign_in(cast: Cast) -> None:
    with browser(cast.operator, at=MONDAY) as client:
        client.logout()
        answer = client.get(reverse("register"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
