"""The ladder of forms, and who answers a supervision order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huying.domain.actors import Actor, Role
from huying.domain.guards import NotYourTurn, OrderFacts
from huying.domain.lifecycle import refusal
from huying.domain.policies import Stage
from huying.domain.roads import Road, RoadNotOpen, RoadOpen
from huying.domain.states import State
from huying.domain.supervising import Form, NotSupervised, form_of_next_round, forms_after

LEAD, ASSIST = 7, 9
ORDER = OrderFacts(
    id=1,
    number="20260302000001",
    centre_id=1,
    state=State.HANDLING,
    round=1,
    events=5,
    accountable_unit_id=LEAD,
    holder_unit_id=LEAD,
    open_assist_unit_ids=frozenset({ASSIST}),
)
ASKED = replace(ORDER, open_roads=frozenset({Road.SUPERVISION}), running=frozenset({(Stage.SUPERVISION, ASSIST)}))
ANSWERED = replace(ASKED, running=frozenset({(Stage.SUPERVISION, None), (Stage.HANDLE, LEAD)}))


def actor(role: Role, unit: int = 1) -> Actor:
    return Actor(role=role, centre_id=1, person_id=100, unit_id=unit)


@pytest.mark.parametrize(
    ("last", "left"),
    [
        (None, [Form.CALL, Form.LETTER, Form.REMINDER]),
        (Form.CALL, [Form.LETTER, Form.REMINDER]),
        (Form.LETTER, [Form.REMINDER]),
        (Form.REMINDER, [Form.REMINDER]),
    ],
)
def test_the_next_one_on_the_same_order_goes_up_a_rung(last: Form | None, left: list[Form]) -> None:
    assert list(forms_after(last)) == left


@pytest.mark.parametrize(("insufficient", "form"), [(1, Form.CALL), (2, Form.LETTER), (3, Form.CALL), (4, Form.LETTER)])
def test_every_second_insufficient_answer_goes_up_a_rung(insufficient: int, form: Form) -> None:
    assert form_of_next_round(form=Form.CALL, insufficient=insufficient, often=2) is form


def test_the_unit_that_was_asked_answers_and_no_other() -> None:
    assert refusal(ASKED, "answer_supervision", actor(Role.CLERK, ASSIST)) is None
    assert refusal(ASKED, "answer_supervision", actor(Role.REVIEWER, ASSIST)) is None
    assert isinstance(refusal(ASKED, "answer_supervision", actor(Role.CLERK, LEAD)), NotSupervised)
    assert isinstance(refusal(ORDER, "answer_supervision", actor(Role.CLERK, LEAD)), RoadNotOpen)


def test_an_answer_is_given_once_and_then_checked() -> None:
    supervisor = actor(Role.SUPERVISOR)
    assert isinstance(refusal(ANSWERED, "answer_supervision", actor(Role.CLERK, ASSIST)), NotYourTurn)
    assert isinstance(refusal(ASKED, "check_supervision", supervisor), NotYourTurn)
    assert refusal(ANSWERED, "check_supervision", supervisor) is None


def test_one_is_open_at_a_time_and_may_be_taken_back_at_any() -> None:
    supervisor = actor(Role.SUPERVISOR)
    assert refusal(ORDER, "issue_supervision", supervisor) is None
    assert isinstance(refusal(ASKED, "issue_supervision", supervisor), RoadOpen)
    for order in (ASKED, ANSWERED):
        assert refusal(order, "withdraw_supervision", supervisor) is None


def test_it_holds_no_reply_back() -> None:
    order = replace(ASKED, contacts_this_round=1)
    assert refusal(order, "submit_reply", actor(Role.CLERK, LEAD)) is None
