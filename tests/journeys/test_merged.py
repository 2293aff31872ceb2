"""Three callers, one matter: merged, handled once, answered and called back three times."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import REPLY, act, handled_by_the_street, number_of, state, wait_for_followup

pytestmark = pytest.mark.browser


def registered(desk: Desk, phone: str) -> str:
    desk.go("/register/")
    desk.send(
        phone=phone,
        name="示例合",
        original=f"河畔社区三号路路灯全部不亮，晚上看不见路（{phone[-2:]} 来电）。",
        place_text="河畔社区三号路",
        kind="complaint",
        route="awaiting_dispatch",
    )
    return number_of(desk)


def test_three_callers_are_merged_answered_once_and_followed_up_three_times(desk: Desk) -> None:
    desk.sit("shouli")
    first, second, third = numbers = [registered(desk, f"0460-100002{line}") for line in (11, 12, 13)]
    desk.go("/register/")
    desk.page.fill("[name=phone]", "0460-10000211")
    desk.page.click("text=查有没有反映过")
    desk.page.wait_for_load_state()
    desk.look("register-looked")
    assert first in desk.page.inner_text("main")
    act(desk, second, "urge", kind="caller", words="诉求人又来电，问何时修好。")
    act(desk, second, "link", repeats_number=first)
    assert "第 2 次反映" in desk.page.inner_text("main")

    desk.sit("paidan")
    act(desk, first, "merge", numbers=f"{second} {third}", reason="同一条路的路灯。")
    desk.look("merged-master")
    desk.go("/merges/")
    desk.look("merges")
    assert second in desk.page.inner_text("main")
    desk.go(f"/orders/{first}/")
    assert "并入本单的工单（3" not in desk.page.inner_text("main")
    assert "并入本单的工单（2）" in desk.page.inner_text("main")
    desk.go("/")
    desk.look("merged-queue")
    shown = desk.page.inner_text("main")
    assert first in shown
    assert second not in shown
    act(desk, first, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")

    handled_by_the_street(desk, first, first=True)
    for number in numbers:
        wait_for_followup(desk, number)
    desk.go(f"/orders/{third}/")
    desk.look("merged-child-answered")
    assert REPLY in desk.page.inner_text("main")
    for number in (first, second):
        act(desk, number, "verdict", contacted="yes", solved="solved", satisfied="satisfied", words="修好了。")
        assert state(desk, number) == "已办结"
    act(desk, third, "verdict", contacted="no", solved="unsolved", satisfied="dissatisfied", words="我家门口没修。")
    assert state(desk, third) == "重办"
    assert state(desk, first) == "已办结"
