"""What is drawn quickly looks as the component does."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.template.loader import render_to_string

from huying.desks.templatetags.dense import dense_light, dense_state, order_url
from huying.foundation import clock
from huying.web.rows import Light, Tone
from huying.web.templatetags.wording import moment
from tests.cast import MONDAY

DUES = [MONDAY, MONDAY + timedelta(days=3, hours=2), datetime(2026, 12, 31, 23, 59, 59, tzinfo=clock.SHANGHAI)]


@pytest.mark.parametrize("due", DUES, ids=str)
@pytest.mark.parametrize("level", [Light.NORMAL, Light.NEAR, Light.OVER])
def test_a_light_is_the_component_s(level: Light, due: datetime) -> None:
    at = due + timedelta(hours=5) if level is Light.OVER else due - timedelta(hours=5, minutes=3)
    drawn = render_to_string("web/components/light.html", {"level": level, "due": due, "at": at})
    assert dense_light(level, due, at) == drawn


def test_an_order_without_a_limit_says_so() -> None:
    drawn = render_to_string("web/components/light.html", {"level": Light.NORMAL, "due": None, "at": MONDAY})
    assert dense_light(Light.NORMAL, None, MONDAY) == drawn


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
