"""An order as its citizen sees it: what the code shows, and what is only for the one who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.callers.queries import MaskedIdentity, UnmaskingTold, masked, unmaskings_of
from huying.domain.actors import Actor, Role
from huying.domain.lifecycle import actions_for
from huying.domain.public_words import STATE_WORDS
from huying.domain.states import State
from huying.intake.queries import has_urged_today
from huying.workorders.choices import TextKind
from huying.workorders.queries.dialogue import MessageRow, dialogue_of
from huying.workorders.queries.dossier import Dossier, dossier_for
from huying.workorders.queries.public_progress import PublicProgress, answers_of, public_progress
from huying.workorders.queries.splits import parts_told

_ADDING = frozenset({"add_information", "urge_order"})


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """What only the order's own citizen sees; ``unmaskings`` says which office looked at who they are, and why.

    ``additions`` are what the citizen added or said with an urging alone, oldest first; ``messages`` what citizen and
    unit wrote to each other; ``parts`` number and state of each further order that the message was split into.
    """

    original: str
    place_text: str
    answers: tuple[str, ...]
    identity: MaskedIdentity | None
    unmaskings: tuple[UnmaskingTold, ...]
    additions: tuple[str, ...]
    messages: tuple[MessageRow, ...]
    parts: tuple[tuple[str, str], ...]
    may_rate: bool
    may_add: bool
    may_urge: bool
    may_write: bool
    may_withdraw: bool


@dataclass(frozen=True, kw_only=True)
class CitizenOrder:
    """The whole page; ``own`` is ``None`` for who holds the code and did not prove to be the caller."""

    progress: PublicProgress
    own: OwnPart | None


def citizen_order(*, order_id: int, actor: Actor, is_owner: bool, at: datetime) -> CitizenOrder:
    """Return the order that the citizen's code opened; raises ``OrderNotFound``."""
    dossier = dossier_for(order_id=order_id, actor=actor)
    return CitizenOrder(
        progress=public_progress(dossier=dossier, at=at), own=_own(dossier, actor, at) if is_owner else None
    )


def _own(dossier: Dossier, actor: Actor, at: datetime) -> OwnPart:
    """依据: 个人信息保护法 art 44: people may know who processes what of theirs."""
    order = dossier.order
    identity, told = None, tuple[UnmaskingTold, ...]()
    if order.identity_id:
        identity = masked(identity_ids=[order.identity_id], actor=actor).get(order.identity_id)
        told = unmaskings_of(identity_id=order.identity_id, actor=actor)
    may = {row.action for row in actions_for(dossier.facts, actor)}
    return OwnPart(
        original=dossier.bodies(TextKind.ORIGINAL).get((TextKind.ORIGINAL, 1), ""),
        place_text=order.place_text,
        answers=answers_of(dossier=dossier),
        identity=identity,
        unmaskings=told,
        additions=_additions(dossier),
        messages=dialogue_of(dossier=dossier),
        parts=tuple((number, STATE_WORDS[State(state)]) for number, state in parts_told(dossier=dossier)),
        may_rate="rate_order" in may,
        may_add="add_information" in may,
        may_urge="urge_order" in may and not has_urged_today(order_id=order.pk, at=at),
        may_write="write_to_unit" in may,
        may_withdraw="withdraw_order" in may,
    )


def _additions(dossier: Dossier) -> tuple[str, ...]:
    alone = {event.seq for event in dossier.events if event.role == Role.CITIZEN and event.action in _ADDING}
    kinds = (TextKind.INFORMATION, TextKind.URGE, TextKind.WORDS)
    bodies = {event: body for (_, event), body in dossier.bodies(*kinds).items() if event in alone}
    return tuple(bodies[event] for event in sorted(bodies))
