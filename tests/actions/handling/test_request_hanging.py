"""What asking for a hanging and deciding on it does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from huying.domain.actors import Role
from huying.domain.errors import NotAllowed
from huying.domain.guards import NotYourTurn
from huying.domain.hanging import HangingDayWrong, HangingsUsedUp, HangingTooLate
from huying.domain.roads import RoadOpen
from huying.foundation.commit import one_row
from huying.handling.actions.end_hanging import end_hanging
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.request_hanging import HangingIncomplete, NewMilestone, request_hanging
from huying.handling.actions.review_hanging import review_hanging
from huying.handling.actions.settle_hanging import settle_hanging
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.actions.withdraw_hanging import withdraw_hanging
from huying.handling.choices import ExtensionReason
from huying.handling.models import Hanging, Milestone
from huying.handling.queries.decisions import OwnRequest, RefusalUnexplained
from huying.workorders.models import Order
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import (
    HOUR,
    UNTIL,
    agreed_to_hang,
    answer,
    asked_to_hang,
    clock,
    contacted,
    fresh,
    hung,
    plan,
    running,
    seen,
)

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR


def ask(order: Order, cast: Cast, **changes: Any) -> None:
    given: dict[str, Any] = {"seen": seen(order), "actor": cast.clerk, "at": AT} | plan() | changes
    with one_row():
        request_hanging(order_id=order.pk, **given)


def test_asking_keeps_the_plan_and_its_steps_in_order_and_stops_nothing() -> None:
    cast = create_cast()
    before = contacted(cast).due_at
    order = asked_to_hang(cast)
    row = Hanging.objects.get(order=order)
    assert (row.state, row.category, row.owner_name, row.told_by) == ("at_unit", "major_works", "方主任", "home_visit")
    assert (row.until, row.due_before, row.hung_at, row.next_review_at) == (UNTIL, before, None, None)
    assert (order.due_at, order.open_roads) == (before, ["hang_request"])
    assert running(order) == {("handle", cast.street.pk), ("hang_request", cast.street.pk)}
    steps = list(Milestone.objects.order_by("place").values_list("place", "what"))
    assert steps == [(1, "第30天的工作"), (2, "第60天的工作")]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"plan": " "}, "plan"),
        ({"owner_name": ""}, "owner_name"),
        ({"owner_post": " "}, "owner_post"),
        ({"milestones": []}, "milestones"),
        ({"milestones": [NewMilestone(due_on=UNTIL, what=" ")]}, "milestones"),
        ({"milestones": [NewMilestone(due_on=UNTIL + timedelta(days=1), what="验收")]}, "milestones"),
        ({"milestones": [NewMilestone(due_on=UNTIL, what="验收")] * 13}, "milestones"),
        ({"milestones": [NewMilestone(due_on=AT.date() - timedelta(days=1), what="验收")]}, "milestones"),
    ],
)
def test_a_matter_without_plan_owner_or_steps_is_not_hung(changes: dict[str, Any], field: str) -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(HangingIncomplete) as refused:
        ask(order, cast, **changes)
    assert list(refused.value.fields) == [field]
    assert not Hanging.objects.exists()


def test_no_longer_and_no_more_often_than_the_policy_and_not_after_the_due_time() -> None:
    cast = create_cast(hanging_max_days=90)
    order = contacted(cast)
    with pytest.raises(HangingDayWrong, match="90 天"):
        ask(order, cast)
    near = {"until": date(2026, 5, 20)}
    with pytest.raises(HangingTooLate):
        ask(order, cast, **near, at=clock(order, "handle").due_at + HOUR)
    ask(order, cast, **near)
    twice = hung(create_cast())
    other = create_cast()
    twice = hung(other)
    end_hanging(order_id=twice.pk, words="条件具备。", seen=seen(twice), actor=other.clerk, at=AT)
    with pytest.raises(HangingsUsedUp):
        ask(twice, other)


def test_one_thing_is_asked_for_at_a_time_and_a_reply_waits_for_its_decision() -> None:
    cast = create_cast()
    order = asked_to_hang(cast)
    with pytest.raises(RoadOpen):
        ask(order, cast)
    with pytest.raises(RoadOpen), one_row():
        request_extension(
            order_id=order.pk,
            reason=ExtensionReason.OTHER,
            amount=1,
            words="另请延期。",
            is_told=True,
            seen=seen(order),
            actor=cast.clerk,
            at=AT,
        )
    with pytest.raises(RoadOpen), one_row():
        submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    withdraw_hanging(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    assert running(order) == {("handle", cast.street.pk)}
    submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    assert Hanging.objects.get(order=order).state == "withdrawn"


def test_what_the_hotline_grants_is_due_at_the_end_asked_for_and_reviewed_every_thirty_days() -> None:
    cast = create_cast()
    order = hung(cast)
    row = Hanging.objects.get(order=order)
    # 180 days after Monday 2 March is Saturday 29 August, whole; thirty days after the granting for the review.
    assert f"{row.ends_at:%m-%d %H:%M}" == "08-29 16:00"
    assert row.next_review_at == MONDAY + 6 * HOUR + timedelta(days=30)
    assert (row.state, row.settled_by_id, row.hung_at) == ("hung", cast.arbiter.person_id, MONDAY + 6 * HOUR)
    assert (order.due_at, order.open_roads, order.state) == (row.ends_at, ["hanging"], "contacted")
    assert clock(order, "handle").due_at == row.ends_at
    assert running(order) == {("handle", cast.street.pk), ("hanging", cast.street.pk)}


def test_where_policy_leaves_it_to_units_the_reviewer_hangs() -> None:
    cast = create_cast(extension_by_centre=False)
    order = agreed_to_hang(cast)
    row = Hanging.objects.get(order=order)
    assert (row.state, row.settled_by_id, order.open_roads) == ("hung", None, ["hanging"])
    assert running(order) == {("handle", cast.street.pk), ("hanging", cast.street.pk)}


@pytest.mark.parametrize("by_hotline", [True, False])
def test_what_is_refused_changes_nothing_and_says_why(by_hotline: bool) -> None:
    cast = create_cast()
    order = agreed_to_hang(cast) if by_hotline else asked_to_hang(cast)
    before = order.due_at

    def refuse(opinion: str) -> None:
        about: dict[str, Any] = {"order_id": order.pk, "opinion": opinion, "seen": seen(order), "at": AT}
        if by_hotline:
            settle_hanging(is_granted=False, actor=cast.arbiter, **about)
        else:
            review_hanging(is_agreed=False, actor=cast.reviewer, **about)

    with pytest.raises(RefusalUnexplained), one_row():
        refuse(" ")
    refuse("可以先行整改。")
    order = fresh(order)
    assert (order.due_at, order.open_roads) == (before, [])
    assert running(order) == {("handle", cast.street.pk)}
    assert Hanging.objects.get(order=order).state == "refused"


def test_everyone_decides_in_turn_and_nobody_on_the_own() -> None:
    cast = create_cast()
    order = asked_to_hang(cast)
    with pytest.raises(NotYourTurn), one_row():
        settle_hanging(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=AT)
    same_person = replace(cast.clerk, role=Role.REVIEWER)
    with pytest.raises(OwnRequest), one_row():
        review_hanging(order_id=order.pk, is_agreed=True, seen=seen(order), actor=same_person, at=AT)
    for actor in (cast.dispatcher, cast.clerk, cast.supervisor):
        with pytest.raises(NotAllowed), one_row():
            settle_hanging(order_id=order.pk, is_granted=True, seen=seen(order), actor=actor, at=AT)


def test_the_database_keeps_a_hung_matter_whole() -> None:
    cast = create_cast()
    order = hung(cast)
    row = Hanging.objects.filter(order=order)
    faults: tuple[dict[str, Any], ...] = ({"next_review_at": None}, {"ends_at": None}, {"state": "refused"})
    for changes in faults:
        with pytest.raises(IntegrityError, match="hanging_hung_whole"), one_row():
            row.update(**changes)
    for changes in ({"state": "ended"}, {"left_at": AT}):
        with pytest.raises(IntegrityError, match="hanging_left_when_over"), one_row():
            row.update(**changes)
