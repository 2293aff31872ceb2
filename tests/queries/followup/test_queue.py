"""Which follow-ups wait, and in what order."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.followup import queries
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.models import Task
from huying.web.rows import Light
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor
from tests.walk import HOUR, awaiting_followup, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR


def test_what_may_be_called_now_stands_before_what_must_wait() -> None:
    cast = create_cast()
    first, second = awaiting_followup(cast), awaiting_followup(cast, title="路灯不亮")
    record_attempt(order_id=first.pk, seen=seen(first), actor=cast.followup, at=AT)
    rows = queries.queue(actor=cast.followup, at=AT).rows
    assert [(row.number, row.is_ripe, row.attempts) for row in rows] == [
        (second.number, True, 0),
        (first.number, False, 1),
    ]
    assert rows[0].title == "路灯不亮"
    assert rows[0].unit_name == "桥头街道办事处"


def test_pages_follow_each_other_there_and_back_without_gap_or_repeat(monkeypatch: pytest.MonkeyPatch) -> None:
    cast = create_cast()
    numbers = [awaiting_followup(cast).number for _ in range(5)]
    monkeypatch.setattr(queries, "PAGE", 2)
    pages = [queries.queue(actor=cast.followup, at=AT)]
    while pages[-1].after:
        pages.append(queries.queue(actor=cast.followup, at=AT, after=pages[-1].after))
    assert [[row.number for row in page.rows] for page in pages] == [numbers[:2], numbers[2:4], numbers[4:]]
    assert {page.total for page in pages} == {5}
    back = [pages[-1]]
    while back[-1].before:
        back.append(queries.queue(actor=cast.followup, at=AT, before=back[-1].before))
    assert [page.rows for page in back] == [page.rows for page in reversed(pages)]
    assert back[-1].after


def test_an_address_that_somebody_made_up_begins_at_the_front() -> None:
    cast = create_cast()
    awaiting_followup(cast)
    assert len(queries.queue(actor=cast.followup, at=AT, after="next'_0").rows) == 1


def test_the_light_follows_the_limit_of_follow_up() -> None:
    cast = create_cast()
    awaiting_followup(cast)
    due = Task.objects.get().due_at
    seen_at = {AT: Light.NORMAL, due - timedelta(minutes=1): Light.NEAR, due: Light.NEAR, due + HOUR: Light.OVER}
    assert {at: queries.queue(actor=cast.followup, at=at).rows[0].level for at in seen_at} == seen_at


def test_another_centre_an_outsider_and_an_auditor_see_an_empty_queue() -> None:
    cast = create_cast()
    awaiting_followup(cast)
    caller_elsewhere = create_actor(unit=create_cast().hotline, role=cast.followup.role)
    for actor in (cast.outsider, cast.stranger, cast.auditor, caller_elsewhere):
        assert queries.queue(actor=actor, at=AT) == queries.QueuePage(rows=(), total=0)


def test_an_answered_follow_up_leaves_the_queue() -> None:
    cast = create_cast(followup_attempts=1)
    order = awaiting_followup(cast)
    assert queries.queue(actor=cast.followup, at=AT).total == 1
    record_attempt(order_id=order.pk, seen=seen(order), actor=cast.followup, at=AT)
    assert queries.queue(actor=cast.followup, at=AT).rows == ()
