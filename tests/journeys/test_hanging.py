"""挂账 in a real browser: hung by three people, reviewed, answered, and written off by the follow-up."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest

from huying.foundation import clock
from tests.journeys.desk import Desk
from tests.journeys.test_extension import handed_to_the_street
from tests.journeys.test_whole_loop import REPLY, act, wait_for_followup

pytestmark = pytest.mark.browser


def _day(days: int) -> str:
    return (clock.today() + timedelta(days=days)).isoformat()


def test_a_hard_matter_is_hung_and_written_off_by_the_follow_up_alone(desk: Desk) -> None:
    number = handed_to_the_street(desk, "河畔社区三号楼排烟管道老化，须整体改造，希望有个期限。")
    act(
        desk,
        number,
        "hanging",
        category="major_works",
        until=_day(120),
        owner_name="方主任",
        owner_post="街道办事处副主任",
        plan="排烟管道须随楼体改造一并重建，已列入年度计划，先行清洗并限时营业。",
        milestones=f"{_day(30)} 完成施工招标\n{_day(100)} 完工验收",
        told_by="home_visit",
    )
    desk.sit("shenhe")
    act(desk, number, "review-hanging", is_agreed="yes", opinion="确需改造。")
    desk.sit("shenpi")
    desk.go("/hanging/waiting/")
    desk.look("hanging-waiting")
    desk.page.click(f"a[href$='/orders/{number}/settle-hanging/']")
    desk.send(is_granted="yes", opinion="请按月报进度。")
    desk.look("order-hung")
    desk.go("/hanging/")
    desk.look("hanging-ledger")
    assert number in desk.page.inner_text("main")

    desk.sit("jiedao")
    act(desk, number, "milestone", place="1", words="招标已完成，施工单位进场。")
    act(desk, number, "contact", reached="yes", note="已告知诉求人招标完成。")
    act(desk, number, "review-hung", progress="advancing", words="施工单位已进场，预计提前完工。")
    act(
        desk,
        number,
        "reply",
        fact_finding="true",
        site_check="no_site",
        demand_finding="reasonable",
        result="solved",
        answered_by="home_visit",
        legal_basis="物业管理条例第二十七条",
        words=REPLY,
    )
    desk.sit("shenhe")
    act(desk, number, "review", passed="yes")
    wait_for_followup(desk, number)
    act(desk, number, "verdict", contacted="yes", solved="solved", satisfied="satisfied")
    _wait_for_write_off(desk, number)
    desk.look("order-written-off")


def _wait_for_write_off(desk: Desk, number: str) -> None:
    for _ in range(60):
        desk.go(f"/orders/{number}/")
        if "已销账" in desk.page.inner_text("main"):
            return
        time.sleep(0.5)
    pytest.fail("the ledger was never settled")
