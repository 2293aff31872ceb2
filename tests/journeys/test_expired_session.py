"""A session that ends while somebody types: sign-in opens over the form, and no typed word is lost."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page

from huying.demo.queries import FIXED_PASSWORD
from tests.journeys.desk import Desk

pytestmark = pytest.mark.browser

WORDS = "河畔社区三号楼楼下的烧烤店半夜还在营业，这一段话打了很久，不想再打一遍。"
TWO_MINUTES = 120_000  # longer than the page trusts its last answer


def typing(desk: Desk, *, who: str = "shouli") -> Page:
    """Sit somebody down at the register form with the words typed in."""
    page = desk.sit(who)
    page.clock.install()
    desk.go("/register/")
    page.fill("[name=original]", WORDS)
    return page


def end_session(page: Page, *, later: bool) -> None:
    """Let the session end on the server's side; ``later``: long after the page last heard from it."""
    page.context.clear_cookies(name="huying_session")
    if later:
        page.clock.fast_forward(TWO_MINUTES)


def sign_in_over_the_form(page: Page, who: str) -> None:
    page.wait_for_selector("dialog[open] [name=login]")
    page.fill("dialog [name=login]", who)
    page.fill("dialog [name=password]", FIXED_PASSWORD)
    page.click("dialog form[method=post] button[type=submit]")


def test_sign_in_opens_over_the_form_and_the_form_is_sent_after_it(desk: Desk) -> None:
    page = typing(desk)
    end_session(page, later=True)
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_selector("dialog[open] [name=login]")
    assert page.input_value("[name=original]") == WORDS
    desk.look("expired-dialog")
    sign_in_over_the_form(page, "shouli")
    page.wait_for_url(re.compile(r"/orders/\d+/"))
    assert WORDS in page.inner_text("main")


def test_whoever_declines_to_sign_in_keeps_the_words_on_the_page(desk: Desk) -> None:
    page = typing(desk)
    end_session(page, later=True)
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_selector("dialog[open] [name=login]")
    page.click("dialog[open] form[method=dialog] button")
    assert page.input_value("[name=original]") == WORDS
    assert "内容还没有提交" in page.inner_text("[data-notices]")


def test_somebody_else_who_signs_in_sends_nothing_of_the_first(desk: Desk) -> None:
    page = typing(desk)
    end_session(page, later=True)
    page.click("main form[method=post] button[type=submit]")
    sign_in_over_the_form(page, "paidan")
    page.wait_for_selector("[data-notices] >> text=与打开本页时不同")
    assert page.input_value("[name=original]") == WORDS
    assert page.url.endswith("/register/")


def test_a_form_that_was_sent_all_the_same_comes_back_with_its_words(desk: Desk) -> None:
    page = typing(desk)
    end_session(page, later=False)
    page.click("main form[method=post] button[type=submit]")
    page.wait_for_selector("text=登录已过期，内容还没有提交")
    assert WORDS in page.inner_text("main")
    desk.look("expired-page")
    with page.expect_popup() as opened:
        page.click("text=在新窗口登录")
    door = opened.value
    door.fill("[name=login]", "shouli")
    door.fill("[name=password]", FIXED_PASSWORD)
    door.click("form button[type=submit]")
    door.wait_for_load_state()
    page.click("button >> text=继续提交")
    page.wait_for_selector("text=您已重新登录")
    assert WORDS in page.inner_text("main")
    page.click("button >> text=继续提交")
    page.wait_for_url(re.compile(r"/orders/\d+/"))
    assert WORDS in page.inner_text("main")
