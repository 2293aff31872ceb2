"""险情提示: read before the commit, confirmed by a person, never in a citizen's way."""

from __future__ import annotations

import logging

import pytest
from django.test import Client
from django.urls import reverse

from huying.workorders.models import Event, Order
from huying.workorders.queries import danger
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.pages.citizen.walk import submit
from tests.pages.intake.test_register_page import typed

pytestmark = pytest.mark.django_db
FIRE = "我住三楼。隔壁着火了，烟很大！"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(text: str) -> None:
        raise RuntimeError(text)

    monkeypatch.setattr(danger, "read_danger", fail)
    monkeypatch.setattr(danger, "dangers_in", fail)


def post(cast: Cast, **changes: str) -> tuple[int, str]:
    with browser(cast.operator, at=MONDAY) as client:
        answer = client.post(reverse("register"), typed(**changes))
    return answer.status_code, answer.content.decode()


def shown(cast: Cast, actor: str, order: Order) -> str:
    with browser(getattr(cast, actor), at=MONDAY) as client:
        return client.get(reverse("order", kwargs={"number": order.number})).content.decode()


def test_the_operator_is_asked_once_with_the_sentence_that_says_why(cast: Cast) -> None:
    status, page = post(cast, original=FIRE)
    assert status == 422
    assert "“隔壁<strong>着火</strong>了，烟很大！”" in page
    assert "按「紧急」登记" in page
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("more", "urgency"), [({"danger_seen": "yes", "take_urgency": "1"}, 1), ({"danger_seen": "yes"}, 3)]
)
def test_the_operator_decides_and_the_history_keeps_both(cast: Cast, more: dict[str, str], urgency: int) -> None:
    assert post(cast, original=FIRE, **more)[0] == 302
    data = Event.objects.get().data
    assert (data["danger"]["urgency"], data["set"]["urgency"]) == (1, urgency)
    assert data["danger"]["signs"][0]["kind"] == "fire"
    assert "着火" not in str(data)


def test_who_chose_the_level_already_is_not_asked(cast: Cast) -> None:
    assert post(cast, original=FIRE, urgency="1")[0] == 302


def test_a_hazard_is_kept_and_shown_without_a_question(cast: Cast) -> None:
    assert post(cast, original="楼道停满电动车，容易引发火灾。")[0] == 302
    assert "<strong>火灾</strong>" in shown(cast, "operator", Order.objects.get())


def test_a_plain_demand_is_asked_nothing_and_keeps_nothing(cast: Cast) -> None:
    assert post(cast)[0] == 302
    assert "danger" not in Event.objects.get().data


def test_looking_for_earlier_orders_shows_the_danger_too(cast: Cast) -> None:
    status, page = post(cast, original=FIRE, look="1")
    assert status == 200
    assert "险情提示" in page


def test_a_citizen_s_danger_goes_first_and_waits_for_a_person(cast: Cast) -> None:
    submit(Client(), at=MONDAY)
    submit(Client(), at=MONDAY, original=FIRE, danger_seen="yes")
    plain, urgent = Order.objects.order_by("id")
    assert (plain.urgency, urgent.urgency) == (3, 1)
    with browser(cast.operator, at=MONDAY) as client:
        lists = client.get(reverse("queue"), {"tab": "awaiting_acceptance"}).content.decode()
        page = client.get(reverse("accept_order", kwargs={"number": urgent.number})).content.decode()
    assert lists.index(urgent.number) < lists.index(plain.number)
    assert "<strong>着火</strong>" in page


def test_the_order_page_quotes_the_sentence_to_whom_the_words_are_open(cast: Cast) -> None:
    order = create_order(
        operator=cast.operator, at=MONDAY, original=FIRE, transfer="请核实", title="火情", wants_secrecy=True
    )
    assert "<strong>着火</strong>" in shown(cast, "operator", order)
    with browser(cast.clerk, at=MONDAY) as client:
        assert "着火" not in client.get(reverse("order", kwargs={"number": order.number})).content.decode()


def test_how_proposals_meet_decisions_is_counted(cast: Cast) -> None:
    post(cast, original=FIRE, danger_seen="yes", take_urgency="1")
    post(cast, original=FIRE, danger_seen="yes")
    submit(Client(), at=MONDAY, original=FIRE, danger_seen="yes")
    with browser(cast.supervisor, at=MONDAY) as client:
        page = client.get(reverse("danger_agreement")).content.decode()
    assert "一致" in page
    assert "还没有受理" in page
    assert page.count("<tr>") == 1 + 3


@pytest.mark.usefixtures("broken")
def test_a_broken_reader_stops_nobody_and_says_so(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        assert post(cast, original=FIRE)[0] == 302
        submit(Client(), at=MONDAY, original=FIRE)
    assert Order.objects.count() == 2
    assert {event.data["danger"] for event in Event.objects.all()} == {"unread"}
    assert "没能自动识别" in shown(cast, "operator", Order.objects.earliest("id"))
    ours = [record.getMessage() for record in caplog.records if "danger" in record.name]
    assert ours
    assert not any("着火" in line for line in ours)
