"""An order as its citizen sees it: what the code shows, and what is only for the one who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.callers.queries import MaskedIdentity, UnmaskingTold, masked, unmaskings_of
from huying.domain.actors import Actor
from huying.domain.lifecycle import refusal
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import Dossier, dossier_for
from huying.workorders.queries.public_progress import PublicProgress, answers_of, public_progress


@dataclass(frozen=True, kw_only=True)
class OwnPart:
    """What only the order's own citizen sees; ``unmaskings`` says which office looked at who they are, and why."""

    original: str
    place_text: str
    answers: tuple[str, ...]
    identity: MaskedIdentity | None
    unmaskings: tuple[UnmaskingTold, ...]
    may_rate: bool


@dataclass(frozen=True, kw_only=True)
class CitizenOrder:
    """The whole page; ``own`` is ``None`` for who holds the code and did not prove to be the caller."""

    progress: PublicProgress
    own: OwnPart | None


def citizen_order(*, order_id: int, actor: Actor, is_owner: bool, at: datetime) -> CitizenOrder:
    """Return the order that the citizen's code opened; raises ``OrderNotFound``."""
    dossier = dossier_for(order_id=order_id, actor=actor)
    return CitizenOrder(
        progress=public_progress(dossier=dossier, at=at), own=_own(dossier, actor) if is_owner else None
    )


def _own(dossier: Dossier, actor: Actor) -> OwnPart:
    """依据: 个人信息保护法 art 44: people may know who processes what of theirs."""
    order = dossier.order
    identity, told = None, tuple[UnmaskingTold, ...]()
    if order.identity_id:
        identity = masked(identity_ids=[order.identity_id], actor=actor).get(order.identity_id)
        told = unmaskings_of(identity_id=order.identity_id, actor=actor)
    return OwnPart(
        original=dossier.bodies(TextKind.ORIGINAL).get((TextKind.ORIGINAL, 1), ""),
        place_text=order.place_text,
        answers=answers_of(dossier=dossier),
        identity=identity,
        unmaskings=told,
        may_rate=refusal(dossier.facts, "rate_order", actor) is None,
    )
