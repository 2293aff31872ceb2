"""会商: what the lifecycle says of a conference before dispatch.

依据: 北京市接诉即办工作条例 art 12: hard cases are conferred on before dispatch, and a unit may object. 约定
(domain.md 4, return engine): what was dispatched already is conferred on while its return is asked for.
"""

from __future__ import annotations

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Refusal
from huying.domain.guards import OrderFacts
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.states import OPEN, State
from huying.domain.transitions import WITH_UNIT, Reach, Transition

# However the order moved on meanwhile, a conference that was called can be brought to its end.
_UNTIL_THE_END = OPEN - {State.AWAITING_ACCEPTANCE}
_CHAIR = frozenset({Role.DISPATCHER, Role.ARBITER})


class NothingToConfer(Conflict):
    """A conference on an order whose unit is settled."""

    code = "nothing_to_confer"
    sentence = "本单已经派出，只有承办单位申请退单时才能会商。"


def lead_is_open(order: OrderFacts, _actor: Actor) -> Refusal | None:
    """Let a conference be called while it is open who leads: before dispatch, or while a return is asked for."""
    if order.state is State.AWAITING_DISPATCH or Road.RETURN in order.open_roads:
        return None
    return NothingToConfer()


CONFERRING: tuple[Transition, ...] = (
    Transition(
        action="call_conference",
        label="发起会商",
        sources=frozenset({State.AWAITING_DISPATCH}) | WITH_UNIT,
        targets=(),
        roles=_CHAIR,
        reach=Reach.CENTRE,
        fact="ConferenceCalled",
        guards=(lead_is_open,),
        starts=(Stage.CONFERENCE,),
        opens=Road.CONFERENCE,
        bars=(Road.CONFERENCE,),
    ),
    Transition(
        action="give_opinion",
        label="发表会商意见",
        sources=_UNTIL_THE_END,
        targets=(),
        roles=frozenset({Role.CLERK, Role.REVIEWER}),
        reach=Reach.OPINION,
        fact="OpinionGiven",
        needs=(Road.CONFERENCE,),
    ),
    Transition(
        action="settle_conference",
        label="作出会商决定",
        sources=_UNTIL_THE_END,
        targets=(),
        roles=_CHAIR,
        reach=Reach.CENTRE,
        fact="ConferenceSettled",
        stops=(Stage.CONFERENCE,),
        closes=Road.CONFERENCE,
        needs=(Road.CONFERENCE,),
    ),
)
