"""Pictures in a real browser: chosen, refused in words, kept, shown small, opened large."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser
WORDS = "人民路七号门前井盖破损，昨晚有人摔倒，请尽快修复。"


def _photograph(path: Path, *, ground: str, size: tuple[int, int]) -> Path:
    """Draw a street with a hole in it, as large as a phone's photograph."""
    picture = Image.new("RGB", size, ground)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, size[1] // 2, size[0], size[1]), fill="dimgray")
    draw.ellipse((size[0] // 3, size[1] * 5 // 8, size[0] * 2 // 3, size[1] * 7 // 8), fill="black")
    picture.save(path, "JPEG")
    return path


def test_pictures_are_chosen_refused_in_words_kept_and_opened(desk: Desk, tmp_path: Path) -> None:
    photos = [
        _photograph(tmp_path / "井盖一.jpg", ground="skyblue", size=(4000, 3000)),
        _photograph(tmp_path / "井盖二.jpg", ground="moccasin", size=(3000, 4000)),
        _photograph(tmp_path / "路面.jpg", ground="lightgreen", size=(1600, 1200)),
    ]
    letter = tmp_path / "告状信.pdf"
    letter.write_bytes(b"%PDF-1.7\n")
    desk.sit("shouli")
    desk.go("/register/")
    desk.page.set_input_files("[name=pictures]", [photos[0], letter])
    desk.send(phone="13800000001", original=WORDS, kind="complaint", urgency="3", channel="phone")
    assert "「告状信.pdf」是 PDF 文件，请把需要的页面截图后上传。" in desk.page.inner_text("main")
    assert "图片没有保存，请重新选择：井盖一.jpg、告状信.pdf。" in desk.page.inner_text("main")
    assert desk.page.input_value("[name=original]") == WORDS
    desk.look("pictures-refused")
    desk.page.set_input_files("[name=pictures]", photos)
    desk.send()
    found = re.search(r"/orders/(\d+)/$", desk.page.url)
    assert found, desk.page.inner_text("main")
    number = found[1]
    desk.go(f"/orders/{number}/information/")
    desk.page.set_input_files("[name=pictures]", photos[0])
    desk.look("pictures-information")
    desk.send(information="又拍到一张近照。")
    thumbnails = desk.page.locator(".hy-pictures img")
    thumbnails.last.scroll_into_view_if_needed()
    desk.page.wait_for_load_state("networkidle")
    assert thumbnails.evaluate_all("all => all.map(one => one.naturalWidth)") == [320, 240, 320, 320]
    desk.look("pictures-order")
    with desk.page.context.expect_page() as opened:
        thumbnails.first.click()
    picture = opened.value
    picture.wait_for_load_state()
    assert picture.evaluate("document.images[0].naturalWidth") == 2560
