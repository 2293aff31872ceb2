"""Lights: when a clock is nearly due."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from huying.domain.alerts import LIGHT_LABELS, Light, light, nearly_due_at
from huying.domain.policies import parse_policy
from huying.domain.workdays import SHANGHAI

POLICY = parse_policy(
    tomllib.loads((Path(__file__).parents[2] / "reference/policies/beijing.toml").read_text(encoding="utf-8"))
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


@pytest.mark.parametrize(
    ("started", "due", "seen", "colour"),
    [
        # 100 hours: a fifth, 20 hours, is more than 4
        ("2026-03-02 00:00", "2026-03-06 04:00", "2026-03-02 00:00", Light.GREEN),
        ("2026-03-02 00:00", "2026-03-06 04:00", "2026-03-05 07:59", Light.GREEN),
        ("2026-03-02 00:00", "2026-03-06 04:00", "2026-03-05 08:00", Light.YELLOW),
        ("2026-03-02 00:00", "2026-03-06 04:00", "2026-03-06 04:00", Light.YELLOW),
        ("2026-03-02 00:00", "2026-03-06 04:00", "2026-03-06 04:01", Light.RED),
        # 10 hours: a fifth is 2, so the 4 hours rule
        ("2026-03-02 00:00", "2026-03-02 10:00", "2026-03-02 05:59", Light.GREEN),
        ("2026-03-02 00:00", "2026-03-02 10:00", "2026-03-02 06:00", Light.YELLOW),
        # 2 hours: nearly due from the start
        ("2026-03-02 00:00", "2026-03-02 02:00", "2026-03-02 00:00", Light.YELLOW),
        ("2026-03-02 00:00", "2026-03-02 02:00", "2026-03-02 02:01", Light.RED),
    ],
)
def test_the_light_of_a_clock(started: str, due: str, seen: str, colour: Light) -> None:
    assert light(started_at=at(started), due_at=at(due), at=at(seen), policy=POLICY) is colour


def test_share_and_hours_come_from_the_policy() -> None:
    half = replace(POLICY, nearly_due_share=Decimal("0.5"), nearly_due_hours=0)
    started, due = at("2026-03-02 00:00"), at("2026-03-02 02:00")
    assert nearly_due_at(started_at=started, due_at=due, policy=half) == at("2026-03-02 01:00")
    assert light(started_at=started, due_at=due, at=started, policy=half) is Light.GREEN


def test_a_clock_is_never_nearly_due_before_it_starts() -> None:
    started, due = at("2026-03-02 00:00"), at("2026-03-02 02:00")
    assert nearly_due_at(started_at=started, due_at=due, policy=POLICY) == started


def test_every_light_has_a_label() -> None:
    assert LIGHT_LABELS == {Light.GREEN: "正常", Light.YELLOW: "临期", Light.RED: "超期"}
