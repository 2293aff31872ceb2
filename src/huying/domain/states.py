"""Main states of a work order and the stages of its life.

Main states: domain.md 6.2 (约定, after 国办发〔2020〕53号's stages 受理、派单、办理、回复、督办、办结、回访、评价).
"""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """Main state of an order."""

    AWAITING_ACCEPTANCE = "awaiting_acceptance"
    AWAITING_DISPATCH = "awaiting_dispatch"
    DISPATCHED = "dispatched"
    SIGNED = "signed"
    CONTACTED = "contacted"
    HANDLING = "handling"
    AWAITING_REVIEW = "awaiting_review"
    REPLIED = "replied"
    AWAITING_FOLLOWUP = "awaiting_followup"
    REWORK = "rework"
    CLOSED = "closed"
    ANSWERED = "answered"
    EMERGENCY = "emergency"
    STATUTORY_ROUTE = "statutory_route"
    PROGRESS_TOLD = "progress_told"
    OUT_OF_SCOPE = "out_of_scope"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STATE_LABELS: dict[State, str] = {
    State.AWAITING_ACCEPTANCE: "待受理",
    State.AWAITING_DISPATCH: "待派单",
    State.DISPATCHED: "已派单",
    State.SIGNED: "已签收",
    State.CONTACTED: "已先行联系",
    State.HANDLING: "办理中",
    State.AWAITING_REVIEW: "待审核",
    State.REPLIED: "已反馈",
    State.AWAITING_FOLLOWUP: "待回访",
    State.REWORK: "重办",
    State.CLOSED: "已办结",
    State.ANSWERED: "直接答复",
    State.EMERGENCY: "转紧急热线",
    State.STATUTORY_ROUTE: "告知法定途径",
    State.PROGRESS_TOLD: "告知进展",
    State.OUT_OF_SCOPE: "告知其他途径",
    State.DECLINED: "不予受理",
    State.WITHDRAWN: "撤单",
}

FINAL = frozenset(
    {
        State.CLOSED,
        State.ANSWERED,
        State.EMERGENCY,
        State.STATUTORY_ROUTE,
        State.PROGRESS_TOLD,
        State.OUT_OF_SCOPE,
        State.DECLINED,
        State.WITHDRAWN,
    }
)
OPEN = frozenset(State) - FINAL


class LifeStage(StrEnum):
    """The four stages of a demand's life (E-15 全周期四环节)."""

    FOUND = "found"
    SOLVED = "solved"
    JUDGED = "judged"
    IMPROVED = "improved"


LIFE_STAGE_LABELS: dict[LifeStage, str] = {
    LifeStage.FOUND: "发现问题",
    LifeStage.SOLVED: "解决问题",
    LifeStage.JUDGED: "群众评价",
    LifeStage.IMPROVED: "改进提升",
}


def life_stage(state: State) -> LifeStage:
    """Return the stage of life that a main state belongs to; 约定."""
    if state in {State.AWAITING_ACCEPTANCE, State.AWAITING_DISPATCH}:
        return LifeStage.FOUND
    if state is State.AWAITING_FOLLOWUP:
        return LifeStage.JUDGED
    if state in FINAL:
        return LifeStage.IMPROVED
    return LifeStage.SOLVED
