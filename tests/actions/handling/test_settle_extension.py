"""What deciding on a longer limit does: the unit's reviewer first, then the hotline."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError

from huying.domain.actors import Role
from huying.domain.errors import NotAllowed
from huying.domain.guards import NotYourTurn
from huying.foundation.commit import one_row
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.models import Extension
from huying.handling.queries.decisions import OwnRequest, RefusalUnexplained
from huying.workorders.models import Event, Text
from tests.actions.dispatch.returns import ask, rule
from tests.cast import MONDAY, create_cast
from tests.walk import HOUR, agreed_to_extend, asked_to_extend, clock, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR


def test_what_the_reviewer_agrees_to_goes_to_the_hotline_and_puts_nothing_off_yet() -> None:
    cast = create_cast()
    order = agreed_to_extend(cast)
    row = Extension.objects.get(order=order)
    assert (row.state, row.reviewed_by_id, row.due_after) == ("at_centre", cast.reviewer.person_id, None)
    assert (order.due_at, order.open_roads) == (row.due_before, ["extension"])
    assert running(order) == {("handle", cast.street.pk), ("extension", None)}


def test_what_is_granted_is_due_later_and_the_first_due_time_stays_on_record() -> None:
    cast = create_cast()
    order = agreed_to_extend(cast, amount=3)
    settle_extension(
        order_id=order.pk, is_granted=True, opinion="按期复核。", seen=seen(order), actor=cast.arbiter, at=AT
    )
    order, row = fresh(order), Extension.objects.get(order=order)
    limit = clock(order, "handle")
    # Registered on Monday 2 March, five working days end with Monday 9; three more with Thursday 12.
    assert f"{row.due_before:%m-%d %H}" == "03-09 16"
    assert f"{row.due_after:%m-%d %H}" == "03-12 16"
    assert order.due_at == limit.due_at == row.due_after
    assert (limit.extended, limit.stopped_at) == (1, None)
    assert (row.state, row.settled_by_id, order.open_roads) == ("granted", cast.arbiter.person_id, [])
    assert row.ruling_event == order.events
    assert running(order) == {("handle", cast.street.pk)}
    assert Event.objects.filter(order=order, data__set__due=Event.objects.get(order=order, seq=2).data["set"]["due"])
    assert Text.objects.get(order=order, event=order.events).body == "同意。按期复核。"


def test_where_policy_leaves_it_to_units_the_reviewer_grants() -> None:
    cast = create_cast(extension_by_centre=False)
    order = agreed_to_extend(cast)
    row = Extension.objects.get(order=order)
    assert (row.state, order.due_at, order.open_roads) == ("granted", row.due_after, [])
    assert clock(order, "handle").due_at > row.due_before


@pytest.mark.parametrize("by_hotline", [True, False])
def test_what_is_refused_leaves_the_limit_and_says_why(by_hotline: bool) -> None:
    cast = create_cast()
    order = agreed_to_extend(cast) if by_hotline else asked_to_extend(cast)
    before = order.due_at
    if by_hotline:
        with pytest.raises(RefusalUnexplained), one_row():
            settle_extension(order_id=order.pk, is_granted=False, seen=seen(order), actor=cast.arbiter, at=AT)
        settle_extension(
            order_id=order.pk, is_granted=False, opinion="可先停业。", seen=seen(order), actor=cast.arbiter, at=AT
        )
    else:
        with pytest.raises(RefusalUnexplained), one_row():
            review_extension(order_id=order.pk, is_agreed=False, seen=seen(order), actor=cast.reviewer, at=AT)
        review_extension(
            order_id=order.pk, is_agreed=False, opinion="可先停业。", seen=seen(order), actor=cast.reviewer, at=AT
        )
    order = fresh(order)
    assert (order.due_at, order.open_roads) == (before, [])
    assert Extension.objects.get(order=order).state == "refused"
    assert clock(order, "handle").extended == 0


def test_an_application_made_in_time_may_be_granted_after_the_due_time() -> None:
    cast = create_cast()
    order = agreed_to_extend(cast)
    late = clock(order, "handle").due_at + timedelta(days=1)
    settle_extension(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=late)
    assert clock(order, "handle").due_at > late


def test_everyone_decides_in_turn() -> None:
    cast = create_cast()
    order = asked_to_extend(cast)
    with pytest.raises(NotYourTurn), one_row():
        settle_extension(order_id=order.pk, is_granted=True, seen=seen(order), actor=cast.arbiter, at=AT)
    review_extension(order_id=order.pk, is_agreed=True, seen=seen(order), actor=cast.reviewer, at=AT)
    with pytest.raises(NotYourTurn), one_row():
        review_extension(order_id=order.pk, is_agreed=True, seen=seen(order), actor=cast.reviewer, at=AT)
    for actor in (cast.dispatcher, cast.supervisor, cast.clerk):
        with pytest.raises(NotAllowed), one_row():
            settle_extension(order_id=order.pk, is_granted=True, seen=seen(order), actor=actor, at=AT)


def test_nobody_judges_what_they_asked_for_themselves() -> None:
    cast = create_cast()
    order = asked_to_extend(cast)
    same_person = replace(cast.clerk, role=Role.REVIEWER)
    with pytest.raises(OwnRequest), one_row():
        review_extension(order_id=order.pk, is_agreed=True, seen=seen(order), actor=same_person, at=AT)
    with pytest.raises(IntegrityError, match="extension_two_persons"), one_row():
        Extension.objects.filter(order=order).update(reviewed_by=cast.clerk.person_id)


def test_the_database_keeps_a_granted_limit_later_than_before() -> None:
    cast = create_cast()
    order = asked_to_extend(cast)
    row = Extension.objects.get(order=order)
    for changes in ({"due_after": row.due_before}, {"due_after": row.due_before + HOUR}, {"state": "granted"}):
        with pytest.raises(IntegrityError, match="extension_granted_is_later"), one_row():
            Extension.objects.filter(order=order).update(**changes)


@pytest.mark.parametrize(("by_other", "due"), [(False, "03-12 16"), (True, "03-09 16")])
def test_a_ruling_leaves_a_unit_what_it_was_granted_and_gives_another_its_own_limit(
    *, by_other: bool, due: str
) -> None:
    cast = create_cast()
    order = agreed_to_extend(cast, amount=3)
    settle_extension(order_id=order.pk, is_granted=True, opinion="同意。", seen=seen(order), actor=cast.arbiter, at=AT)
    ask(order, cast, at=AT + HOUR)
    rule(order, cast, lead=cast.bureau if by_other else cast.street, at=AT + 2 * HOUR)
    assert f"{fresh(order).due_at:%m-%d %H}" == due
