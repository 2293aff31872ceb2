"""Tell everybody whom the policy names of a fact."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from huying.domain.facts import Fact
from huying.domain.guards import OrderFacts
from huying.domain.notices import Audience, NoticeChannel, NoticeRule
from huying.domain.policies import Urgency
from huying.notices.actions.put_notices import put_notices
from huying.notices.actions.write_message import write_message
from huying.notices.models import Message
from huying.notices.queries.audiences import automatic, desks_of, first_on_duty, phone_of
from huying.notices.queries.rules import is_sent
from huying.policy.queries import policy_at
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for


@dataclass(frozen=True, kw_only=True)
class Told:
    """What has to be done next: messages to send, each with its moment, and when to climb the roster above a rank."""

    messages: tuple[tuple[int, datetime], ...]
    climbs_at: datetime | None
    above: int


@transaction.atomic(savepoint=False)
def tell(*, fact: Fact) -> Told:
    """Write the notices and messages of every rule that fits the fact; running it again writes nothing new.

    The rules are those in force at the fact; who an audience is, is asked now. An emergency that was put before a unit
    climbs the unit's roster until it is signed for (``climb_roster``), above the rank that was told at once.
    """
    dossier = dossier_for(order_id=fact.order_id, actor=automatic(centre_id=fact.centre_id))
    order, facts = dossier.order, dossier.facts
    policy = policy_at(centre_id=fact.centre_id, at=fact.at).policy
    is_emergency = order.urgency == Urgency.EMERGENCY
    messages: list[Message] = []
    above = 0
    for rule in policy.notices:
        if not rule.fits(fact=fact.name, state=fact.state, is_emergency=is_emergency):
            continue
        if rule.channel is NoticeChannel.INBOX:
            desks = desks_of(dossier=dossier, audience=rule.audience, at=fact.at)
            put_notices(order_id=order.pk, event=fact.event, rule=rule.code, text=rule.text, desks=desks, at=fact.at)
            continue
        rank, phones = _phones(rule, order=order, facts=facts, at=fact.at)
        above = max(above, rank)
        messages += _written(rule, order=order, phones=phones, fact=fact)
    climbs_at = None
    if is_emergency and is_sent(fact=fact):
        climbs_at = fact.at + timedelta(minutes=policy.roster_wait_minutes)
    sendable = tuple((one.pk, one.due_at) for one in messages if one.ended_at is None)
    return Told(messages=sendable, climbs_at=climbs_at, above=above)


def _phones(rule: NoticeRule, *, order: Order, facts: OrderFacts, at: datetime) -> tuple[int, list[str]]:
    """Return the telephones of a rule, with the rank of the roster that they are of, 0 for a caller's."""
    if rule.audience is Audience.CALLER:
        phone = phone_of(order=order)
        return 0, [phone] if phone else []
    duty = first_on_duty(unit_id=facts.holder_unit_id, at=at)
    return (duty[0].rank if duty else 0), [one.telephone for one in duty]


def _written(rule: NoticeRule, *, order: Order, phones: list[str], fact: Fact) -> list[Message]:
    found = [
        write_message(
            order=order,
            event=fact.event,
            rule=rule.code,
            text=rule.text,
            phone=phone,
            to_citizen=rule.audience is Audience.CALLER,
            is_urgent=order.urgency == Urgency.EMERGENCY,
            is_required=rule.is_required,
            at=fact.at,
        )
        for phone in phones
    ]
    return [message for message in found if message]
