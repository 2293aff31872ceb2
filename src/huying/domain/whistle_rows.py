"""Rows of the lifecycle for 吹哨报到: a street calls bureaus to the spot (条例 arts 16, 33)."""

from __future__ import annotations

from huying.domain.actors import Role
from huying.domain.guards import led_by_place
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.states import OPEN
from huying.domain.transitions import IN_HAND, Reach, Transition

_CLERK = frozenset({Role.CLERK})

WHISTLE_ROWS: tuple[Transition, ...] = (
    Transition(
        action="arrive",
        label="报到",
        sources=IN_HAND,
        targets=(),
        roles=_CLERK,
        reach=Reach.CALLED,
        fact="UnitArrived",
        needs=(Road.WHISTLE,),
        stops=(Stage.ARRIVE,),
    ),
    Transition(
        action="refuse_call",
        label="拒绝报到",
        sources=IN_HAND,
        targets=(),
        roles=_CLERK,
        reach=Reach.CALLED,
        fact="CallRefused",
        needs=(Road.WHISTLE,),
        stops=(Stage.ARRIVE,),
    ),
    Transition(
        action="finish_task",
        label="完成现场任务",
        sources=IN_HAND,
        targets=(),
        roles=_CLERK,
        reach=Reach.TASKED,
        fact="TaskFinished",
        needs=(Road.WHISTLE,),
    ),
    # The clocks of a whistle are the action's own: several whistles may be open at once.
    Transition(
        action="blow_whistle",
        label="吹哨",
        sources=IN_HAND,
        targets=(),
        roles=_CLERK,
        reach=Reach.ACCOUNTABLE,
        fact="WhistleBlown",
        guards=(led_by_place,),
        opens=Road.WHISTLE,
        bars=(Road.RETURN,),
    ),
    Transition(
        action="record_scene",
        label="现场会诊",
        sources=IN_HAND,
        targets=(),
        roles=_CLERK,
        reach=Reach.ACCOUNTABLE,
        fact="SceneRecorded",
        needs=(Road.WHISTLE,),
    ),
    # 约定: those who watch (监哨) record a check too: it moves nothing.
    Transition(
        action="check_whistle",
        label="中期调度",
        sources=IN_HAND,
        targets=(),
        roles=frozenset({Role.CLERK, Role.DISPATCHER, Role.SUPERVISOR}),
        reach=Reach.OVERSEEN,
        fact="WhistleChecked",
        needs=(Road.WHISTLE,),
    ),
    Transition(
        action="end_whistle",
        label="消哨",
        sources=IN_HAND,
        targets=(),
        roles=_CLERK,
        reach=Reach.ACCOUNTABLE,
        fact="WhistleEnded",
        closes=Road.WHISTLE,
        needs=(Road.WHISTLE,),
        stops=(Stage.WHISTLE,),
    ),
    # 依据: 条例 art 33: both sides are assessed. 约定: while the order is open, so that its history ends with it.
    Transition(
        action="rate_whistle",
        label="吹哨互评",
        sources=OPEN,
        targets=(),
        roles=_CLERK,
        reach=Reach.RATER,
        fact="WhistleRated",
    ),
)
