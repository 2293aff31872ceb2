"""What is known already: the more speaks for it the likelier, and what follows from it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.known import (
    LIKELY,
    Compared,
    Known,
    kind_of,
    likelihood,
    place_in_common,
    reasons_of,
)
from huying.domain.states import State

STRANGE = Compared(
    text=0.1,
    place="",
    is_elsewhere=False,
    is_same_region=False,
    is_same_matter=False,
    is_same_caller=False,
    is_earlier=True,
    days=40,
    state=State.HANDLING,
)


def beside(**changes: Any) -> Compared:
    return replace(STRANGE, **changes)


FLAGS = ("is_same_region", "is_same_matter", "is_same_caller")


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 400), st.sets(st.sampled_from(FLAGS)))
def test_whatever_speaks_for_it_never_makes_it_less_likely(
    text: float, more: float, days: float, flags: set[str]
) -> None:
    least = beside(text=min(text, more), days=days)
    most = beside(text=max(text, more), days=days / 2, place="海棠花园", **dict.fromkeys(flags, True))
    assert 0 < likelihood(least) <= likelihood(most) < 1


@pytest.mark.parametrize(
    ("changes", "is_shown"),
    [
        ({}, False),
        ({"text": 0.9}, True),
        ({"text": 0.75, "is_elsewhere": True}, False),
        ({"text": 0.35, "place": "海棠花园", "is_same_matter": True, "days": 2}, True),
        ({"text": 0.05, "is_same_region": True, "is_same_matter": True, "days": 1}, False),
        ({"text": 0.1, "is_same_caller": True, "days": 1}, False),
        ({"text": 0.45, "is_same_caller": True, "is_same_matter": True, "days": 10}, True),
    ],
)
def test_what_is_shown(changes: dict[str, object], is_shown: bool) -> None:
    assert (likelihood(beside(**changes)) >= LIKELY) is is_shown


@pytest.mark.parametrize(
    ("changes", "kind"),
    [
        ({"is_same_caller": True, "has_news": False}, Known.NO_NEWS),
        ({"is_same_caller": True, "has_news": False, "state": State.CLOSED}, Known.NO_NEWS),
        ({"is_same_caller": True, "has_news": True}, Known.EARLIER),
        ({"is_same_caller": True, "has_news": False, "state": State.WITHDRAWN}, Known.EARLIER),
        ({"has_news": False}, Known.SAME_EVENT),
        ({"is_same_caller": True, "has_news": False, "is_earlier": False}, Known.SAME_EVENT),
        ({"state": State.CLOSED}, Known.EARLIER),
    ],
)
def test_what_follows(changes: dict[str, Any], kind: Known) -> None:
    given = {"has_news": True, **changes}
    has_news = given.pop("has_news")
    assert kind_of(beside(**given), has_news=has_news) is kind


def test_the_reasons_are_said_in_words() -> None:
    found = beside(text=0.864, place="海棠花园", is_same_caller=True, is_same_matter=True, days=2)
    assert reasons_of(found) == ("文字相近 86%", "同一地点（海棠花园）", "同一来电人", "同一事项", "三天内")
    assert reasons_of(beside(is_elsewhere=True)) == ("地点不同",)


def test_places_are_the_same_where_one_is_told_by_both() -> None:
    assert place_in_common(("滨江路18号", "海棠花园"), ("海棠花园",)) == ("海棠花园", False)
    assert place_in_common(("滨江路18号",), ("海棠花园",)) == ("", True)
    assert place_in_common((), ("海棠花园",)) == ("", False)
