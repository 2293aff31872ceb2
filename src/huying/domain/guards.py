"""What an action may require of an order beside its state: the guards of the lifecycle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, NotAllowed, Refusal
from huying.domain.roads import Road
from huying.domain.states import State


@dataclass(frozen=True, kw_only=True)
class OrderFacts:
    """What the guards know of an order, read under its lock.

    ``copied_unit_ids`` are those that may read it without having been held to it: they got a copy, or were asked.
    ``opinion_unit_ids`` are asked for their opinion now, ``superior_unit_ids`` to decide what a unit cannot.
    """

    id: int
    number: str
    centre_id: int
    state: State
    round: int
    events: int
    district_id: int | None = None
    accountable_unit_id: int | None = None
    holder_unit_id: int | None = None
    open_assist_unit_ids: frozenset[int] = frozenset()
    past_unit_ids: frozenset[int] = frozenset()
    copied_unit_ids: frozenset[int] = frozenset()
    opinion_unit_ids: frozenset[int] = frozenset()
    superior_unit_ids: frozenset[int] = frozenset()
    contacts_this_round: int = 0
    contact_required: bool = True
    review_required: bool = True
    rework_limit: int = 1
    reply_person_id: int | None = None
    is_confidential: bool = False
    open_roads: frozenset[Road] = frozenset()


Guard = Callable[[OrderFacts, Actor], Refusal | None]


class NoContactYet(Conflict):
    """A reply before anyone spoke with the caller."""

    code = "no_contact_yet"
    sentence = "还没有先行联系记录，请先联系诉求人并登记，再提交答复。"


class AssistsOpen(Conflict):
    """A reply while an assisting unit has not reported."""

    code = "assists_open"
    sentence = "还有协办单位没有反馈，请等协办反馈后再提交答复。"


class OwnReply(NotAllowed):
    """A reviewer judging the own reply."""

    code = "own_reply"
    sentence = "答复由您本人提交，请由另一位审核员审核。"


class NotPassedDown(Conflict):
    """Passing up what the accountable unit has in hand itself."""

    code = "not_passed_down"
    sentence = "本单由主办单位自己办理，没有可以报回的上级，请办理后提交答复。"


def contacted(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """依据: 北京市接诉即办工作条例 art 15 (一): the unit contacts the caller in time."""
    if order.contact_required and not order.contacts_this_round:
        return NoContactYet()
    return None


def assists_done(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """依据: art 14: the others report their results to the first unit."""
    return AssistsOpen() if order.open_assist_unit_ids else None


def not_own_reply(order: OrderFacts, actor: Actor) -> Refusal | None:
    """约定: two pairs of eyes on every reply."""
    return OwnReply() if order.reply_person_id == actor.person_id else None


def passed_down(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """依据: art 14: the accountable unit stays so; nothing goes up beyond it."""
    return NotPassedDown() if order.holder_unit_id == order.accountable_unit_id else None
