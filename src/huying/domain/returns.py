"""退单: when a unit may ask to be rid of an order, when that may be granted, and the lifecycle's rows for it.

依据: 北京市接诉即办工作条例 art 12: a unit objects on duty or jurisdiction, a 派单异议审核 decides;
潍坊市12345政务服务便民热线条例 art 22: where the duty is disputed the hotline names the unit. 约定: only before the
first reply; what else was asked for is settled first; signing and contact go on meanwhile, passing down and answering
do not.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from huying.domain.actors import Role
from huying.domain.errors import Conflict, Refusal
from huying.domain.policies import Policy, Stage, Urgency
from huying.domain.roads import Road
from huying.domain.states import State
from huying.domain.transitions import Reach, Transition


class ReturnReason(StrEnum):
    """Why a unit says that an order is not for it."""

    NOT_OUR_DUTY = "not_our_duty"
    NOT_OUR_AREA = "not_our_area"
    WRONG_MATTER = "wrong_matter"
    DUPLICATE = "duplicate"
    CANNOT_VERIFY = "cannot_verify"
    OTHER = "other"


RETURN_REASON_LABELS: dict[ReturnReason, str] = {
    ReturnReason.NOT_OUR_DUTY: "非本单位职责",
    ReturnReason.NOT_OUR_AREA: "非本辖区",
    ReturnReason.WRONG_MATTER: "事项有误",
    ReturnReason.DUPLICATE: "重复件",
    ReturnReason.CANNOT_VERIFY: "要素不全",
    ReturnReason.OTHER: "其他",
}
# 约定: who says that the duty is not theirs says whose it is.
NAMES_ANOTHER = frozenset({ReturnReason.NOT_OUR_DUTY, ReturnReason.NOT_OUR_AREA})


class ReturnTooLate(Conflict):
    """A request after the window, or after the unit has answered. 依据: 安阳市政务服务条例 art 50: within 24 hours."""

    code = "return_too_late"
    sentence = "已超过退单时限，请按首接负责制办理；办理有困难的，可申请会商、协办或延期。"


class ReturnRefusedBefore(Conflict):
    """A second request by the unit whose first was refused."""

    code = "return_refused_before"
    sentence = "本单位的退单申请已经裁定不予退单，不能再次申请，请继续办理。"


class NoMoreReturns(Conflict):
    """A request after a ruling. 依据: 潍坊市12345政务服务便民热线条例 art 22: 指定后不得退回."""

    code = "no_more_returns"
    sentence = "本单已由热线指定承办，禁止退回，请继续办理。"


class ConferenceNeeded(Conflict):
    """A grant that needs a conference first."""

    code = "conference_needed"
    sentence = "本单此前已经退回，再次同意退单前须先会商；请先组织会商，或者不予退单、指定承办。"


class RulingNeeded(Conflict):
    """A grant where the hotline has to say who does it."""

    code = "ruling_needed"
    sentence = "本单退回次数已到上限，不能再退回待派单；请指定承办单位，或者不予退单。"


@dataclass(frozen=True, kw_only=True)
class ReturnStanding:
    """What is known of an order's returns.

    ``assigned_at`` is when the present lead got it, ``granted`` how often it came back, ``is_refused`` whether the
    present lead has asked in vain, ``is_ruled`` whether the hotline has said for good who does it, ``is_conferred``
    whether there was a conference since it last came back.
    """

    assigned_at: datetime
    urgency: Urgency
    round: int = 1
    granted: int = 0
    is_refused: bool = False
    is_ruled: bool = False
    is_conferred: bool = False


def return_until(*, assigned_at: datetime, urgency: Urgency, policy: Policy) -> datetime:
    """Return the last moment at which the lead may ask.

    依据: 安阳市政务服务条例 art 50: within 24 hours, with the reason. 约定: a shorter window for emergencies; hours run
    on through nights and holidays.
    """
    is_urgent = urgency is Urgency.EMERGENCY
    hours = policy.return_window_urgent_hours if is_urgent else policy.return_window_hours
    return assigned_at + timedelta(hours=hours)


def may_be_returned(*, standing: ReturnStanding, policy: Policy, at: datetime) -> Refusal | None:
    """Return why the lead may not ask to return the order, ``None`` when it may.

    依据: 北京市接诉即办工作条例 art 12 lets a unit object on duty or jurisdiction; 潍坊 art 22: not after a ruling.
    约定: one request an assignment, none once the unit has answered (rework).
    """
    if standing.is_ruled:
        return NoMoreReturns()
    if standing.is_refused:
        return ReturnRefusedBefore()
    until = return_until(assigned_at=standing.assigned_at, urgency=standing.urgency, policy=policy)
    return ReturnTooLate() if at > until or standing.round > 1 else None


def may_be_granted(*, standing: ReturnStanding, policy: Policy) -> Refusal | None:
    """Return why the arbiter may not let the order come back once more, ``None`` when they may.

    约定: the return that reaches the policy's number is itself a ruling, as in 安徽 2025 (after three hand-overs
    without an owner the hotline names one); from a number on each needs a conference of its own
    (北京市接诉即办工作条例 art 12: a conference before a hard case is dispatched).
    """
    if standing.granted + 1 >= policy.returns_before_ruling:
        return RulingNeeded()
    if standing.granted >= policy.returns_before_conference and not standing.is_conferred:
        return ConferenceNeeded()
    return None


_RETURNABLE = (State.DISPATCHED, State.SIGNED, State.CONTACTED, State.HANDLING)
_OF_THE_UNIT = (Stage.SIGN, Stage.CONTACT, Stage.HANDLE, Stage.ASSIST, Stage.PASS_DOWN)

RETURNS: tuple[Transition, ...] = (
    Transition(
        action="request_return",
        label="申请退单",
        sources=frozenset(_RETURNABLE),
        targets=(),
        roles=frozenset({Role.CLERK}),
        reach=Reach.ACCOUNTABLE,
        fact="ReturnRequested",
        starts=(Stage.RETURN,),
        opens=Road.RETURN,
        bars=(Road.RETURN, Road.EXTENSION, Road.HANG_REQUEST, Road.HANGING, Road.WHISTLE, Road.ESCALATION),
    ),
    Transition(
        action="withdraw_return",
        label="撤回退单申请",
        sources=frozenset(_RETURNABLE),
        targets=(),
        roles=frozenset({Role.CLERK}),
        reach=Reach.ACCOUNTABLE,
        fact="ReturnWithdrawn",
        stops=(Stage.RETURN,),
        closes=Road.RETURN,
        needs=(Road.RETURN,),
    ),
    # Refused, the order stays where it is.
    Transition(
        action="settle_return",
        label="退单审核",
        sources=frozenset(_RETURNABLE),
        targets=(State.AWAITING_DISPATCH, *_RETURNABLE),
        roles=frozenset({Role.ARBITER}),
        reach=Reach.CENTRE,
        fact="ReturnSettled",
        stops=(Stage.RETURN,),
        starts_on={State.AWAITING_DISPATCH: (Stage.DISPATCH,)},
        voids_on={State.AWAITING_DISPATCH: _OF_THE_UNIT},
        closes=Road.RETURN,
        needs=(Road.RETURN,),
    ),
    Transition(
        action="rule_unit",
        label="指定承办",
        sources=frozenset(_RETURNABLE),
        targets=(State.DISPATCHED,),
        roles=frozenset({Role.ARBITER}),
        reach=Reach.CENTRE,
        fact="UnitRuled",
        starts=(Stage.SIGN, Stage.HANDLE),
        stops=(Stage.RETURN,),
        voids_on={State.DISPATCHED: _OF_THE_UNIT},
        closes=Road.RETURN,
        needs=(Road.RETURN,),
    ),
    # 约定: whoever sent it wrongly may take it back until somebody takes it in hand.
    Transition(
        action="recall_order",
        label="收回派单",
        sources=frozenset({State.DISPATCHED}),
        targets=(State.AWAITING_DISPATCH,),
        roles=frozenset({Role.DISPATCHER}),
        reach=Reach.CENTRE,
        fact="OrderRecalled",
        starts_on={State.AWAITING_DISPATCH: (Stage.DISPATCH,)},
        voids_on={State.AWAITING_DISPATCH: _OF_THE_UNIT},
        bars=(Road.RETURN, Road.WHISTLE, Road.ESCALATION, Road.CONFERENCE, Road.SUPERVISION, Road.INSTRUCTION),
    ),
)
