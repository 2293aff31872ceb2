"""Role × action × state, as one table: what the lifecycle allows, and nothing else."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from huying.domain.actors import SEATED, Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.guards import NoContactYet, NotAccountable, NotYourTurn, OrderFacts, OwnReply
from huying.domain.lifecycle import (
    BY_ACTION,
    TRANSITIONS,
    OrderNotFound,
    SeenOutOfDate,
    WrongState,
    actions_for,
    check,
    may_see,
    refusal,
)
from huying.domain.policies import Stage
from huying.domain.roads import Road, RoadOpen
from huying.domain.states import FINAL, OPEN, State, life_stage
from huying.domain.transitions import Reach

UNIT, OTHER, ASSISTING = 7, 8, 9
ORDER = OrderFacts(
    id=1,
    number="20260302000001",
    centre_id=1,
    state=State.HANDLING,
    round=1,
    events=5,
    district_id=3,
    accountable_unit_id=UNIT,
    holder_unit_id=UNIT,
    open_assist_unit_ids=frozenset(),
    past_unit_ids=frozenset({UNIT}),
    contacts_this_round=1,
)
# Which units an action beside the main line is open to.
BESIDE: dict[Reach, str] = {
    Reach.ASSIST: "open_assist_unit_ids",
    Reach.CALLED: "called_unit_ids",
    Reach.TASKED: "tasked_unit_ids",
    Reach.RATER: "rater_unit_ids",
    Reach.OPINION: "opinion_unit_ids",
}
PEOPLE = sorted(SEATED | {Role.CITIZEN})


def actor(role: Role, *, unit: int = UNIT, centre: int = 1, district: int | None = None, person: int = 100) -> Actor:
    own = ORDER.id if role is Role.CITIZEN else None
    return Actor(role=role, centre_id=centre, person_id=person, unit_id=unit, district_id=district, order_id=own)


@pytest.mark.parametrize("action", sorted(BY_ACTION))
def test_every_pair_of_state_and_role_is_decided_by_the_table(action: str) -> None:
    row = BY_ACTION[action]
    order = replace(ORDER, open_roads=frozenset(row.needs), superior_unit_ids=frozenset({UNIT}))
    if action == "unlink_repeat":
        order = replace(order, repeats_id=9)
    if beside := BESIDE.get(row.reach):
        given: dict[str, Any] = {beside: frozenset({ASSISTING}), "past_unit_ids": frozenset({ASSISTING})}
        order = replace(order, **given)
    if action == "call_conference":
        order = replace(order, open_roads=frozenset({Road.RETURN}))
    if action == "pass_up":
        order = replace(order, accountable_unit_id=OTHER)
    unit = ASSISTING if beside else UNIT
    order = replace(order, running=frozenset(product(row.stops, (UNIT, None))))
    for state, role in product(State, Role):
        found = refusal(replace(order, state=state), action, actor(role, unit=unit))
        assert (found is None) is (role in row.roles and state in row.sources), (state, role, found)


@pytest.mark.parametrize("state", sorted(FINAL))
def test_a_final_state_has_no_way_out(state: State) -> None:
    assert not [row.action for row in TRANSITIONS if state in row.sources]


@pytest.mark.parametrize("state", sorted(OPEN))
def test_an_open_state_can_be_reached_and_left(state: State) -> None:
    assert [row for row in TRANSITIONS if state in row.targets and row.sources != {state}]
    assert [row for row in TRANSITIONS if state in row.sources and set(row.targets) - {state}]


def test_every_action_is_listed_once() -> None:
    assert len(BY_ACTION) == len(TRANSITIONS)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN])
def test_an_administrator_sees_no_order(role: Role) -> None:
    assert not may_see(ORDER, actor(role))


@pytest.mark.parametrize("role", PEOPLE)
def test_another_centre_sees_nothing(role: Role) -> None:
    stranger = actor(role, centre=2)
    assert not may_see(ORDER, stranger)
    with pytest.raises(OrderNotFound):
        check(ORDER, "submit_reply", stranger, seen=1)


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.COMMUNITY, Role.GRID_WORKER])
def test_a_unit_never_held_to_the_order_sees_nothing(role: Role) -> None:
    assert not may_see(ORDER, actor(role, unit=OTHER))


def test_a_citizen_knows_the_one_order_that_the_code_opens() -> None:
    citizen = actor(Role.CITIZEN)
    assert may_see(ORDER, citizen)
    assert not may_see(replace(ORDER, id=2), citizen)
    assert not may_see(ORDER, replace(citizen, order_id=None))


def test_a_leader_of_a_district_sees_that_district_only() -> None:
    assert may_see(ORDER, actor(Role.LEADER, unit=3, district=3))
    assert not may_see(ORDER, actor(Role.LEADER, unit=4, district=4))


def test_a_unit_that_passed_the_order_down_still_sees_it_but_does_not_act() -> None:
    order = replace(ORDER, holder_unit_id=OTHER)
    assert may_see(order, actor(Role.CLERK))
    assert isinstance(refusal(order, "record_progress", actor(Role.CLERK)), NotAllowed)


def test_a_reply_needs_a_contact_first() -> None:
    assert isinstance(refusal(replace(ORDER, contacts_this_round=0), "submit_reply", actor(Role.CLERK)), NoContactYet)


def test_of_the_units_only_the_accountable_one_says_why_an_order_is_hard() -> None:
    order = replace(ORDER, open_assist_unit_ids=frozenset({ASSISTING}))
    assert isinstance(refusal(order, "tag_order", actor(Role.CLERK, unit=ASSISTING)), NotAccountable)
    assert refusal(order, "tag_order", actor(Role.DISPATCHER, unit=OTHER)) is None


def test_a_reviewer_does_not_judge_the_own_reply() -> None:
    order = replace(ORDER, state=State.AWAITING_REVIEW, reply_person_id=100)
    assert isinstance(refusal(order, "review_reply", actor(Role.REVIEWER)), OwnReply)
    assert refusal(order, "review_reply", actor(Role.REVIEWER, person=101)) is None


def test_a_form_drawn_before_the_last_event_is_refused() -> None:
    with pytest.raises(SeenOutOfDate):
        check(ORDER, "record_progress", actor(Role.CLERK), seen=4)
    assert check(ORDER, "record_progress", actor(Role.CLERK), seen=5).action == "record_progress"


def test_a_wrong_state_says_where_the_order_stands() -> None:
    with pytest.raises(WrongState, match="办理中"):
        check(ORDER, "sign_order", actor(Role.CLERK), seen=None)


def test_buttons_are_what_the_table_allows() -> None:
    names = {row.action for row in actions_for(ORDER, actor(Role.CLERK))}
    assert names == {
        "record_contact",
        "record_progress",
        "pass_down",
        "submit_reply",
        "request_return",
        "blow_whistle",
        "request_extension",
        "request_hanging",
        "record_visit",
        "tag_order",
        "escalate",
        "write_to_caller",
    }


def test_an_application_is_for_the_unit_s_reviewer_first_and_then_for_the_hotline() -> None:
    asked = replace(ORDER, open_roads=frozenset({Road.EXTENSION}), running=frozenset({(Stage.EXTENSION, UNIT)}))
    agreed = replace(asked, running=frozenset({(Stage.EXTENSION, None)}))
    for order, mine, theirs in ((asked, Role.REVIEWER, Role.ARBITER), (agreed, Role.ARBITER, Role.REVIEWER)):
        decide = {Role.REVIEWER: "review_extension", Role.ARBITER: "settle_extension"}
        assert refusal(order, decide[mine], actor(mine)) is None
        assert isinstance(refusal(order, decide[theirs], actor(theirs)), NotYourTurn)


def test_a_reply_waits_until_what_was_asked_for_is_decided_or_taken_back() -> None:
    asked = replace(ORDER, open_roads=frozenset({Road.EXTENSION}))
    assert isinstance(refusal(asked, "submit_reply", actor(Role.CLERK)), RoadOpen)
    assert refusal(asked, "withdraw_extension", actor(Role.CLERK)) is None


def test_every_state_belongs_to_a_stage_of_life() -> None:
    assert {life_stage(state) for state in State} == set(type(life_stage(State.CLOSED)))
