"""延期: the lifecycle's rows for what puts the limit of a matter off.

依据: 北京市接诉即办工作条例 art 15 (二): a matter whose procedure the law makes long may be put off, and the caller is
told. 约定 (as a public city-management platform does): the unit's reviewer agrees first, then the hotline; applying
never stops a clock; a reply waits until what was asked for is decided or taken back.
"""

from __future__ import annotations

from huying.domain.actors import Role
from huying.domain.guards import with_centre, with_unit
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.transitions import IN_HAND, Reach, Transition

_CLERK, _REVIEWER, _ARBITER = frozenset({Role.CLERK}), frozenset({Role.REVIEWER}), frozenset({Role.ARBITER})

DELAYS: tuple[Transition, ...] = (
    Transition(
        action="request_extension",
        label="申请延期",
        sources=IN_HAND,
        targets=(),
        roles=_CLERK,
        reach=Reach.ACCOUNTABLE,
        fact="ExtensionRequested",
        opens=Road.EXTENSION,
        bars=(Road.EXTENSION, Road.HANG_REQUEST, Road.HANGING, Road.RETURN),
    ),
    Transition(
        action="withdraw_extension",
        label="撤回延期申请",
        sources=IN_HAND,
        targets=(),
        roles=_CLERK,
        reach=Reach.ACCOUNTABLE,
        fact="ExtensionWithdrawn",
        closes=Road.EXTENSION,
        needs=(Road.EXTENSION,),
        stops=(Stage.EXTENSION,),
    ),
    # Agreed, it goes on to the hotline where policy says so: the road then stays open.
    Transition(
        action="review_extension",
        label="审核延期",
        sources=IN_HAND,
        targets=(),
        roles=_REVIEWER,
        reach=Reach.ACCOUNTABLE,
        fact="ExtensionReviewed",
        guards=(with_unit(Stage.EXTENSION),),
        closes=Road.EXTENSION,
        needs=(Road.EXTENSION,),
        stops=(Stage.EXTENSION,),
    ),
    Transition(
        action="settle_extension",
        label="审批延期",
        sources=IN_HAND,
        targets=(),
        roles=_ARBITER,
        reach=Reach.CENTRE,
        fact="ExtensionSettled",
        guards=(with_centre(Stage.EXTENSION),),
        closes=Road.EXTENSION,
        needs=(Road.EXTENSION,),
        stops=(Stage.EXTENSION,),
    ),
)
