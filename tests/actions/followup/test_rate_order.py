"""What the citizen's own rating does: the same as a follow-up call's verdict."""

from __future__ import annotations

from typing import Any

import pytest

from huying.domain.actors import citizen_actor
from huying.domain.lifecycle import OrderNotFound, WrongState
from huying.followup.actions.open_task import open_task
from huying.followup.actions.rate_order import RatingUnexplained, rate_order
from huying.followup.choices import Satisfaction, Solved
from huying.followup.models import Attempt, Task, Verdict
from huying.foundation.commit import one_row
from huying.workorders.models import Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, awaiting_followup, follow, fresh, replied, running, seen, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR


def rate(order: Order, **changes: Any) -> None:
    given: dict[str, Any] = {
        "contacted": True,
        "solved": Solved.SOLVED,
        "satisfied": Satisfaction.SATISFIED,
        "words": "修好了。",
        "seen": seen(order),
        "actor": citizen_actor(centre_id=order.centre_id, order_id=order.pk),
        "at": AT,
    }
    rate_order(order_id=order.pk, **given | changes)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_a_rating_before_the_follow_up_opens_stands_for_it(cast: Cast) -> None:
    order = replied(cast)
    rate(order)
    assert fresh(order).state == "closed"
    assert Task.objects.get(order=order).state == "done"
    follow(order, at=AT + HOUR)
    assert Task.objects.filter(order=order).count() == 1
    assert fresh(order).state == "closed"
    assert not running(order)


def test_a_rating_ends_an_open_follow_up_and_is_no_call(cast: Cast) -> None:
    order = awaiting_followup(cast)
    rate(order)
    task = Task.objects.get(order=order)
    assert (task.state, task.ended_at) == ("done", AT)
    assert not Attempt.objects.exists()
    assert Verdict.objects.get(task=task).person_id is None
    assert Text.objects.get(order=order, kind="words").body == "修好了。"


def test_what_is_unsolved_is_reworked_once_and_then_closed(cast: Cast) -> None:
    order = replied(cast)
    rate(order, solved=Solved.UNSOLVED, words="还是坏的。")
    again = fresh(order)
    assert (again.state, again.round) == ("rework", 2)
    assert {stage for stage, _ in running(order)} == {"handle", "contact"}
    with one_row(), pytest.raises(WrongState):
        rate(order)


def test_nobody_rates_before_an_answer_nor_another_s_order(cast: Cast) -> None:
    order = submitted(cast)
    with one_row(), pytest.raises(WrongState):
        rate(order)
    done, other = replied(cast), replied(cast)
    with pytest.raises(OrderNotFound):
        rate(done, actor=citizen_actor(centre_id=done.centre_id, order_id=other.pk))


@pytest.mark.parametrize("bad", [{"solved": Solved.UNSOLVED}, {"satisfied": Satisfaction.VERY_DISSATISFIED}])
def test_a_bad_rating_needs_its_words(cast: Cast, bad: dict[str, Any]) -> None:
    order = replied(cast)
    with pytest.raises(RatingUnexplained):
        rate(order, **bad, words=" ")


def test_the_job_that_opens_a_follow_up_twice_changes_nothing(cast: Cast) -> None:
    order = awaiting_followup(cast)
    rate(order)
    open_task(order_id=order.pk, round=1, actor=citizen_actor(centre_id=order.centre_id), at=AT)
    assert fresh(order).state == "closed"
