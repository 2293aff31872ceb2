"""Who sees which whistles on the board, page by page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.coordination.queries import whistle_board
from huying.coordination.queries.whistle_board import open_whistles
from huying.domain.actors import Actor, Role
from huying.foundation import memory
from tests.cast import Cast, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.whistles import BLOWN, QUARTER, blown

pytestmark = pytest.mark.django_db


def _numbers(actor: Actor) -> list[str]:
    """Walk every page."""
    found, cursor = [], None
    while True:
        page = open_whistles(cursor=cursor, actor=actor, at=BLOWN + QUARTER)
        found += [row.number for row in page.rows]
        if (cursor := page.next) is None:
            return found


def _two(cast: Cast) -> list[str]:
    later = blown(cast, at=BLOWN + timedelta(days=3))
    return [blown(cast).number, later.number]


def test_the_first_due_stands_in_front_and_pages_lead_to_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = create_cast()
    numbers = _two(cast)
    for size in (1, 2, 30):
        monkeypatch.setattr(whistle_board, "PAGE", size)
        assert _numbers(cast.supervisor) == numbers


def test_each_sees_what_is_theirs() -> None:
    cast = create_cast()
    numbers = _two(cast)
    for role in (Role.LEADER, Role.CLERK):
        expected = numbers if role is Role.LEADER else []
        assert _numbers(create_actor(unit=cast.district, role=role)) == expected
    elsewhere = create_unit(centre=cast.centre, name="望海区人民政府", kind="government", level="district")
    assert _numbers(create_actor(unit=elsewhere, role=Role.LEADER)) == []
    for actor in (cast.clerk, cast.reviewer, cast.bureau_clerk, cast.dispatcher, cast.arbiter):
        assert _numbers(actor) == numbers, actor.role
    for actor in (cast.outsider, cast.stranger, cast.auditor, cast.community_worker):
        assert _numbers(actor) == [], actor.role


def test_a_longer_board_asks_no_more_queries() -> None:
    cast = create_cast()
    counts = []
    for _ in range(2):
        _two(cast)
        memory.forget()
        with CaptureQueriesContext(connection) as asked:
            _numbers(cast.bureau_clerk)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
