"""延期 in a real browser: asked for by the street, agreed to by its reviewer, granted by the hotline."""

from __future__ import annotations

import pytest

from tests.journeys.desk import Desk
from tests.journeys.test_whole_loop import act, number_of

pytestmark = pytest.mark.browser


def handed_to_the_street(desk: Desk, original: str) -> str:
    """Register an order and let the street sign for it and speak with the caller."""
    desk.sit("shouli")
    desk.go("/register/")
    desk.send(phone="0460-10000094", original=original, kind="complaint", route="awaiting_dispatch")
    number = number_of(desk)
    desk.sit("paidan")
    act(desk, number, "assign", lead_unit_id="桥头街道办事处", legal_basis="街道办事处条例第十一条")
    desk.sit("jiedao")
    act(desk, number, "sign")
    act(desk, number, "contact", reached="yes", note="已电话联系，诉求人同意等检测结果。")
    return number


def test_a_limit_is_put_off_by_three_people(desk: Desk) -> None:
    number = handed_to_the_street(desk, "河畔社区饭店油烟呛人，怀疑净化设备不合格，请检测。")
    act(
        desk,
        number,
        "extension",
        reason="testing",
        amount="2",
        words="已委托检测油烟，报告须两个工作日后出具；已责令先行停用。",
        is_told="on",
    )
    desk.sit("shenhe")
    desk.go("/extensions/")
    desk.look("extensions-reviewer")
    act(desk, number, "review-extension", is_agreed="yes", opinion="情况属实。")
    desk.sit("shenpi")
    desk.go("/extensions/")
    desk.page.click(f"a[href$='/orders/{number}/settle-extension/']")
    desk.send(is_granted="no")
    assert "请写明理由" in desk.page.inner_text("main")
    desk.look("extension-refused-without-reason")
    desk.send(is_granted="yes", opinion="请在新的期限内办结。")
    text = desk.page.inner_text("main")
    assert "已同意" in text
    assert "延至" in text
    desk.look("order-extended")
    desk.sit("jiedao")
    desk.go(f"/orders/{number}/")
    assert "已调整 1 次" in desk.page.inner_text("main")
