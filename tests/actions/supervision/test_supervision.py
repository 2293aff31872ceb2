"""A supervision order from its issue to its end: limit, answer, rounds, ladder, rights."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huying.domain.actors import Role
from huying.domain.deadlines import due
from huying.domain.errors import NotAllowed
from huying.domain.guards import NotYourTurn
from huying.domain.lifecycle import OrderNotFound
from huying.domain.limits import Limit, LimitUnit
from huying.domain.roads import RoadNotOpen, RoadOpen
from huying.domain.supervising import Form, FormTooMild, NotSupervised
from huying.foundation.clock import day_of
from huying.foundation.commit import one_row
from huying.policy.queries import calendar_of
from huying.supervision.actions.answer_supervision import MeasuresUnfit
from huying.supervision.actions.check_supervision import CheckUnfit
from huying.supervision.actions.issue_supervision import SupervisionUnfit
from huying.supervision.actions.withdraw_supervision import WithdrawalUnexplained
from huying.supervision.models import SupervisionOrder, SupervisionRound
from huying.workorders.models import Clock, Event, Text
from tests.cast import Cast, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.supervision import ISSUED, judge, respond, supervise, supervised, take_back
from tests.walk import HOUR, assigned, contacted, fresh, replied, running, seen

pytestmark = pytest.mark.django_db
LATE = ISSUED + timedelta(days=9)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def _after(days: int, cast: Cast) -> object:
    limit = Limit(amount=days, unit=LimitUnit.WORKING_DAY)
    return due(limit=limit, start=ISSUED, calendar=calendar_of(centre_id=cast.centre.pk))


def test_a_unit_is_asked_to_answer_within_three_working_days(cast: Cast) -> None:
    order = supervised(cast)
    row = SupervisionOrder.objects.get(order=order)
    assert (order.open_roads, order.state) == (["supervision"], "contacted")
    assert ("supervision", cast.street.pk) in running(order)
    assert row.due_at == _after(3, cast) == Clock.objects.get(order=order, stage="supervision").due_at
    assert (row.unit_id, row.reason, row.form, row.round, row.district_id) == (
        cast.street.pk,
        "shirking",
        "call",
        1,
        cast.district.pk,
    )
    assert Text.objects.get(order=order, kind="supervision").body == "请查明为何反复重办。"


def test_the_supervisor_may_set_the_limit_in_working_days(cast: Cast) -> None:
    order = supervised(cast, days=1)
    row = SupervisionOrder.objects.get(order=order)
    assert row.due_at == _after(1, cast) == Clock.objects.get(order=order, stage="supervision").due_at
    assert SupervisionRound.objects.get(supervision=row).due_at == row.due_at


def test_an_answer_names_measures_person_and_day_and_waits_for_the_check(cast: Cast) -> None:
    order = supervised(cast)
    respond(cast, order)
    row, turn = SupervisionOrder.objects.get(order=order), SupervisionRound.objects.get()
    assert running(order) & {("supervision", cast.street.pk), ("supervision", None)} == {("supervision", None)}
    assert (turn.owner, turn.answered_at, turn.person_id) == ("方主任", ISSUED + HOUR, cast.clerk.person_id)
    assert turn.do_by == day_of(ISSUED) + timedelta(days=3)
    assert (row.answered_at, row.late, fresh(order).open_roads) == (ISSUED + HOUR, 0, ["supervision"])
    assert row.due_at == Clock.objects.get(order=order, stage="supervision", unit=None).due_at
    with pytest.raises(NotYourTurn), one_row():
        respond(cast, order)


def test_an_accepted_answer_ends_it(cast: Cast) -> None:
    order = supervised(cast)
    respond(cast, order, actor=cast.reviewer)
    judge(cast, order, is_accepted=True)
    row = SupervisionOrder.objects.get(order=order)
    assert (row.outcome, row.closed_at, row.closed_event) == ("accepted", ISSUED + 2 * HOUR, fresh(order).events)
    assert SupervisionRound.objects.get().is_accepted
    assert (fresh(order).open_roads, "supervision" in dict(running(order))) == ([], False)
    with pytest.raises(RoadNotOpen), one_row():
        judge(cast, order, is_accepted=True)


def test_an_insufficient_answer_is_asked_for_again_with_a_new_limit(cast: Cast) -> None:
    order = supervised(cast)
    respond(cast, order)
    judge(cast, order, is_accepted=False, days=2)
    row = SupervisionOrder.objects.get(order=order)
    assert (row.round, row.answered_at, row.closed_at, row.form) == (2, None, None, "call")
    assert ("supervision", cast.street.pk) in running(order)
    assert row.due_at == Clock.objects.get(order=order, stage="supervision", stopped_at=None).due_at
    assert fresh(order).open_roads == ["supervision"]
    respond(cast, order, at=ISSUED + 3 * HOUR)
    judge(cast, order, is_accepted=True, at=ISSUED + 4 * HOUR)
    assert list(SupervisionRound.objects.order_by("number").values_list("is_accepted", flat=True)) == [False, True]


def test_after_two_insufficient_answers_the_form_goes_up(cast: Cast) -> None:
    order = supervised(cast)
    forms = []
    for turn in range(4):
        respond(cast, order, at=ISSUED + (3 * turn + 1) * HOUR)
        judge(cast, order, is_accepted=False, at=ISSUED + (3 * turn + 2) * HOUR)
        forms.append(SupervisionOrder.objects.get(order=order).form)
    assert forms == ["call", "letter", "letter", "reminder"]
    assert SupervisionRound.objects.latest("pk").form == "reminder"


def test_a_late_answer_is_marked_and_counted(cast: Cast) -> None:
    order = supervised(cast)
    respond(cast, order, at=LATE)
    judge(cast, order, is_accepted=False, at=LATE + HOUR)
    respond(cast, order, at=LATE + 2 * HOUR)
    assert SupervisionOrder.objects.get(order=order).late == 1
    said = Event.objects.filter(order=order, action="answer_supervision").order_by("seq").values_list("data", flat=True)
    assert [data["late"] for data in said] == [True, False]
    clocks = Clock.objects.filter(order=order, stage="supervision", unit=cast.street).order_by("pk")
    assert [clock.stopped_at is not None and clock.stopped_at > clock.due_at for clock in clocks] == [True, False]


def test_the_next_one_on_the_same_order_is_sterner_unless_the_last_was_withdrawn(cast: Cast) -> None:
    order = supervised(cast)
    take_back(cast, order)
    supervise(cast, order, at=ISSUED + 2 * HOUR)
    respond(cast, order, at=ISSUED + 3 * HOUR)
    judge(cast, order, is_accepted=True, at=ISSUED + 4 * HOUR)
    with pytest.raises(FormTooMild), one_row():
        supervise(cast, order, at=ISSUED + 5 * HOUR)
    supervise(cast, order, form=Form.LETTER, at=ISSUED + 5 * HOUR)
    assert list(SupervisionOrder.objects.order_by("pk").values_list("form", flat=True)) == ["call", "call", "letter"]


def test_one_is_open_at_a_time(cast: Cast) -> None:
    order = supervised(cast)
    with pytest.raises(RoadOpen), one_row():
        supervise(cast, order, form=Form.LETTER)


def test_it_is_taken_back_with_a_reason_and_its_limit_is_given_up(cast: Cast) -> None:
    order = supervised(cast)
    with pytest.raises(WithdrawalUnexplained), one_row():
        take_back(cast, order, reason=" ")
    take_back(cast, order)
    row = SupervisionOrder.objects.get(order=order)
    assert (row.outcome, row.closed_at, fresh(order).open_roads) == ("withdrawn", ISSUED + HOUR, [])
    assert Clock.objects.get(order=order, stage="supervision").void
    with pytest.raises(RoadNotOpen), one_row():
        respond(cast, order, at=ISSUED + 2 * HOUR)


def test_an_assist_that_has_not_reported_may_be_asked_and_no_other_unit(cast: Cast) -> None:
    order = assigned(cast, assists=(cast.bureau.pk,))
    elsewhere = create_unit(centre=cast.centre, name="市水务局")
    with pytest.raises(SupervisionUnfit) as fault, one_row():
        supervise(cast, order, unit_id=elsewhere.pk)
    assert set(fault.value.fields) == {"unit_id"}
    supervise(cast, order, unit_id=cast.bureau.pk)
    with pytest.raises(NotSupervised), one_row():
        respond(cast, order)
    respond(cast, order, actor=cast.bureau_clerk)
    assert SupervisionOrder.objects.get(order=order).answered_at


def test_an_answered_order_may_be_supervised_too(cast: Cast) -> None:
    order = replied(cast)
    supervise(cast, order, at=ISSUED + HOUR)
    respond(cast, order, at=ISSUED + 2 * HOUR)
    assert fresh(order).state == "replied"


def test_those_who_watch_issue_it_and_nobody_who_dispatches_or_handles(cast: Cast) -> None:
    order = contacted(cast)
    evaluator = create_actor(unit=cast.hotline, role=Role.EVALUATOR)
    for actor in (cast.operator, cast.dispatcher, cast.arbiter, cast.followup, cast.clerk, cast.reviewer, evaluator):
        with pytest.raises(NotAllowed), one_row():
            supervise(cast, order, actor=actor)
    supervise(cast, order, actor=cast.leader)
    respond(cast, order)
    for actor in (cast.clerk, cast.dispatcher, evaluator):
        with pytest.raises(NotAllowed), one_row():
            judge(cast, order, is_accepted=True, actor=actor)
        with pytest.raises(NotAllowed), one_row():
            take_back(cast, order, actor=actor, at=ISSUED + 2 * HOUR)
    judge(cast, order, is_accepted=True, actor=cast.leader)


def test_a_unit_that_is_not_on_the_order_and_a_district_s_leader_elsewhere_know_of_nothing(cast: Cast) -> None:
    order = supervised(cast)
    with pytest.raises(OrderNotFound), one_row():
        respond(cast, order, actor=cast.outsider)
    elsewhere = create_unit(centre=cast.centre, name="望海区人民政府", kind="government", level="district")
    stranger = create_actor(unit=elsewhere, role=Role.LEADER)
    with pytest.raises(OrderNotFound), one_row():
        take_back(cast, order, actor=stranger)
    take_back(cast, order, actor=create_actor(unit=cast.district, role=Role.LEADER))


def test_what_is_asked_answered_and_found_insufficient_is_said(cast: Cast) -> None:
    order = contacted(cast)
    unfit_words: tuple[dict[str, Any], ...] = ({"words": " "}, {"days": 0}, {"days": 31})
    for wrong in unfit_words:
        with pytest.raises(SupervisionUnfit) as unfit, one_row():
            supervise(cast, order, **wrong)
        assert set(unfit.value.fields) == set(wrong)
    supervise(cast, order)
    unfit_answers: tuple[dict[str, Any], ...] = (
        {"measures": ""},
        {"owner": " "},
        {"do_by": day_of(ISSUED) - timedelta(days=1)},
    )
    for said in unfit_answers:
        with pytest.raises(MeasuresUnfit) as missing, one_row():
            respond(cast, order, **said)
        assert set(missing.value.fields) == set(said)
    respond(cast, order)
    with pytest.raises(CheckUnfit), one_row():
        judge(cast, order, is_accepted=False, words=" ")


def test_the_history_tells_the_verdicts(cast: Cast) -> None:
    order = supervised(cast)
    respond(cast, order)
    judge(cast, order, is_accepted=False)
    data = Event.objects.get(order=order, seq=seen(order)).data
    assert (data["outcome"], data["round"]) == ("insufficient", 1)
    assert _by(order.pk) == [cast.supervisor.person_id, cast.clerk.person_id, cast.supervisor.person_id]


def _by(order_id: int) -> list[int | None]:
    acts = Event.objects.filter(order_id=order_id, action__endswith="_supervision").order_by("seq")
    return list(acts.values_list("person_id", flat=True))
