"""反复投诉: from when on the cause is asked for."""

from __future__ import annotations

import pytest

from huying.domain.repeats import asks_for_root_cause
from tests.domain.test_policies import NATIONAL


@pytest.mark.parametrize(("times", "asked"), [(1, False), (2, False), (3, True), (10, True)])
def test_the_third_time_asks_for_the_cause(times: int, *, asked: bool) -> None:
    assert asks_for_root_cause(times, policy=NATIONAL) is asked
