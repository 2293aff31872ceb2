"""A person says of a lead whether the reply is at fault, and may say otherwise later."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.models import Unit
from huying.supervision.actions.note_reply_leads import note_reply_leads
from huying.supervision.actions.settle_reply_lead import LeadNotFound, LeadSettled, settle_reply_lead
from huying.supervision.choices import LeadState
from huying.supervision.models import ReplyLead
from tests.actions.supervision.test_note_reply_leads import AT, EMPTY, replied
from tests.cast import Cast, create_cast
from tests.factories.organisation import create_actor
from tests.walk import HOUR

pytestmark = pytest.mark.django_db
OPEN, CONFIRMED, DISMISSED = LeadState.OPEN, LeadState.CONFIRMED, LeadState.DISMISSED


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def lead(cast: Cast) -> ReplyLead:
    order = replied(cast, EMPTY)
    note_reply_leads(order_id=order.pk, event=order.events)
    return ReplyLead.objects.get()


def settle(lead: ReplyLead, found: LeadState, *, actor: Actor, seen: LeadState = OPEN, hours: int = 1) -> ReplyLead:
    settle_reply_lead(lead_id=lead.pk, found=found, seen=seen, actor=actor, at=AT + hours * HOUR)
    return ReplyLead.objects.get(pk=lead.pk)


def test_the_last_word_stands_with_who_said_it_and_when(cast: Cast, lead: ReplyLead) -> None:
    said = settle(lead, CONFIRMED, actor=cast.supervisor)
    assert (said.state, said.settled_by_id, said.settled_at) == ("confirmed", cast.supervisor.person_id, AT + HOUR)
    said = settle(lead, OPEN, actor=cast.leader, seen=CONFIRMED, hours=2)
    assert (said.state, said.settled_by_id, said.settled_at) == ("open", None, None)
    said = settle(lead, DISMISSED, actor=cast.leader, hours=3)
    assert (said.state, said.settled_by_id, said.settled_at) == ("dismissed", cast.leader.person_id, AT + 3 * HOUR)


def test_who_saw_it_otherwise_is_told(cast: Cast, lead: ReplyLead) -> None:
    settle(lead, CONFIRMED, actor=cast.supervisor)
    with pytest.raises(LeadSettled, match="刚才已有别人核实"):
        settle(lead, DISMISSED, actor=cast.leader)


def test_reading_the_reply_again_leaves_what_was_said(cast: Cast, lead: ReplyLead) -> None:
    settle(lead, DISMISSED, actor=cast.supervisor)
    note_reply_leads(order_id=lead.order_id, event=lead.event)
    assert ReplyLead.objects.get().state == "dismissed"


@pytest.mark.parametrize("who", ["clerk", "reviewer", "operator", "dispatcher"])
def test_only_those_who_may_supervise_settle(who: str, cast: Cast, lead: ReplyLead) -> None:
    with pytest.raises(NotAllowed):
        settle(lead, CONFIRMED, actor=getattr(cast, who))


def test_nobody_settles_what_they_may_not_know_of(cast: Cast, lead: ReplyLead) -> None:
    elsewhere = create_actor(unit=Unit.objects.get(name="山城市12345热线中心"), role=Role.SUPERVISOR)
    with pytest.raises(LeadNotFound), one_row():
        settle(lead, CONFIRMED, actor=elsewhere)
    with pytest.raises(LeadNotFound), one_row():
        settle_reply_lead(lead_id=0, found=CONFIRMED, seen=OPEN, actor=cast.supervisor, at=AT)
    own = create_actor(unit=cast.district, role=Role.LEADER)
    assert settle(lead, CONFIRMED, actor=own).state == "confirmed"


def test_the_database_keeps_who_settled_it(lead: ReplyLead) -> None:
    with pytest.raises(IntegrityError, match="lead_settled_whole"), transaction.atomic():
        ReplyLead.objects.filter(pk=lead.pk).update(state="confirmed")
