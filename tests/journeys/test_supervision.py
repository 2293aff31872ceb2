"""What was shirked is supervised: the street answers twice before the supervisor accepts it, in a real browser."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import act, number_of

pytestmark = pytest.mark.browser


def test_a_street_answers_twice_before_the_supervisor_is_content(desk: Desk) -> None:
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(
        phone="0460-10000096",
        name="示例丑",
        original="桥头街道河畔社区门口的积水反映了三次，每次都说已经处理，下雨还是过不去人，希望彻底解决。",
        kind="help",
        route="awaiting_dispatch",
    )
    number = number_of(desk)
    desk.sit("paidan")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")
    desk.sit("jiedao")
    act(desk, number, "sign")
    desk.sit("duban")
    desk.go("/supervision/")
    desk.look("supervision-asked")
    act(
        desk,
        number,
        "supervise",
        unit_id="桥头街道办事处",
        reason="false_answer",
        form="call",
        words="三次答复都说已处理，与诉求人反映不符。请核查现场，说明原因和整改安排。",
    )
    desk.look("order-supervised")
    said = {"measures": "已到现场核查，原排水口堵塞，安排清淤。", "owner": "方主任，街道办事处副主任"}
    desk.sit("jiedao")
    desk.go("/supervision/")
    assert number in desk.page.inner_text("main")
    act(desk, number, "answer-supervision", **said, do_by="2030-01-31")
    desk.sit("duban")
    desk.go("/supervision/?tab=answered")
    desk.look("supervision-answered")
    assert number in desk.page.inner_text("main")
    act(desk, number, "check-supervision", verdict="insufficient", words="没有说明前三次为什么答复不实。")
    desk.look("order-supervised-again")
    desk.sit("jiedao")
    again = said | {"measures": "前三次只看了雨后现场，没有查管道，已对承办人提醒谈话；管道今日疏通，雨中复查。"}
    act(desk, number, "answer-supervision", **again, do_by="2030-01-31")
    desk.sit("duban")
    act(desk, number, "check-supervision", verdict="accepted")
    desk.look("order-supervision-accepted")
    desk.go("/supervision/?tab=closed")
    desk.look("supervision-closed")
    assert number in desk.page.inner_text("main")
    desk.go("/supervision/units/")
    desk.look("supervision-units")
    assert "桥头街道办事处" in desk.page.inner_text("main")
