"""Somebody goes to the caller's door, in a real browser; the reviewer reads what they met there."""

from __future__ import annotations

import pytest

from huying.foundation import clock
from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import act, number_of

pytestmark = pytest.mark.browser


def test_a_suggestion_is_talked_over_at_the_door_and_left_for_reference(desk: Desk) -> None:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000097",
        name="示例辛",
        original="建议在桥头街道河畔社区文化站增设老年书画室。",
        kind="suggestion",
        route="awaiting_dispatch",
    )
    number = number_of(desk)
    desk.sit("paidan")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="属地管理")
    desk.sit("jiedao")
    act(desk, number, "sign")
    heard = {"recording_no": "A0317", "contact_second": "2:35"}
    act(desk, number, "contact", reached="yes", note="已电话联系，约定上门听取意见。", **heard)
    moment = f"{clock.now().astimezone(clock.SHANGHAI):%Y-%m-%dT%H:%M}"
    went = {"purpose": "talk", "met": "caller", "visited_at": moment, "went": "陈科员、社区书记"}
    act(desk, number, "visit", **went, note="当面听取建议，说明文化站改造计划。")
    act(
        desk,
        number,
        "reply",
        fact_finding="for_reference",
        demand_finding="reasonable",
        result="recorded",
        answered_by="home_visit",
        legal_basis="公共文化服务保障法",
        words="已上门听取意见，书画室列入明年文化站改造方案，开工前再征求意见。",
        site_check="done",
        site_checked_at=moment,
    )
    desk.sit("shenhe")
    act(desk, number, "review", passed="yes")
    page = desk.page.inner_text("main")
    for said in ("咨询建议上门谈", "见到诉求人", "录音 A0317：联系 2:35", "留作参考", "已到现场查看"):
        assert said in page
    desk.look("order-visited")
