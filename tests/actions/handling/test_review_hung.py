"""What happens while a matter is hung, and how it leaves the list."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.domain.actors import policy_actor
from huying.domain.errors import NotAllowed
from huying.domain.roads import RoadNotOpen
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.foundation.commit import one_row
from huying.handling.actions.end_hanging import EndUnexplained, end_hanging
from huying.handling.actions.reach_milestone import MilestoneUnknown, MilestoneUnproven, reach_milestone
from huying.handling.actions.review_hung import CallerNotContacted, HungReviewEmpty, review_hung
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.settle_ledger import settle_ledger
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.choices import HungProgress
from huying.handling.models import Hanging, HangingReview, Milestone
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Order
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, answer, awaiting_followup, clock, contact, contacted, follow, fresh, hung, running, seen

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
AT = MONDAY + 20 * DAY


def review(order: Order, cast: Cast, **changes: Any) -> None:
    given: dict[str, Any] = {"progress": HungProgress.SCHEDULED, "words": "设计已完成，待招标。"}
    given |= {"seen": seen(order), "actor": cast.clerk, "at": AT} | changes
    with one_row():
        review_hung(order_id=order.pk, **given)


def ledger(order: Order) -> Hanging:
    return Hanging.objects.get(order=order)


def test_a_review_needs_the_caller_s_word_each_time_and_starts_the_next_thirty_days() -> None:
    cast = create_cast()
    order = hung(cast)
    with pytest.raises(CallerNotContacted):
        review(order, cast)
    contact(order, cast, at=AT)
    with pytest.raises(HungReviewEmpty):
        review(order, cast, words=" ")
    due = ledger(order).next_review_at
    review(order, cast)
    row = HangingReview.objects.get()
    assert (row.progress, row.at, row.due_at) == ("scheduled", AT, due)
    assert ledger(order).next_review_at == AT + 30 * DAY
    assert running(order) == {("handle", cast.street.pk), ("hanging", cast.street.pk)}
    with pytest.raises(CallerNotContacted):
        review(order, cast, at=AT + 30 * DAY)
    contact(order, cast, at=AT + 29 * DAY)
    review(order, cast, at=AT + 30 * DAY)
    assert HangingReview.objects.count() == 2


def test_a_step_is_done_once_and_with_words() -> None:
    cast = create_cast()
    order = hung(cast)
    about: dict[str, Any] = {"order_id": order.pk, "actor": cast.clerk, "at": AT}
    with pytest.raises(MilestoneUnproven), one_row():
        reach_milestone(place=1, words="", seen=seen(order), **about)
    reach_milestone(place=1, words="已招标。", seen=seen(order), **about)
    for place in (1, 9):
        with pytest.raises(MilestoneUnknown), one_row():
            reach_milestone(place=place, words="已招标。", seen=seen(order), **about)
    assert list(Milestone.objects.order_by("place").values_list("reached_at", flat=True)) == [AT, None]


def test_ending_the_hanging_gives_what_remained_of_the_limit() -> None:
    cast = create_cast()
    order = hung(cast)
    with pytest.raises(EndUnexplained), one_row():
        end_hanging(order_id=order.pk, words=" ", seen=seen(order), actor=cast.clerk, at=AT)
    end_hanging(order_id=order.pk, words="改造提前完工。", seen=seen(order), actor=cast.clerk, at=AT)
    order = fresh(order)
    # Five working days remained on Monday 2 March; ended on Sunday 22 March, they run to the end of Friday 27.
    assert order.due_at == clock(order, "handle").due_at
    assert f"{order.due_at:%m-%d %H:%M}" == "03-27 16:00"
    assert (order.open_roads, running(order)) == ([], {("handle", cast.street.pk)})
    assert (ledger(order).state, ledger(order).left_at) == ("ended", AT)
    with pytest.raises(RoadNotOpen):
        review(order, cast)


def test_ending_after_the_end_gives_nothing_back() -> None:
    cast = create_cast()
    order = hung(cast)
    late = MONDAY + 200 * DAY
    end_hanging(order_id=order.pk, words="改造完工。", seen=seen(order), actor=cast.clerk, at=late)
    assert fresh(order).due_at == ledger(order).ends_at


def answered_while_hung(cast: Cast) -> Order:
    order = hung(cast)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=AT)
    assert running(order) == set()
    assert fresh(order).open_roads == ["hanging"]
    assert ledger(order).next_review_at == ledger(order).ends_at
    follow(order, at=AT)
    return fresh(order)


def judged(order: Order, cast: Cast, solved: Solved) -> None:
    satisfied = Satisfaction.DISSATISFIED if solved == Solved.UNSOLVED else Satisfaction.SATISFIED
    record_verdict(
        order_id=order.pk,
        contacted=True,
        solved=solved,
        satisfied=satisfied,
        words="见现场。",
        seen=seen(order),
        actor=cast.followup,
        at=AT + HOUR,
    )
    settle(order)


def settle(order: Order) -> None:
    """Do what the job does."""
    actor = policy_actor(centre_id=order.centre_id, name="hanging_ledger")
    settle_ledger(order_id=order.pk, event=seen(order), actor=actor, at=AT + HOUR)


def test_only_a_follow_up_that_finds_it_solved_writes_it_off() -> None:
    cast = create_cast()
    order = answered_while_hung(cast)
    settle(order)
    assert ledger(order).state == "hung"
    judged(order, cast, Solved.SOLVED)
    row = ledger(order)
    assert (row.state, row.left_at, row.end_event) == ("written_off", AT + HOUR, seen(order))
    assert (fresh(order).state, fresh(order).open_roads, running(order)) == ("closed", [], set())
    settle(order)
    assert ledger(order).left_at == AT + HOUR


def test_unsolved_it_is_reworked_and_stays_on_the_list_and_closed_as_unsolved_it_is_not_written_off() -> None:
    cast = create_cast()
    order = answered_while_hung(cast)
    judged(order, cast, Solved.UNSOLVED)
    assert (fresh(order).state, fresh(order).open_roads, ledger(order).state) == ("rework", ["hanging"], "hung")
    contact(order, cast, at=AT + 2 * HOUR)
    review(order, cast, at=AT + 2 * HOUR)
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT + 3 * HOUR)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=AT + 3 * HOUR)
    follow(order, at=AT + 3 * HOUR)
    judged(order, cast, Solved.UNSOLVED)
    assert (fresh(order).state, ledger(order).state) == ("closed", "unsettled")


def test_what_is_taken_off_the_list_in_a_rework_keeps_the_limit_of_the_rework() -> None:
    cast = create_cast()
    order = answered_while_hung(cast)
    judged(order, cast, Solved.UNSOLVED)
    due = fresh(order).due_at
    end_hanging(order_id=order.pk, words="改造完工。", seen=seen(order), actor=cast.clerk, at=AT + 2 * HOUR)
    assert (fresh(order).due_at, fresh(order).open_roads) == (due, [])


def test_a_caller_who_is_never_reached_writes_nothing_off_and_a_withdrawn_demand_leaves_the_list() -> None:
    cast = create_cast(followup_attempts=1)
    order = answered_while_hung(cast)
    record_attempt(order_id=order.pk, seen=seen(order), actor=cast.followup, at=AT + HOUR)
    settle(order)
    assert ledger(order).state == "unsettled"
    taken_back = hung(cast)
    withdraw_order(order_id=taken_back.pk, reason="诉求人撤回。", seen=seen(taken_back), actor=cast.operator, at=AT)
    settle(taken_back)
    assert (ledger(taken_back).state, fresh(taken_back).open_roads) == ("ended", [])


def test_the_end_of_a_hung_order_wakes_the_job_and_that_of_another_does_not() -> None:
    cast = create_cast()
    order = answered_while_hung(cast)
    other = awaiting_followup(cast)
    judged(order, cast, Solved.SOLVED)
    judged(other, cast, Solved.SOLVED)
    jobs = ProcrastinateJob.objects.filter(task_name="handling.settle_ledger").values_list("args", flat=True)
    assert [job["order_id"] for job in jobs] == [order.pk]


def test_only_the_named_policy_settles_the_list() -> None:
    cast = create_cast()
    order = hung(cast)
    with pytest.raises(NotAllowed), one_row():
        settle_ledger(order_id=order.pk, event=1, actor=cast.arbiter, at=AT)


def test_what_belongs_to_a_hung_matter_is_refused_without_one() -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(RoadNotOpen, match="挂账"):
        review(order, cast)
