"""What is drawn quickly looks as the component does."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from huying.desks.templatetags.dense import dense_state, order_url
from huying.web.rows import Tone
from huying.web.templatetags.wording import moment
from tests.cast import MONDAY


@pytest.mark.parametrize("tone", list(Tone))
def test_a_state_is_the_component_s(tone: Tone) -> None:
    drawn = render_to_string("web/components/state.html", {"label": "重办<b>", "tone": tone})
    assert dense_state("重办<b>", tone) == drawn
    assert "<b>" not in drawn


def test_a_moment_is_written_in_the_city_s_time() -> None:
    drawn = '<time datetime="2026-03-02T09:00:00+08:00">03-02 09:00</time>'
    assert moment(MONDAY) == drawn
    assert moment(MONDAY, "%Y-%m-%d") == drawn.replace("03-02 09:00<", "2026-03-02<")
    assert moment(None) == ""


def test_an_order_s_address_holds_its_number() -> None:
    assert order_url("20260302000001") == "/orders/20260302000001/"
