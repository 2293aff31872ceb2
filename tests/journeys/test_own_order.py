"""A citizen who says more, urges and takes the demand back, on a phone without scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.factories.pictures import photograph
from tests.journeys.desk import Desk
from tests.journeys.test_citizen import citizen, opened, registered

pytestmark = pytest.mark.browser
SAID = "昨晚又坏了一盏，在三号楼门口。"


def test_a_citizen_adds_urges_and_withdraws(site: str, chromium: Browser, desk: Desk, tmp_path: Path) -> None:
    photo = tmp_path / "路灯.jpg"
    photo.write_bytes(photograph())
    someone = citizen(site, chromium, scripts=False)
    number, code = registered(someone, original="三号楼前路灯不亮。", phone="13800007711")
    opened(someone, code, "7711")
    someone.look("own-order")

    someone.page.click("text=补充情况或照片")
    someone.look("own-add")
    someone.page.fill("[name=information]", SAID)
    someone.page.set_input_files("[name=pictures]", photo)
    someone.send()
    assert SAID in someone.page.inner_text("main")

    someone.page.click("text=催办")
    someone.look("own-urge")
    someone.page.fill("[name=words]", "老人晚上出门看不见。")
    someone.send()
    assert someone.page.locator("a:has-text('催办')").count() == 0
    desk.sit("shouli")
    desk.go(f"/orders/{number}/")
    desk.look("own-order-at-the-desk")
    shown = desk.page.inner_text("main")
    for said in (SAID, "已催办 1 次", "老人晚上出门看不见。"):
        assert said in shown

    someone.page.click("text=撤回诉求")
    someone.send()
    assert "请写明为什么撤单" in someone.page.inner_text("main")
    someone.page.fill("[name=reason]", "物业已经修好。")
    someone.look("own-withdraw")
    someone.send()
    assert "已按您的意愿撤回" in someone.page.inner_text("main")
    someone.look("own-withdrawn")
    desk.go(f"/orders/{number}/")
    assert "物业已经修好。" in desk.page.inner_text("main")
    assert not someone.faults
