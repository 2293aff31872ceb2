"""抽检: which orders are left to people, drawn so that nobody can bring it about."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pytest_django import Settings

from huying.dispatch.queries.ranking import is_drawn

ORDERS = range(1, 20_001)


def drawn(percent: int) -> set[int]:
    return {order for order in ORDERS if is_drawn(order_id=order, percent=percent)}


@pytest.mark.parametrize("percent", [1, 5, 50])
def test_about_so_many_of_a_hundred_are_drawn(percent: int) -> None:
    assert len(drawn(percent)) == pytest.approx(len(ORDERS) * percent / 100, rel=0.15)


def test_none_is_drawn_where_the_policy_says_so_and_a_larger_share_keeps_the_smaller() -> None:
    assert drawn(0) == set()
    assert drawn(5) < drawn(10)


def test_it_is_the_same_whenever_it_is_asked_and_another_under_other_keys(settings: Settings) -> None:
    before = drawn(10)
    assert drawn(10) == before
    keys = settings.HUYING_SECRETS
    settings.HUYING_SECRETS = replace(keys, lookup_key=bytes(range(32)))
    assert drawn(10) != before
