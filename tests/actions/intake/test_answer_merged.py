"""随主单答复: one reply, and every caller is answered and asked for himself."""

from __future__ import annotations

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.domain.roads import RoadNotOpen
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.followup.models import Task
from huying.foundation.commit import one_row
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.intake.actions.unmerge_order import UnmergeUnexplained, unmerge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Merge, Order, Reply, Text
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.public_progress import answers_of
from tests.actions.intake.merged import answer, follow, merge
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, WORDS, assigned, contact, contacted, fresh, running, seen
from tests.walk import answer as reply
from tests.walk import follow as open_followup

pytestmark = pytest.mark.django_db
LATER = MONDAY + 8 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def merged(cast: Cast) -> tuple[Order, Order]:
    """Return a master that its unit has contacted the caller of, and a child that follows it."""
    master, child = contacted(cast), assigned(cast)
    merge([master, child], cast.dispatcher, at=MONDAY + 4 * HOUR)
    return fresh(master), follow(child, at=MONDAY + 4 * HOUR)


def let_out(master: Order, cast: Cast) -> Order:
    submit_reply(order_id=master.pk, **reply(), seen=seen(master), actor=cast.clerk, at=MONDAY + 5 * HOUR)
    review_reply(order_id=master.pk, passed=True, seen=seen(master), actor=cast.reviewer, at=MONDAY + 6 * HOUR)
    return fresh(master)


def jobs(name: str) -> list[int]:
    return [job.args["order_id"] for job in ProcrastinateJob.objects.filter(task_name=name)]


def test_the_child_gets_the_reply_as_its_own_and_its_own_follow_up(cast: Cast) -> None:
    master, child = merged(cast)
    master = let_out(master, cast)
    assert jobs("intake.answer_merged") == [child.pk]
    child = answer(child, until=master.events, at=LATER)
    assert (child.state, child.open_roads, running(child)) == ("replied", [], set())
    own = Reply.objects.get(order=child)
    assert (own.unit_id, own.result, own.passed) == (cast.street.pk, "solved", True)
    assert Text.objects.get(order=child, kind="reply").body == WORDS
    assert answers_of(dossier=dossier_for(order_id=child.pk, actor=cast.operator)) == (WORDS,)
    assert child.pk in jobs("followup.open_task")
    assert Merge.objects.get().end == "answered"
    for order in (master, child):
        open_followup(order, at=LATER + HOUR)
    assert Task.objects.filter(state="open").count() == 2


def test_a_second_run_changes_nothing(cast: Cast) -> None:
    master, child = merged(cast)
    master = let_out(master, cast)
    once = answer(child, until=master.events, at=LATER)
    assert answer(child, until=master.events, at=LATER).events == once.events
    assert Reply.objects.filter(order=child).count() == 1


def test_what_is_unsolved_for_one_caller_reworks_that_order_alone(cast: Cast) -> None:
    master, child = merged(cast)
    master = let_out(master, cast)
    child = answer(child, until=master.events, at=LATER)
    open_followup(child, at=LATER)
    record_verdict(
        order_id=child.pk,
        contacted=True,
        solved=Solved.UNSOLVED,
        satisfied=Satisfaction.DISSATISFIED,
        words="我家门口还没修。",
        seen=seen(child),
        actor=cast.followup,
        at=LATER,
    )
    child = fresh(child)
    assert (child.state, child.accountable_unit_id, child.round) == ("rework", cast.street.pk, 2)
    assert fresh(master).state == "replied"
    contact(child, cast, at=LATER + HOUR)
    submit_reply(order_id=child.pk, **reply(), seen=seen(child), actor=cast.clerk, at=LATER + HOUR)
    assert fresh(child).state == "awaiting_review"


def test_an_unmerged_order_goes_on_with_its_lead_and_its_limit(cast: Cast) -> None:
    master, child = merged(cast)
    with pytest.raises(UnmergeUnexplained), one_row():
        unmerge_order(order_id=child.pk, reason=" ", seen=seen(child), actor=cast.dispatcher, at=LATER)
    unmerge_order(order_id=child.pk, reason="不是同一处。", seen=seen(child), actor=cast.dispatcher, at=LATER)
    after = fresh(child)
    assert (after.state, after.open_roads, after.due_at) == ("handling", [], child.due_at)
    assert running(child) == {("handle", cast.street.pk)}
    assert Merge.objects.get().end == "unmerged"
    with pytest.raises(RoadNotOpen), one_row():
        unmerge_order(order_id=child.pk, reason="再来。", seen=seen(child), actor=cast.dispatcher, at=LATER)
    master = let_out(master, cast)
    assert answer(child, until=master.events, at=LATER).state == "handling"
    assert jobs("intake.answer_merged") == []
    contact(child, cast, at=LATER)
    submit_reply(order_id=child.pk, **reply(), seen=seen(child), actor=cast.clerk, at=LATER)


def test_a_withdrawn_master_sets_its_children_free_and_a_withdrawn_child_is_not_answered(cast: Cast) -> None:
    master, child = merged(cast)
    withdraw_order(order_id=master.pk, reason="已解决。", seen=seen(master), actor=cast.operator, at=LATER)
    assert jobs("intake.unmerge_order") == [child.pk]
    other, withdrawn = merged(cast)
    withdraw_order(order_id=withdrawn.pk, reason="已解决。", seen=seen(withdrawn), actor=cast.operator, at=LATER)
    let_out(other, cast)
    assert withdrawn.pk not in jobs("intake.answer_merged")
    assert answer(withdrawn, until=99, at=LATER).state == "withdrawn"


def test_assigning_a_master_wakes_its_children(cast: Cast) -> None:
    child = merged(cast)[1]
    assert child.pk in jobs("intake.follow_master")
