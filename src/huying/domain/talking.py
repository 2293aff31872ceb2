"""沟通: caller and unit write to each other while the order is handled.

依据: S001 (群企与部门沟通协商、厘清权责, features C-31). 约定: what the unit writes is no reply, and no clock knows of
either; of a confidential order the hotline passes words on, so that nobody gives away who called.
"""

from __future__ import annotations

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Invalid
from huying.domain.guards import OrderFacts
from huying.domain.states import State
from huying.domain.transitions import WITH_UNIT, Reach, Transition

MESSAGE_MAX = 1000
_HANDLED = WITH_UNIT | {State.AWAITING_REVIEW}


class MessageUnfit(Invalid):
    """Nothing written, or more than anyone reads. 约定: the figure."""

    code = "message_unfit"
    sentence = f"请写明要说的话，不超过 {MESSAGE_MAX} 个字。"


class TalkThroughHotline(Conflict):
    """Writing directly about a confidential order."""

    code = "talk_through_hotline"
    sentence = "这是保密诉求，诉求人和承办单位不直接留言，请由热线转达。"


def open_talk(order: OrderFacts, _actor: Actor) -> TalkThroughHotline | None:
    """依据: P04, 济南条例 art 16: who called stays secret where the caller asks for it."""
    return TalkThroughHotline() if order.is_confidential else None


TALKING: tuple[Transition, ...] = (
    Transition(
        action="write_to_unit",
        label="给承办单位留言",
        sources=_HANDLED,
        targets=(),
        roles=frozenset({Role.CITIZEN}),
        reach=Reach.CENTRE,
        fact="CallerWrote",
        guards=(open_talk,),
        of_merged=True,
    ),
    Transition(
        action="write_to_caller",
        label="给诉求人留言",
        sources=_HANDLED - {State.DISPATCHED},
        targets=(),
        roles=frozenset({Role.CLERK, Role.COMMUNITY, Role.GRID_WORKER}),
        reach=Reach.HOLDER,
        fact="UnitWrote",
        guards=(open_talk,),
        of_merged=True,
    ),
)


def message(words: str, *, field: str) -> str:
    """Return what somebody wrote, trimmed; raise ``MessageUnfit`` that names the field."""
    said = words.strip()
    if not 1 <= len(said) <= MESSAGE_MAX:
        raise MessageUnfit(fields={field: MessageUnfit.sentence})
    return said
