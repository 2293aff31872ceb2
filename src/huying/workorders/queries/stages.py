"""The step bar of an order: 发现、解决、评价、改进, and the main states within each."""

from __future__ import annotations

from datetime import datetime

from huying.domain import chain
from huying.domain.guards import OrderFacts
from huying.domain.states import FINAL, LIFE_STAGE_LABELS, STATE_LABELS, LifeStage, State, life_stage
from huying.web.rows import Progress, Stage, Step
from huying.workorders.models import Event
from huying.workorders.queries.dossier import Dossier

# The order in which a round goes through the main states.
_LINE = (
    State.AWAITING_ACCEPTANCE,
    State.AWAITING_DISPATCH,
    State.DISPATCHED,
    State.REWORK,
    State.SIGNED,
    State.CONTACTED,
    State.HANDLING,
    State.AWAITING_REVIEW,
    State.REPLIED,
    State.AWAITING_FOLLOWUP,
    State.CLOSED,
)


def stages_of(*, dossier: Dossier) -> tuple[Stage, ...]:
    """Return the four stages with the states passed, present and ahead (E-15).

    A closed order shows what it went through; an open one its present round and what is still ahead.
    """
    order, passed = dossier.facts, _passed(dossier)
    line = list(passed) if order.state in FINAL else _line(order, passed)
    is_over = order.state in FINAL
    now = line.index(order.state)
    steps = [
        Step(
            label=STATE_LABELS[state],
            progress=Progress.DONE if is_over or place < now else Progress.CURRENT if place == now else Progress.AHEAD,
            at=passed.get(state) if place <= now else None,
        )
        for place, state in enumerate(line)
    ]
    present = list(LifeStage).index(life_stage(order.state))
    return tuple(
        Stage(
            label=LIFE_STAGE_LABELS[stage],
            progress=_progress(place, present, is_over=is_over),
            steps=tuple(step for step, state in zip(steps, line, strict=True) if life_stage(state) is stage),
        )
        for place, stage in enumerate(LifeStage)
    )


def _passed(dossier: Dossier) -> dict[State, datetime | None]:
    """Return the states gone through and when each was last entered, in the order of first entry.

    Of an order of the past the source tells the end alone, and perhaps not when.
    """
    found: dict[State, datetime | None] = {}
    before = None
    for event in dossier.events:
        code = event.data.get("set", {}).get("state")
        if code and code != before:
            found[State(code)] = event.occurred_at if event.action != chain.IMPORTED else _closed_at(event)
            before = code
    if dossier.facts.state not in found:  # a damaged history; the page opens still, and verify names the damage
        found[dossier.facts.state] = dossier.order.state_since
    return found


def _closed_at(event: Event) -> datetime | None:
    said = event.data[chain.TIMES]["closed"]
    return datetime.fromisoformat(said) if said else None


def _line(order: OrderFacts, passed: dict[State, datetime | None]) -> list[State]:
    """Return the states of the present round: those behind that were really passed, and all those ahead."""
    skipped = {State.REWORK} if order.round == 1 else {State.DISPATCHED, State.SIGNED}
    if not order.review_required:
        skipped |= {State.AWAITING_REVIEW}
    begun = passed.get(State.REWORK) if order.round > 1 else None
    now = _LINE.index(order.state)
    behind = [
        state
        for state in _LINE[:now]
        if state in passed and (life_stage(state) is LifeStage.FOUND or _is_since(passed[state], begun))
    ]
    return [*behind, order.state, *(state for state in _LINE[now + 1 :] if state not in skipped)]


def _is_since(at: datetime | None, begun: datetime | None) -> bool:
    return begun is None or (at is not None and at >= begun)


def _progress(place: int, present: int, *, is_over: bool) -> Progress:
    if is_over or place < present:
        return Progress.DONE
    return Progress.CURRENT if place == present else Progress.AHEAD
