"""Registering, reading, acting: the whole loop of an order by systems alone; outsiders see nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from huying.domain.actors import Role, policy_actor
from huying.followup.actions.open_task import open_task
from huying.organisation.models import Unit
from huying.records.models import AccessRecord
from huying.workorders.models import Event, Order
from tests.api.system import System, create_system, demand
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import WORDS, answer, assigned, contacted, seen, signed

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def hotline(cast: Cast) -> System:
    return create_system(unit=cast.hotline, role=Role.OPERATOR)


@pytest.fixture
def street(cast: Cast) -> System:
    return create_system(unit=cast.street, role=Role.CLERK)


def test_a_system_registers_and_its_history_says_who(cast: Cast, hotline: System) -> None:
    answer = hotline.post("/orders", demand(external_no="A-1"))
    assert answer.status_code == 201, answer.content
    made = answer.json()
    assert (made["state"], made["event"]) == ("awaiting_dispatch", 1)
    event = Event.objects.get(order__pk=int(made["number"][8:]))
    assert (event.person_id, event.unit_id, event.role) == (hotline.actor.person_id, cast.hotline.pk, "operator")
    (line,) = hotline.get(f"/orders/{made['number']}/history").json()["items"]
    assert (line["what"], line["who"]) == ("登记", "城管平台")


def test_a_number_of_the_source_is_registered_once(hotline: System) -> None:
    assert hotline.post("/orders", demand(external_no="A-1")).status_code == 201
    again = hotline.post("/orders", demand(external_no="A-1"))
    assert (again.status_code, again.json()["code"]) == (409, "already_registered")


def test_the_whole_loop_is_walked_by_systems(cast: Cast, hotline: System, street: System) -> None:
    dispatcher = create_system(unit=cast.hotline, role=Role.DISPATCHER)
    reviewer = create_system(unit=cast.street, role=Role.REVIEWER)
    caller = create_system(unit=cast.hotline, role=Role.FOLLOWUP)
    number = hotline.post("/orders", demand()).json()["number"]
    event = 1

    def act(system: System, action: str, **given: object) -> str:
        nonlocal event
        answer = system.post(f"/orders/{number}/actions/{action}", {"seen": event, **given})
        assert answer.status_code == 200, answer.content
        event = answer.json()["event"]
        return str(answer.json()["state"])

    assert act(dispatcher, "assign_unit", lead_unit_id=cast.street.pk, legal_basis="属地管理") == "dispatched"
    assert act(street, "sign_order") == "signed"
    assert act(street, "record_contact", reached=True, note="已电话联系。") == "contacted"
    assert act(hotline, "add_information", information="诉求人补充：夜里两点最吵。") == "contacted"
    assert act(street, "write_to_caller", words="周三到现场。") == "contacted"
    assert act(street, "record_progress", note="已到现场。") == "handling"
    reply = {
        "fact_finding": "true",
        "demand_finding": "reasonable",
        "result": "solved",
        "answered_by": "phone",
        "legal_basis": "大气污染防治法",
        "words": WORDS,
    }
    assert act(street, "submit_reply", **reply) == "awaiting_review"
    assert act(reviewer, "review_reply", passed=True) == "replied"
    order_id = int(number[8:])
    open_task(order_id=order_id, round=1, actor=policy_actor(centre_id=cast.centre.pk, name="followup_due"), at=MONDAY)
    event += 1
    shown = caller.get(f"/orders/{number}").json()
    assert [one["action"] for one in shown["actions"]] == ["record_attempt", "record_verdict"]
    assert shown["replies"][0]["words"] == WORDS
    assert act(caller, "record_verdict", contacted=True, solved="solved", satisfied="satisfied") == "closed"


def test_a_system_that_does_not_wait_for_an_assist_says_why(cast: Cast, street: System) -> None:
    order = contacted(cast, assists=(cast.bureau.pk,))
    path, given = f"/orders/{order.number}/actions/submit_reply", {"seen": order.events, **answer()}
    refused = street.post(path, given)
    assert (refused.status_code, refused.json()["code"]) == (422, "reply_incomplete")
    (fault,) = refused.json()["errors"]
    assert "市城市管理局还没有反馈" in fault["detail"]
    assert street.post(path, {**given, "why_not_wait": "协办事项与答复无关。"}).status_code == 200
    (reply,) = street.get(f"/orders/{order.number}").json()["replies"]
    assert reply["why_not_wait"] == "协办事项与答复无关。"


def test_who_has_not_seen_the_last_event_is_told_who_did_what(cast: Cast, street: System) -> None:
    order = signed(cast)
    answer = street.post(
        f"/orders/{order.number}/actions/record_progress", {"seen": order.events - 1, "note": "已到现场。"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "newer_event")
    (line,) = answer.json()["since"]
    assert (line["what"], line["who"]) == ("签收", "陈承办")
    assert seen(order) == order.events


def test_an_act_in_the_wrong_state_is_a_conflict_and_leaves_nothing(cast: Cast, street: System) -> None:
    order = assigned(cast)
    answer = street.post(f"/orders/{order.number}/actions/record_progress", {"seen": order.events, "note": "已办。"})
    assert (answer.status_code, answer.json()["code"]) == (409, "wrong_state")
    assert seen(order) == order.events


def test_outsiders_neither_list_nor_find_nor_move_an_order(cast: Cast, hotline: System, street: System) -> None:
    order = assigned(cast)
    unit = Unit.objects.get(pk=cast.stranger.unit_id or 0)
    outsiders = {
        create_system(unit=cast.bureau, role=Role.CLERK): ("sign_order", {}),
        create_system(unit=unit, role=Role.OPERATOR): ("withdraw_order", {"reason": "诉求人要求撤单。"}),
    }
    assert [row["number"] for row in street.get("/orders").json()["items"]] == [order.number]
    for outsider, (action, given) in outsiders.items():
        assert outsider.get("/orders").json() == {"items": [], "next": None}
        for scope in ("open_to_me", "held", "accountable", "assist", "copied"):
            assert outsider.get("/orders", scope=scope).json()["items"] == []
        answers = [
            outsider.get(f"/orders/{order.number}"),
            outsider.get(f"/orders/{order.number}/history"),
            outsider.post(f"/orders/{order.number}/actions/{action}", {"seen": order.events, **given}),
        ]
        assert [(one.status_code, one.json()["code"]) for one in answers] == [(404, "order_not_found")] * 3


def test_the_caller_is_masked_and_a_confidential_demand_hidden_from_units(cast: Cast, street: System) -> None:
    order = assigned(
        cast, wants_secrecy=True, transfer="反映油烟扰民。", title="油烟扰民", place_text="和平大道12号3栋1501室"
    )
    shown = street.get(f"/orders/{order.number}")
    assert shown.status_code == 200, shown.content
    text = shown.content.decode()
    for secret in ("13800000000", "张三", "1501", "烧烤店"):
        assert secret not in text
    assert shown.json()["transfer"] == "反映油烟扰民。"
    record = AccessRecord.objects.filter(kind="confidential_order").get()
    assert (record.person_id, record.subject) == (street.actor.person_id, order.number)


def test_pages_follow_each_other_until_the_end(cast: Cast, hotline: System) -> None:
    made = {create_order(operator=cast.operator, at=MONDAY + timedelta(seconds=n)).number for n in range(60)}
    found, url, pages = [], "/orders", 0
    while url:
        page = hotline.get(url).json()
        found += [row["number"] for row in page["items"]]
        url, pages = (page["next"] or "").removeprefix("/api/v1"), pages + 1
    assert (len(found), set(found), pages) == (60, made, 2)


def test_a_cursor_that_no_page_gave_is_refused(hotline: System) -> None:
    for cursor in ("x", "", "LTE1LjE", "MTUu"):
        answer = hotline.get("/orders", cursor=cursor)
        assert (answer.status_code, answer.json()["code"]) == (422, "cursor_unknown"), cursor


def test_the_list_is_cut_by_the_filters_of_the_queue(cast: Cast, hotline: System) -> None:
    order = assigned(cast)
    create_order(operator=cast.operator, at=MONDAY)
    late = replace(hotline, at=MONDAY + timedelta(days=60))

    def numbers(**query: object) -> list[str]:
        return [row["number"] for row in late.get("/orders", **query).json()["items"]]

    assert numbers(state="dispatched") == [order.number]
    assert numbers(unit_id=cast.street.pk) == [order.number]
    assert len(numbers(light="over")) == 2
    assert numbers(light="normal") == numbers(kind="report") == numbers(urgency=1) == []


def test_units_places_and_matters_are_the_centre_s_own(cast: Cast, hotline: System) -> None:
    names = {unit["name"] for unit in hotline.get("/units").json()["items"]}
    assert "桥头街道办事处" in names
    assert "山城市12345热线中心" not in names
    assert [place["name"] for place in hotline.get("/regions").json()["items"]] == ["临江区", "桥头街道"]
    assert hotline.get("/matters").json() == {"items": []}


def test_what_the_list_says_is_what_the_page_says(cast: Cast, hotline: System) -> None:
    order = Order.objects.get(pk=assigned(cast).pk)
    shown = hotline.get(f"/orders/{order.number}").json()
    assert shown["event"] == order.events
    assert shown["accountable_name"] == "桥头街道办事处"
    assert {part["label"] for part in shown["parts"]} >= {"主办"}
    assert reverse("order", kwargs={"number": order.number}).endswith(f"/{shown['number']}/")
