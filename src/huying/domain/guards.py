"""What an action may require of an order beside its state: the guards of the lifecycle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, NotAllowed, Refusal
from huying.domain.policies import OrderKind, Stage
from huying.domain.repeats import AlreadyRepeat, NoRepeat
from huying.domain.roads import Road
from huying.domain.states import State


@dataclass(frozen=True, kw_only=True)
class OrderFacts:
    """What the guards know of an order, read under its lock.

    ``handling_unit_ids`` lead or led it, assist or assisted, or got it from above.
    ``copied_unit_ids`` are those that may read it without having been held to it: they got a copy, or were asked.
    ``opinion_unit_ids`` are asked for their opinion now, ``superior_unit_ids`` to decide what a unit cannot;
    ``is_before_city`` says that these are an office of the city.
    ``running`` are the limits that run, each with the unit that is held to it, ``None`` for the hotline; read only
    while a side road is open.
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
    handling_unit_ids: frozenset[int] = frozenset()
    copied_unit_ids: frozenset[int] = frozenset()
    opinion_unit_ids: frozenset[int] = frozenset()
    superior_unit_ids: frozenset[int] = frozenset()
    is_before_city: bool = False
    contacts_this_round: int = 0
    contact_required: bool = True
    review_required: bool = True
    rework_limit: int = 1
    reply_person_id: int | None = None
    is_confidential: bool = False
    kind: OrderKind = OrderKind.HELP
    open_roads: frozenset[Road] = frozenset()
    repeats_id: int | None = None
    called_unit_ids: frozenset[int] = frozenset()
    tasked_unit_ids: frozenset[int] = frozenset()
    rater_unit_ids: frozenset[int] = frozenset()
    is_led_by_place: bool = True
    running: frozenset[tuple[Stage, int | None]] = frozenset()


Guard = Callable[[OrderFacts, Actor], Refusal | None]


class NoContactYet(Conflict):
    """A reply before anyone spoke with the caller."""

    code = "no_contact_yet"
    sentence = "还没有先行联系记录，请先联系诉求人并登记，再提交答复。"


class OwnReply(NotAllowed):
    """A reviewer judging the own reply."""

    code = "own_reply"
    sentence = "答复由您本人提交，请由另一位审核员审核。"


class NotPassedDown(Conflict):
    """Passing up what the accountable unit has in hand itself."""

    code = "not_passed_down"
    sentence = "本单由主办单位自己办理，没有可以报回的上级，请办理后提交答复。"


class NotYourTurn(Conflict):
    """Deciding what another has to decide first, or has decided."""

    code = "not_your_turn"
    sentence = "这份申请现在不在您这一环节，请等上一环节审核，或刷新后核对。"


class NotAccountable(NotAllowed):
    """What a unit may do only to an order that it answers for."""

    code = "not_accountable"
    sentence = "本单不由您的单位主办，请由主办单位或热线办理。"


def contacted(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """依据: 北京市接诉即办工作条例 art 15 (一): the unit contacts the caller in time."""
    if order.contact_required and not order.contacts_this_round:
        return NoContactYet()
    return None


def not_own_reply(order: OrderFacts, actor: Actor) -> Refusal | None:
    """约定: two pairs of eyes on every reply."""
    return OwnReply() if order.reply_person_id == actor.person_id else None


class MayNotWhistle(NotAllowed):
    """A bureau calling others."""

    code = "may_not_whistle"
    sentence = "吹哨由街道（乡镇）和区政府发起；委办局和企业需要其他单位配合的，请申请会商或提级。"


def led_by_place(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """依据: 北京市接诉即办工作条例 art 16: 街乡吹哨、部门报到; 约定: a district's government may too."""
    return None if order.is_led_by_place else MayNotWhistle()


def passed_down(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """依据: art 14: the accountable unit stays so; nothing goes up beyond it."""
    return NotPassedDown() if order.holder_unit_id == order.accountable_unit_id else None


def not_a_repeat(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """约定: an order repeats one earlier order at most."""
    return AlreadyRepeat() if order.repeats_id else None


def a_repeat(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """约定: only what was linked is unlinked."""
    return None if order.repeats_id else NoRepeat()


def with_unit(stage: Stage) -> Guard:
    """约定: what a unit asks for its own reviewer decides first, while its limit runs for the unit."""

    def guard(order: OrderFacts, _actor: Actor) -> Refusal | None:
        return None if (stage, order.accountable_unit_id) in order.running else NotYourTurn()

    return guard


def with_centre(stage: Stage) -> Guard:
    """约定: the hotline decides what the unit's reviewer agreed to, while its limit runs for the hotline."""

    def guard(order: OrderFacts, _actor: Actor) -> Refusal | None:
        return None if (stage, None) in order.running else NotYourTurn()

    return guard


def answers_for_it(order: OrderFacts, actor: Actor) -> Refusal | None:
    """Let the hotline pass, and of the units only the accountable one. 约定."""
    return None if actor.is_centre_wide or actor.unit_id == order.accountable_unit_id else NotAccountable()
