"""Side roads: what they hold back, and what only they allow."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huying.domain import lifecycle
from huying.domain.actors import Role
from huying.domain.lifecycle import BY_ACTION, refusal
from huying.domain.roads import ROAD_LABELS, Road, RoadNotOpen, RoadOpen
from huying.domain.transitions import Transition
from tests.domain.test_lifecycle import ORDER, actor


def _with(monkeypatch: pytest.MonkeyPatch, *, bars: tuple[Road, ...] = (), needs: tuple[Road, ...] = ()) -> Transition:
    row = replace(BY_ACTION["record_progress"], bars=bars, needs=needs)
    monkeypatch.setitem(lifecycle.BY_ACTION, row.action, row)
    return row


def test_an_action_waits_for_the_end_of_the_road_that_bars_it(monkeypatch: pytest.MonkeyPatch) -> None:
    row = _with(monkeypatch, bars=(Road.RETURN,))
    found = refusal(replace(ORDER, open_roads=frozenset({Road.RETURN})), row.action, actor(Role.CLERK))
    assert isinstance(found, RoadOpen)
    assert "退单申请" in str(found)
    assert row.label in str(found)
    assert refusal(replace(ORDER, open_roads=frozenset({Road.HANGING})), row.action, actor(Role.CLERK)) is None


def test_an_action_of_a_road_needs_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    row = _with(monkeypatch, needs=(Road.EXTENSION,))
    assert isinstance(refusal(ORDER, row.action, actor(Role.CLERK)), RoadNotOpen)
    assert refusal(replace(ORDER, open_roads=frozenset({Road.EXTENSION})), row.action, actor(Role.CLERK)) is None


def test_every_road_has_its_word() -> None:
    assert set(ROAD_LABELS) == set(Road)
