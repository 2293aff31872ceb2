"""Opinions, the decision, and what dispatch then has to say."""

from __future__ import annotations

from typing import Any

import pytest

from huying.coordination.actions.give_opinion import OpinionEmpty, give_opinion
from huying.coordination.actions.settle_conference import (
    DecisionEmpty,
    DistrictUnknown,
    LeadMissing,
    settle_conference,
)
from huying.coordination.choices.conference import Outcome, Position
from huying.coordination.models import Conference, Opinion
from huying.coordination.queries.conference import panel, said_by
from huying.dispatch.actions.assign_unit import AgainstConference, assign_unit
from huying.domain.actors import Actor
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, actions_for
from huying.domain.roads import RoadNotOpen
from huying.foundation.commit import one_row
from huying.workorders.models import Event, Order
from huying.workorders.queries.decision import decision_of
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, conferred, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR
BASIS = "市城市管理局三定规定第四条"


def say(order: Order, actor: Actor, **changes: Any) -> None:
    given: dict[str, Any] = {"position": Position.NOT_OURS, "basis": "三定规定", "words": "应由城管局牵头。"}
    give_opinion(order_id=order.pk, seen=seen(order), actor=actor, at=AT, **given | changes)


def settle(order: Order, cast: Cast, **changes: Any) -> None:
    given: dict[str, Any] = {
        "outcome": Outcome.DECIDED,
        "lead_unit_id": cast.bureau.pk,
        "assist_unit_ids": [cast.street.pk],
        "legal_basis": BASIS,
        "words": "由城管局牵头，街道配合。",
        "actor": cast.dispatcher,
    }
    settle_conference(order_id=order.pk, seen=seen(order), at=AT, **given | changes)


def assign(order: Order, cast: Cast, lead: int, **changes: Any) -> None:
    given: dict[str, Any] = {"legal_basis": BASIS, "seen": seen(order), "actor": cast.dispatcher, "at": AT + HOUR}
    assign_unit(order_id=order.pk, lead_unit_id=lead, **given | changes)


def test_each_unit_speaks_for_itself_and_may_think_again_until_the_decision() -> None:
    cast = create_cast()
    order = conferred(cast)
    say(order, cast.clerk)
    say(order, cast.reviewer, position=Position.PARTLY, words="街道可以配合巡查。")
    street = Opinion.objects.get(unit=cast.street)
    assert (street.position, street.person_id, street.event) == ("partly", cast.reviewer.person_id, seen(order))
    said = said_by(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), actor=cast.clerk)
    assert said
    assert said.words == "街道可以配合巡查。"
    assert Opinion.objects.get(unit=cast.bureau).position == ""
    settle(order, cast)
    with pytest.raises(NotAllowed), one_row():
        say(order, cast.clerk)


def test_only_a_unit_that_is_asked_speaks() -> None:
    cast = create_cast()
    order = conferred(cast)
    for actor in (cast.dispatcher, cast.community_worker, cast.outsider):
        with pytest.raises((NotAllowed, OrderNotFound)), one_row():
            say(order, actor)
    assert [row.action for row in actions_for(dossier_for(order_id=order.pk, actor=cast.clerk).facts, cast.clerk)] == [
        "give_opinion"
    ]


def test_an_opinion_says_why_and_by_what() -> None:
    cast = create_cast()
    order = conferred(cast)
    with pytest.raises(OpinionEmpty) as fault, one_row():
        say(order, cast.clerk, basis="", words=" ")
    assert set(fault.value.fields) == {"basis", "words"}


def test_the_decision_ends_the_conference_and_comes_first_at_dispatch() -> None:
    cast = create_cast()
    order = conferred(cast)
    say(order, cast.clerk)
    settle(order, cast)
    assert fresh(order).open_roads == []
    assert running(order) == {("dispatch", None)}
    row = Conference.objects.get(order=order)
    assert (row.outcome, row.lead_unit, row.assist_unit_ids) == ("decided", cast.bureau, [cast.street.pk])
    decision = decision_of(order_id=order.pk)
    assert decision
    assert (decision.lead_unit_id, decision.legal_basis) == (cast.bureau.pk, BASIS)
    (shown,) = panel(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), actor=cast.clerk, at=AT)
    assert (shown.decision, shown.legal_basis) == ("由城管局牵头，街道配合。", BASIS)
    assert [one.words for one in shown.opinions] == ["应由城管局牵头。", ""]
    with pytest.raises(RoadNotOpen), one_row():
        settle(order, cast)


def test_another_lead_than_the_decided_one_needs_a_reason() -> None:
    cast = create_cast()
    order = conferred(cast)
    settle(order, cast)
    with pytest.raises(AgainstConference), one_row():
        assign(order, cast, cast.street.pk)
    assign(order, cast, cast.street.pk, remark="现场核实属于街道综合执法事项。")
    data = Event.objects.get(order=order, action="assign_unit").data
    assert (data["lead"], data["conferred"]) == (cast.street.pk, cast.bureau.pk)
    assert decision_of(order_id=order.pk) is None


def test_the_decided_lead_needs_none() -> None:
    cast = create_cast()
    order = conferred(cast)
    settle(order, cast)
    assign(order, cast, cast.bureau.pk)
    assert fresh(order).accountable_unit == cast.bureau


def test_undecided_the_district_of_the_place_leads() -> None:
    cast = create_cast()
    order = conferred(cast, region_id=cast.region_street.pk)
    settle(order, cast, outcome=Outcome.UNDECIDED, lead_unit_id=None, assist_unit_ids=[], legal_basis="")
    decision = decision_of(order_id=order.pk)
    assert decision
    assert (decision.lead_unit_id, decision.is_fallback) == (cast.district.pk, True)
    assert "区政府" in decision.legal_basis


def test_where_the_place_says_no_district_one_is_chosen() -> None:
    cast = create_cast()
    order = conferred(cast)
    undecided = {"outcome": Outcome.UNDECIDED, "legal_basis": "", "assist_unit_ids": []}
    for lead in (None, cast.bureau.pk):
        with pytest.raises(DistrictUnknown), one_row():
            settle(order, cast, **undecided, lead_unit_id=lead)
    settle(order, cast, **undecided, lead_unit_id=cast.district.pk)
    assert Conference.objects.get(order=order).lead_unit == cast.district


def test_a_decision_names_a_lead_and_gives_its_ground() -> None:
    cast = create_cast()
    order = conferred(cast)
    for lead in (None, cast.community.pk, cast.street.pk):
        with pytest.raises(LeadMissing), one_row():
            settle(order, cast, lead_unit_id=lead)
    for empty in ("legal_basis", "words"):
        with pytest.raises(DecisionEmpty), one_row():
            settle(order, cast, **{empty: " "})
    assert fresh(order).open_roads == ["conference"]
