"""延期和挂账: the lifecycle's rows for what puts the limit of a matter off.

依据: 北京市接诉即办工作条例 art 15 (二): a matter whose procedure the law makes long may be put off, and the caller is
told; S003 (重点问题挂账督办) and S002 (清单化挂销账管理) for the list of hung matters. 约定 (as a public
city-management platform does): the unit's reviewer agrees first, then the hotline; applying never stops a clock; a
reply waits until what was asked for is decided or taken back. A hung matter is answered like any other.
"""

from __future__ import annotations

from typing import Any

from huying.domain.actors import Role
from huying.domain.guards import with_centre, with_unit
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.transitions import IN_HAND, Reach, Transition


def _row(action: str, label: str, fact: str, role: Role, **more: Any) -> Transition:
    """Return a row that leaves the order in hand; the hotline's arbiter reaches every order of the centre."""
    reach = Reach.CENTRE if role is Role.ARBITER else Reach.ACCOUNTABLE
    more = {"sources": IN_HAND, "targets": (), "roles": frozenset({role}), "reach": reach, **more}
    return Transition(action=action, label=label, fact=fact, **more)


_ONE_AT_A_TIME = (Road.EXTENSION, Road.HANG_REQUEST, Road.HANGING, Road.RETURN)
_EXTENSION: dict[str, Any] = {
    "closes": Road.EXTENSION,
    "needs": (Road.EXTENSION,),
    "stops": (Stage.EXTENSION,),
}
_HANGING: dict[str, Any] = {
    "closes": Road.HANG_REQUEST,
    "needs": (Road.HANG_REQUEST,),
    "stops": (Stage.HANG_REQUEST,),
}
_HUNG: dict[str, Any] = {"needs": (Road.HANGING,)}
_C, _R, _A = Role.CLERK, Role.REVIEWER, Role.ARBITER

# What a reviewer agrees to goes on to the hotline where policy says so: the road then stays open.
DELAYS: tuple[Transition, ...] = (
    _row("request_extension", "申请延期", "ExtensionRequested", _C, opens=Road.EXTENSION, bars=_ONE_AT_A_TIME),
    _row("withdraw_extension", "撤回延期申请", "ExtensionWithdrawn", _C, **_EXTENSION),
    _row("review_extension", "审核延期", "ExtensionReviewed", _R, guards=(with_unit(Stage.EXTENSION),), **_EXTENSION),
    _row("settle_extension", "审批延期", "ExtensionSettled", _A, guards=(with_centre(Stage.EXTENSION),), **_EXTENSION),
    _row("request_hanging", "申请挂账", "HangingRequested", _C, opens=Road.HANG_REQUEST, bars=_ONE_AT_A_TIME),
    _row("withdraw_hanging", "撤回挂账申请", "HangingWithdrawn", _C, **_HANGING),
    _row(
        "review_hanging",
        "审核挂账",
        "HangingReviewed",
        _R,
        guards=(with_unit(Stage.HANG_REQUEST),),
        grants=Road.HANGING,
        **_HANGING,
    ),
    _row(
        "settle_hanging",
        "审批挂账",
        "HangingSettled",
        _A,
        guards=(with_centre(Stage.HANG_REQUEST),),
        grants=Road.HANGING,
        **_HANGING,
    ),
    _row("review_hung", "挂账复查", "HungReviewed", _C, stops=(Stage.HANGING,), **_HUNG),
    _row("reach_milestone", "完成节点", "MilestoneReached", _C, **_HUNG),
    _row("end_hanging", "解除挂账", "HangingEnded", _C, closes=Road.HANGING, stops=(Stage.HANGING,), **_HUNG),
)
