"""提级 and 批示: what the lifecycle says of questions put to a superior, and of leaders' instructions.

依据: 北京市接诉即办工作条例 art 20: a unit may ask the government of city or district, or the bureau of the trade; they
study, decide and act. 约定: the unit still answers the caller within its limit, so that nothing waits for a leader; the
open question stands on the order's page, and ends with the order.
"""

from __future__ import annotations

from huying.domain.actors import Role
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.states import OPEN, State
from huying.domain.transitions import IN_HAND, Reach, Transition

_WITH_A_UNIT_OR_ANSWERED = OPEN - {State.AWAITING_ACCEPTANCE, State.AWAITING_DISPATCH}

ESCALATING: tuple[Transition, ...] = (
    Transition(
        action="escalate",
        label="提级请示",
        sources=IN_HAND,
        targets=(),
        roles=frozenset({Role.CLERK, Role.REVIEWER}),
        reach=Reach.ACCOUNTABLE,
        fact="Escalated",
        opens=Road.ESCALATION,
        bars=(Road.ESCALATION, Road.RETURN),
    ),
    Transition(
        action="answer_escalation",
        label="答复提级请示",
        sources=OPEN - {State.AWAITING_ACCEPTANCE},
        targets=(),
        roles=frozenset({Role.LEADER, Role.CLERK, Role.REVIEWER}),
        reach=Reach.SUPERIOR,
        fact="EscalationAnswered",
        stops=(Stage.ESCALATE,),
        closes=Road.ESCALATION,
        needs=(Road.ESCALATION,),
    ),
    Transition(
        action="instruct",
        label="批示",
        sources=_WITH_A_UNIT_OR_ANSWERED,
        targets=(),
        roles=frozenset({Role.LEADER}),
        reach=Reach.CENTRE,
        fact="Instructed",
        opens=Road.INSTRUCTION,
    ),
    Transition(
        action="report_instruction",
        label="报告批示落实",
        sources=_WITH_A_UNIT_OR_ANSWERED,
        targets=(),
        roles=frozenset({Role.CLERK}),
        reach=Reach.ACCOUNTABLE,
        fact="InstructionReported",
        stops=(Stage.INSTRUCTION,),
        closes=Road.INSTRUCTION,
        needs=(Road.INSTRUCTION,),
    ),
)
