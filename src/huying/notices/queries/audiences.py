"""Who an audience of the policy is, for one order now."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from huying.callers.queries import sealed
from huying.domain.actors import Actor, policy_actor
from huying.domain.notices import Audience, Desk
from huying.domain.policies import Stage
from huying.domain.privacy import IdentityField
from huying.foundation import memory
from huying.organisation.queries.hotline import hotline_unit_of
from huying.organisation.queries.rosters import OnDuty, on_duty
from huying.workorders.choices import Part
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier

_ACTING = frozenset({Part.LEAD, Part.ASSIST})


def automatic(*, centre_id: int) -> Actor:
    """Return the actor that tells people."""
    return policy_actor(centre_id=centre_id, name="notices")


@memory.kept_a_minute
def hotline_desk_unit(*, centre_id: int) -> int | None:
    """Return the unit that the hotline's desks are kept under, wherever their people sit."""
    return hotline_unit_of(centre_id=centre_id)


def desks_of(*, dossier: Dossier, audience: Audience, at: datetime) -> frozenset[tuple[int, Desk]]:
    """Return the desks (unit, desk) of an audience; empty where there is no such unit now, or it has no desk.

    ``at`` is the moment of the fact: released by it are the units whose lead or assist ended then.
    """
    facts = dossier.facts
    released = {row.unit_id for row in dossier.assignments if row.closed_at == at and row.part in _ACTING}
    supervised = {unit for stage, unit in facts.running if stage is Stage.SUPERVISION}
    lead, hotline = {facts.accountable_unit_id}, {hotline_desk_unit(centre_id=facts.centre_id)}
    table: dict[Audience, tuple[Iterable[int | None], tuple[Desk, ...]]] = {
        Audience.LEAD: (lead, (Desk.HANDLING,)),
        Audience.HOLDER: ({facts.holder_unit_id}, (Desk.HANDLING,)),
        Audience.ASSISTS: (facts.open_assist_unit_ids, (Desk.HANDLING,)),
        Audience.RELEASED: (released, (Desk.HANDLING,)),
        Audience.ASKED: (facts.opinion_unit_ids | facts.called_unit_ids, (Desk.HANDLING,)),
        Audience.SUPERIOR: (facts.superior_unit_ids, (Desk.HANDLING, Desk.LEADER)),
        Audience.SUPERVISED: (supervised, (Desk.HANDLING, Desk.REVIEW)),
        Audience.REVIEWER: (lead, (Desk.REVIEW,)),
        Audience.LEADER: (lead, (Desk.LEADER,)),
        Audience.DISPATCHER: (hotline, (Desk.DISPATCH,)),
        Audience.ARBITER: (hotline, (Desk.ARBITRATION,)),
        Audience.FOLLOWUP: (hotline, (Desk.FOLLOWUP,)),
        Audience.SUPERVISOR: (hotline, (Desk.SUPERVISION,)),
    }
    units, desks = table.get(audience, ((), ()))
    return frozenset((unit, desk) for unit in units if unit is not None for desk in desks)


def first_on_duty(*, unit_id: int | None, above: int = 0, at: datetime) -> tuple[OnDuty, ...]:
    """Return those of a unit's roster who are called next after rank ``above``; empty where nobody is."""
    duty = on_duty(unit_ids=[unit_id], at=at).get(unit_id, ()) if unit_id else ()
    ranks = sorted({one.rank for one in duty if one.rank > above})
    return tuple(one for one in duty if ranks and one.rank == ranks[0])


def phone_of(*, order: Order) -> str:
    """Return the phone of an order's caller, empty where none was left or the demand is confidential.

    约定: who asked for secrecy is written to by nobody; the hotline calls.
    """
    if order.identity_id is None or order.is_confidential:
        return ""
    rows = sealed(identity_ids=[order.identity_id], actor=automatic(centre_id=order.centre_id))
    found = rows.get(order.identity_id)
    return found.opened(IdentityField.PHONE) if found and not found.wants_secrecy else ""
