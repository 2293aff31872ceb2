"""What the caller's verdict does."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from huying.domain.deadlines import ClockResult
from huying.domain.lifecycle import SeenOutOfDate
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import VerdictUnexplained, record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.followup.models import Attempt, Task, Verdict
from huying.foundation.commit import one_row
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.workorders.choices import TextKind
from huying.workorders.models import Assignment, Clock, Event, Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import (
    HOUR,
    answer,
    awaiting_followup,
    clock,
    contact,
    follow,
    fresh,
    running,
    seen,
)

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR


def say(order: Order, cast: Cast, *, at: datetime = AT, **changes: Any) -> None:
    given: dict[str, Any] = {
        "contacted": True,
        "solved": Solved.SOLVED,
        "satisfied": Satisfaction.SATISFIED,
        "words": "师傅来过两次，现在好多了。",
        "seen": seen(order),
    } | changes
    record_verdict(order_id=order.pk, **given, actor=cast.followup, at=at)


def rework(order: Order, cast: Cast, *, at: datetime) -> None:
    """Contact, reply, review and follow up again."""
    contact(order, cast, at=at)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=at)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=at)
    follow(order, at=at)


@pytest.mark.parametrize("solved", [Solved.SOLVED, Solved.BASICALLY])
def test_what_is_solved_or_nearly_so_is_closed(solved: Solved) -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    say(order, cast, solved=solved, attitude=Satisfaction.VERY_SATISFIED)
    order = fresh(order)
    assert (order.state, order.round) == ("closed", 1)
    verdict = Verdict.objects.get(task__order=order)
    assert (verdict.contacted, verdict.solved, verdict.satisfied) == (True, solved.value, "satisfied")
    assert verdict.attitude == "very_satisfied"
    assert Task.objects.get(order=order).state == "done"
    assert Attempt.objects.get(task__order=order).reached
    assert running(order) == set()
    assert not Assignment.objects.filter(order=order, closed_at=None).exists()


def test_the_callers_own_words_are_kept_word_for_word_and_out_of_the_history() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    say(order, cast, words="  还行吧，\n就是慢。")
    text = Text.objects.get(order=order, kind=TextKind.WORDS)
    assert text.body == "  还行吧，\n就是慢。"
    assert "还行吧" not in str(Event.objects.get(order=order, seq=text.event).data)


def test_what_is_unsolved_is_reworked_once_under_clocks_of_its_own() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    first = Clock.objects.get(order=order, stage="handle")
    say(order, cast, solved=Solved.UNSOLVED, satisfied=Satisfaction.DISSATISFIED)
    order = fresh(order)
    assert (order.state, order.round) == ("rework", 2)
    assert (order.holder_unit_id, order.accountable_unit_id) == (cast.street.pk, cast.street.pk)
    assert running(order) == {("handle", cast.street.pk), ("contact", cast.street.pk)}
    again = clock(order, "handle", round=2)
    assert (again.rule_code, again.started_at, order.due_at) == ("rework", AT, again.due_at)
    kept = Clock.objects.get(pk=first.pk)
    assert (kept.stopped_at, kept.due_at, kept.rule_code) == (first.stopped_at, first.due_at, "handle")
    assert Task.objects.get(order=order).state == "done"
    assert Assignment.objects.filter(order=order, part="lead", closed_at=None).count() == 1


def test_a_late_first_handling_stays_late_however_quick_the_rework() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    Clock.objects.filter(order=order, stage="handle").update(due_at=MONDAY + 3 * HOUR)
    say(order, cast, solved=Solved.UNSOLVED)
    rework(order, cast, at=AT + HOUR)
    results = {
        row.round: ClockResult.OVERDUE if row.stopped_at and row.stopped_at > row.due_at else ClockResult.MET
        for row in Clock.objects.filter(order=order, stage="handle")
    }
    assert results == {1: ClockResult.OVERDUE, 2: ClockResult.MET}


def test_unsolved_for_the_second_time_closes_the_order_as_unsolved() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    say(order, cast, solved=Solved.UNSOLVED)
    rework(order, cast, at=AT + HOUR)
    say(order, cast, solved=Solved.UNSOLVED, at=AT + 2 * HOUR)
    order = fresh(order)
    assert (order.state, order.round) == ("closed", 2)
    assert list(Verdict.objects.order_by("at").values_list("task__round", "solved")) == [
        (1, "unsolved"),
        (2, "unsolved"),
    ]
    assert running(order) == set()


def test_how_often_is_reworked_is_the_policys_word() -> None:
    cast = create_cast(rework_limit=0)
    order = awaiting_followup(cast)
    say(order, cast, solved=Solved.UNSOLVED)
    assert fresh(order).state == "closed"


def test_a_caller_who_rings_back_after_an_unanswered_call_is_heard_at_once() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    record_attempt(order_id=order.pk, seen=seen(order), actor=cast.followup, at=AT)
    say(order, cast, at=AT + HOUR)
    assert list(Attempt.objects.order_by("number").values_list("number", "reached")) == [(1, False), (2, True)]
    assert Task.objects.get(order=order).attempts == 1


def test_a_rework_needs_a_contact_of_its_own() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    say(order, cast, solved=Solved.UNSOLVED)
    with pytest.raises(Exception, match="先行联系"), one_row():
        submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT + HOUR)


@pytest.mark.parametrize(
    ("solved", "satisfied"),
    [
        (Solved.UNSOLVED, Satisfaction.NOT_RATED),
        (Solved.SOLVED, Satisfaction.DISSATISFIED),
        (Solved.BASICALLY, Satisfaction.VERY_DISSATISFIED),
    ],
)
def test_an_unhappy_verdict_without_a_word_of_why_is_refused(solved: Solved, satisfied: Satisfaction) -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    with pytest.raises(VerdictUnexplained), one_row():
        say(order, cast, solved=solved, satisfied=satisfied, words=" ")
    assert fresh(order).state == "awaiting_followup"


def test_of_two_verdicts_the_second_is_told_and_nothing_is_half_written() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    both_saw = seen(order)
    say(order, cast)
    before = (list(Task.objects.values()), Attempt.objects.count(), Event.objects.count(), Text.objects.count())
    with pytest.raises(SeenOutOfDate), one_row():
        say(order, cast, solved=Solved.UNSOLVED, seen=both_saw)
    assert (
        list(Task.objects.values()),
        Attempt.objects.count(),
        Event.objects.count(),
        Text.objects.count(),
    ) == before
    assert Verdict.objects.get().solved == "solved"
