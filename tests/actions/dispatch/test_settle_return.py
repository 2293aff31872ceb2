"""退单审核: what goes back, what stays, and what was promised to the caller."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.coordination.actions.call_conference import call_conference
from huying.coordination.actions.give_opinion import give_opinion
from huying.coordination.choices.conference import Position
from huying.dispatch.actions.settle_return import RulingIncomplete
from huying.dispatch.models import ReturnRequest
from huying.domain.actors import Role
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, SeenOutOfDate
from huying.domain.policies import Urgency
from huying.domain.returns import ConferenceNeeded, RulingNeeded
from huying.domain.roads import RoadNotOpen
from huying.foundation.commit import one_row
from huying.handling.actions.sign_order import sign_order
from huying.workorders.models import Assignment, Clock, Event, Text
from tests.actions.dispatch.returns import ASKED, RULING, SETTLED, ask, back_from_the_street, confer, rule, send, settle
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.walk import HOUR, assigned, clock, contacted, fresh, running, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_a_granted_return_lies_before_the_dispatcher_again(cast: Cast) -> None:
    order = assigned(cast, assists=(cast.bureau.pk,))
    ask(order, cast)
    settle(order, cast, granted=True, found_unit_id=cast.bureau.pk)
    order = fresh(order)
    assert (order.state, order.accountable_unit, order.holder_unit) == ("awaiting_dispatch", None, None)
    assert (order.open_roads, order.open_assists) == ([], 0)
    assert running(order) == {("dispatch", None)}
    assert order.due_at == Clock.objects.get(order=order, stage="dispatch", stopped_at=None).due_at
    assert not Assignment.objects.filter(order=order, closed_at=None).exists()
    row = ReturnRequest.objects.get(order=order)
    assert (row.state, row.found_unit, row.settled_at) == ("granted", cast.bureau, SETTLED)


def test_limits_that_went_with_the_unit_are_given_up_not_missed(cast: Cast) -> None:
    order = assigned(cast, assists=(cast.bureau.pk,))
    ask(order, cast)
    settle(order, cast, granted=True)
    void = set(Clock.objects.filter(order=order, void=True).values_list("stage", flat=True))
    assert void == {"sign", "handle", "assist"}
    assert clock(order, "return").stopped_at == SETTLED


def test_a_returned_order_keeps_its_first_deadline(cast: Cast) -> None:
    order = assigned(cast)
    first = clock(order, "handle").due_at
    ask(order, cast)
    settle(order, cast, granted=True)
    send(order, cast, lead=cast.bureau, at=MONDAY + 30 * HOUR)
    order = fresh(order)
    again = Clock.objects.get(order=order, stage="handle", stopped_at=None)
    assert (again.unit, again.due_at, order.due_at) == (cast.bureau, first, first)
    assert Event.objects.filter(order=order, action="assign_unit").count() == 2


def test_a_first_deadline_that_has_passed_leaves_no_time_but_no_nonsense(cast: Cast) -> None:
    order = assigned(cast, urgency=Urgency.EMERGENCY)
    ask(order, cast)
    settle(order, cast, granted=True)
    late = clock(order, "handle").due_at + 30 * HOUR
    send(order, cast, lead=cast.bureau, at=late)
    assert fresh(order).due_at == late


def test_a_refused_return_stays_with_the_unit_and_counts(cast: Cast) -> None:
    order = contacted(cast)
    due = order.due_at
    ask(order, cast, at=MONDAY + 4 * HOUR)
    settle(order, cast, granted=False, found_unit_id=cast.bureau.pk, at=MONDAY + 5 * HOUR)
    order = fresh(order)
    assert (order.state, order.accountable_unit, order.due_at) == ("contacted", cast.street, due)
    assert order.open_roads == []
    row = ReturnRequest.objects.get(order=order)
    assert (row.state, row.found_unit) == ("refused", cast.street)
    event = Event.objects.get(order=order, action="settle_return")
    assert (event.data["granted"], event.data["found"]) == (False, cast.street.pk)
    assert Text.objects.get(order=order, kind="ruling").body == RULING


def test_the_arbiter_says_why_and_does_not_contradict_himself(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    with pytest.raises(RulingIncomplete) as refused, one_row():
        settle(order, cast, granted=True, ruling=" ")
    assert set(refused.value.fields) == {"ruling"}
    with pytest.raises(RulingIncomplete) as refused:
        settle(order, cast, granted=True, found_unit_id=cast.street.pk)
    assert set(refused.value.fields) == {"found_unit_id"}


def second_request(cast: Cast) -> int:
    """Let the order come back from the street, and the bureau ask in its turn."""
    order = assigned(cast)
    back_from_the_street(order, cast)
    ask(order, cast, actor=cast.bureau_clerk, proposed_unit_id=cast.street.pk, at=SETTLED + 2 * HOUR)
    return order.pk


def test_the_second_return_needs_a_conference_since_the_first(cast: Cast) -> None:
    order = ReturnRequest.objects.filter(order=second_request(cast), state="waiting").get().order
    with pytest.raises(ConferenceNeeded), one_row():
        settle(order, cast, granted=True, at=SETTLED + 3 * HOUR)
    assert fresh(order).open_roads == ["return"]
    confer(order, cast, at=SETTLED + 3 * HOUR)
    settle(order, cast, granted=True, at=SETTLED + 4 * HOUR)
    assert fresh(order).state == "awaiting_dispatch"


def test_the_second_return_may_be_refused_without_a_conference(cast: Cast) -> None:
    order = ReturnRequest.objects.filter(order=second_request(cast), state="waiting").get().order
    settle(order, cast, granted=False, at=SETTLED + 3 * HOUR)
    assert fresh(order).accountable_unit == cast.bureau


def test_the_third_return_is_a_ruling(cast: Cast) -> None:
    order = ReturnRequest.objects.filter(order=second_request(cast), state="waiting").get().order
    confer(order, cast, at=SETTLED + 3 * HOUR)
    settle(order, cast, granted=True, at=SETTLED + 4 * HOUR)
    send(order, cast, lead=cast.district, at=SETTLED + 5 * HOUR)
    district_clerk = create_actor(unit=cast.district, role=Role.CLERK)
    ask(order, cast, actor=district_clerk, at=SETTLED + 6 * HOUR)
    with pytest.raises(RulingNeeded), one_row():
        settle(order, cast, granted=True, at=SETTLED + 7 * HOUR)
    rule(order, cast, lead=cast.street, at=SETTLED + 7 * HOUR)
    order = fresh(order)
    assert (order.state, order.accountable_unit) == ("dispatched", cast.street)


def test_nothing_is_settled_that_was_not_asked(cast: Cast) -> None:
    order = assigned(cast)
    with pytest.raises(RoadNotOpen):
        settle(order, cast, granted=True)


def test_only_the_arbiter_settles(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    for actor in (cast.dispatcher, cast.clerk, cast.leader, cast.supervisor, cast.operator):
        with pytest.raises(NotAllowed), one_row():
            settle(order, cast, granted=True, actor=actor)
        with pytest.raises(NotAllowed), one_row():
            rule(order, cast, lead=cast.bureau, actor=actor)
    for actor in (cast.outsider, cast.stranger, cast.auditor):
        with pytest.raises(OrderNotFound), one_row():
            settle(order, cast, granted=True, actor=actor)


def test_an_arbiter_who_has_not_seen_the_last_step_is_told(cast: Cast) -> None:
    order = assigned(cast)
    ask(order, cast)
    before = seen(order)
    sign_order(order_id=order.pk, seen=before, actor=cast.clerk, at=ASKED + HOUR / 2)
    with pytest.raises(SeenOutOfDate):
        settle(order, cast, granted=True, seen=before)


def test_a_returned_order_may_go_to_another_street_of_the_same_district(cast: Cast) -> None:
    order = assigned(cast)
    back_from_the_street(order, cast)
    ask(order, cast, actor=cast.bureau_clerk, proposed_unit_id=cast.street.pk, at=SETTLED + 2 * HOUR)
    rule(order, cast, lead=cast.street, at=SETTLED + timedelta(hours=3))
    copies = Assignment.objects.filter(order=order, part="copy", closed_at=None)
    assert [row.unit for row in copies] == [cast.district]


@pytest.mark.parametrize("ends", ["settle", "rule"])
def test_who_was_asked_in_a_conference_may_still_answer_after_the_return_is_decided(cast: Cast, ends: str) -> None:
    order = assigned(cast)
    ask(order, cast)
    call_conference(
        order_id=order.pk,
        unit_ids=[cast.street.pk, cast.bureau.pk],
        question="由谁牵头？",
        seen=seen(order),
        actor=cast.arbiter,
        at=SETTLED,
    )
    if ends == "settle":
        settle(order, cast, granted=True)
    else:
        rule(order, cast, lead=cast.street)
    give_opinion(
        order_id=order.pk,
        position=Position.OURS,
        basis="三定规定",
        words="由我局牵头。",
        seen=seen(order),
        actor=cast.bureau_clerk,
        at=SETTLED + HOUR,
    )
