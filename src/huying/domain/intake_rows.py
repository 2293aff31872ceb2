"""Rows of the lifecycle for what is not the main line of intake: urging, repeats, merging."""

from __future__ import annotations

from huying.domain.actors import Role
from huying.domain.guards import a_repeat, not_a_repeat
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.states import OPEN, State
from huying.domain.transitions import WITH_UNIT, Reach, Transition

_LINKS = frozenset({Role.OPERATOR, Role.DISPATCHER})
_MERGES = frozenset({Role.DISPATCHER, Role.ARBITER})
_BY_ITSELF = frozenset({Role.POLICY})
_WAITING = frozenset({State.AWAITING_DISPATCH}) | (WITH_UNIT - {State.REWORK})
_OF_THE_UNIT = (Stage.SIGN, Stage.CONTACT, Stage.HANDLE, Stage.PASS_DOWN)

INTAKE_ROWS: tuple[Transition, ...] = (
    # 约定: whoever waits for the unit may be urged for until the reply goes out; an answered order is followed up.
    Transition(
        action="urge_order",
        label="催办",
        sources=OPEN - {State.REPLIED, State.AWAITING_FOLLOWUP},
        targets=(),
        roles=frozenset({Role.OPERATOR, Role.DISPATCHER, Role.SUPERVISOR, Role.CITIZEN}),
        reach=Reach.CENTRE,
        fact="OrderUrged",
        of_merged=True,
    ),
    Transition(
        action="link_repeat",
        label="关联重复件",
        sources=OPEN,
        targets=(),
        roles=_LINKS,
        reach=Reach.CENTRE,
        fact="RepeatLinked",
        guards=(not_a_repeat,),
        of_merged=True,
    ),
    Transition(
        action="unlink_repeat",
        label="解除关联",
        sources=OPEN,
        targets=(),
        roles=_LINKS,
        reach=Reach.CENTRE,
        fact="RepeatUnlinked",
        guards=(a_repeat,),
        of_merged=True,
    ),
    # 约定: before dispatch; what a unit has in hand is answered whole.
    Transition(
        action="split_order",
        label="拆单",
        sources=frozenset({State.AWAITING_DISPATCH}),
        targets=(),
        roles=_LINKS,
        reach=Reach.CENTRE,
        fact="OrderSplit",
    ),
    # 依据: 国办函〔2025〕66号 (五): 重复诉求原则上并单处理. 约定: the row is asked of master and children alike; the
    # children alone take it, and keep their state until a job lets them follow the master.
    Transition(
        action="merge_orders",
        label="并单",
        sources=_WAITING,
        targets=(),
        roles=_MERGES,
        reach=Reach.CENTRE,
        fact="OrderMerged",
        opens=Road.MERGED,
        bars=(Road.RETURN,),
    ),
    # 约定: what was never dispatched by itself goes back to be, with its limit of dispatch; all else stays as it is.
    Transition(
        action="unmerge_order",
        label="解除并单",
        sources=_WAITING,
        targets=tuple(state for state in State if state in _WAITING),
        roles=_MERGES | _BY_ITSELF,
        reach=Reach.CENTRE,
        fact="OrderUnmerged",
        voids_on={State.AWAITING_DISPATCH: _OF_THE_UNIT},
        closes=Road.MERGED,
        needs=(Road.MERGED,),
        of_merged=True,
    ),
    # 约定: a child stands where its master stands: before dispatch, before a unit that has not signed, in hand.
    Transition(
        action="follow_master",
        label="随主单转办",
        sources=_WAITING,
        targets=(State.AWAITING_DISPATCH, State.DISPATCHED, State.HANDLING),
        roles=_BY_ITSELF,
        reach=Reach.CENTRE,
        fact="MasterFollowed",
        starts_on={State.AWAITING_DISPATCH: (Stage.DISPATCH,), State.DISPATCHED: (Stage.SIGN,)},
        stops_on={
            State.DISPATCHED: (Stage.DISPATCH,),
            State.HANDLING: (Stage.DISPATCH, Stage.SIGN, Stage.CONTACT),
        },
        voids_on={State.AWAITING_DISPATCH: _OF_THE_UNIT, State.DISPATCHED: (Stage.SIGN, Stage.CONTACT)},
        needs=(Road.MERGED,),
        of_merged=True,
    ),
    # 约定: what puts the matter off puts it off for everybody who brought it up.
    Transition(
        action="put_off_merged",
        label="随主单调整时限",
        sources=_WAITING,
        targets=(),
        roles=_BY_ITSELF,
        reach=Reach.CENTRE,
        fact="MergedPutOff",
        needs=(Road.MERGED,),
        of_merged=True,
    ),
    # 依据: features E-01: every caller is answered; the follow-up is each order's own.
    Transition(
        action="answer_merged",
        label="随主单答复",
        sources=_WAITING,
        targets=(State.REPLIED,),
        roles=_BY_ITSELF,
        reach=Reach.CENTRE,
        fact="MergedAnswered",
        stops=(Stage.DISPATCH, Stage.HANDLE, Stage.SIGN, Stage.CONTACT),
        closes=Road.MERGED,
        needs=(Road.MERGED,),
        of_merged=True,
    ),
)
