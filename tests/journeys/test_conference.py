"""Whose duty it is: the dispatcher asks two units, they speak, it is decided and dispatched; in a real browser."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import act, number_of, state

pytestmark = pytest.mark.browser


def asked_of_two_units(desk: Desk) -> str:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000096",
        name="示例壬",
        original="桥头街道河畔社区北门外夜间占道烧烤，油烟扰民，城管和街道互相推诿，希望明确谁来管。",
        kind="complaint",
        route="awaiting_dispatch",
    )
    number = number_of(desk)
    desk.sit("paidan")
    desk.go(f"/orders/{number}/conference/")
    desk.page.select_option("main [name=unit_ids]", label=["桥头街道办事处", "市城市管理局"])
    desk.look("act-conference")
    desk.send(question="占道烧烤的油烟由谁牵头处置？请说明职责依据。")
    return number


def test_a_conference_finds_who_leads(desk: Desk) -> None:
    number = asked_of_two_units(desk)
    desk.look("order-conferring")
    assert not desk.page.locator(f"a[href$='/orders/{number}/assign/']").count()
    words = {"jiedao": "not_ours", "chengguan": "ours"}
    for who, position in words.items():
        desk.sit(who)
        desk.go("/conferences/")
        desk.look("conferences")
        desk.page.click(f"main a[href$='/orders/{number}/opinion/']")
        desk.page.wait_for_load_state()
        desk.look("act-opinion")
        desk.send(position=position, basis="市城市管理局三定规定", words="占道经营由城管部门牵头，街道配合巡查。")
    assert "桥小承" in desk.page.inner_text("main")

    desk.sit("paidan")
    act(
        desk,
        number,
        "decision",
        outcome="decided",
        lead_unit_id="市城市管理局",
        legal_basis="市城市管理局三定规定",
        words="由城管局牵头，街道配合。",
    )
    desk.look("order-conferred")
    desk.go(f"/orders/{number}/assign/")
    desk.look("assign-conferred")
    assert desk.page.locator("main [name=lead_unit_id] option:checked").inner_text() == "市城市管理局"
    desk.send()
    assert state(desk, number) == "已派单"
    desk.sit("shouli")
    assert desk.go("/conferences/") == 403
    desk.sit("duban")
    desk.go("/conferences/?tab=settled")
    desk.look("conferences-settled")
    assert "市城市管理局" in desk.page.inner_text("main")
    desk.go("/coordination/pushed-down/")
    desk.look("pushed-down")
