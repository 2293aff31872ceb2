"""What a street cannot decide: it asks its district, the head decides and instructs, the street reports."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.foundation import clock
from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import act, number_of

pytestmark = pytest.mark.browser


def test_the_head_of_the_district_decides_what_a_street_cannot(desk: Desk) -> None:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000095",
        name="示例癸",
        original="桥头街道河畔社区老旧楼外墙脱落多年，产权单位已经注销，街道说没有资金，希望尽快维修。",
        kind="help",
        route="awaiting_dispatch",
    )
    number = number_of(desk)
    desk.sit("paidan")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")
    desk.sit("jiedao")
    act(desk, number, "sign")
    act(
        desk,
        number,
        "escalate",
        level="district",
        question="外墙维修资金由哪里列支？",
        why="产权单位已注销，街道没有这项资金。",
        tried="已设围挡，已征求居民意见，住建部门出具了鉴定。",
    )
    desk.look("order-escalated")
    desk.sit("quzhang")
    desk.go("/leaders/")
    desk.look("leaders-asked")
    assert number in desk.page.inner_text("main")
    act(
        desk,
        number,
        "escalation",
        outcome="answered",
        owner="吴区长，区财政局配合",
        do_by=f"{clock.today() + timedelta(days=30)}",
        words="由区应急维修资金列支，区住建局组织施工。",
    )
    act(desk, number, "instruct", words="请街道包案，每周报告。", owner="街道主任")
    desk.look("order-instructed")
    desk.go("/leaders/?tab=given")
    desk.look("leaders-given")
    desk.sit("jiedao")
    act(desk, number, "instruction", report="已与区住建局对接，下周一进场施工。")
    main = desk.page.inner_text("main")
    assert "由区应急维修资金列支" in main
    assert "下周一进场施工" in main
