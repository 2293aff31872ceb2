"""An order as the citizen who holds its code follows it: stages, unit, limits; nobody's name, nobody's text."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.public_words import DUE_WORDS, STATE_WORDS, step_words
from huying.domain.states import FINAL, LIFE_STAGE_LABELS, LifeStage, State, life_stage
from huying.organisation.queries.units import names_of
from huying.web.rows import Progress
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import Dossier

_AT_THE_DOOR = frozenset({"open_order", "accept_order"})


@dataclass(frozen=True, kw_only=True)
class PublicStage:
    """One of the four stages 发现→解决→评价→改进; ``said`` is its progress in a word."""

    label: str
    progress: Progress
    said: str


@dataclass(frozen=True, kw_only=True)
class PublicStep:
    """One line of what happened."""

    at: datetime
    what: str


@dataclass(frozen=True, kw_only=True)
class PublicProgress:
    """What the code alone shows. ``due_for`` says what has to be done by ``due_at``."""

    number: str
    state_words: str
    stages: tuple[PublicStage, ...]
    unit_name: str
    due_at: datetime | None
    due_for: str
    is_late: bool
    steps: tuple[PublicStep, ...]


def public_progress(*, dossier: Dossier, at: datetime) -> PublicProgress:
    """Return how far the order is, latest step first."""
    order = dossier.order
    running = {clock.stage: clock.due_at for clock in dossier.clocks if clock.stopped_at is None}
    stage = next((stage for stage in DUE_WORDS if stage in running), None)
    due_at = running[stage.value] if stage else None
    return PublicProgress(
        number=order.number,
        state_words=STATE_WORDS[State(order.state)],
        stages=_stages(dossier),
        unit_name=names_of(unit_ids={order.accountable_unit_id or 0}).get(order.accountable_unit_id or 0, ""),
        due_at=due_at,
        due_for=DUE_WORDS[stage] if stage else "",
        is_late=due_at is not None and at > due_at,
        steps=tuple(reversed(_steps(dossier))),
    )


def answers_of(*, dossier: Dossier) -> tuple[str, ...]:
    """Return what was answered to the caller, oldest first: by the hotline at the door, and by units.

    A reply that still waits for its review, or was sent back, is no answer yet. For the order's own caller.
    """
    reached = _reached(dossier)
    events = {(event.seq, event.action) for event in dossier.events}
    given: dict[int, str] = {}
    for (kind, seq), body in dossier.bodies(TextKind.REASON, TextKind.REPLY).items():
        if kind == TextKind.REASON and any((seq, action) in events for action in _AT_THE_DOOR):
            given[seq] = body
        if kind == TextKind.REPLY and _went_out(dossier, seq, reached):
            given[seq] = body
    return tuple(given[seq] for seq in sorted(given))


def _went_out(dossier: Dossier, seq: int, reached: dict[int, State]) -> bool:
    reply = next((reply for reply in dossier.replies if reply.event == seq), None)
    return reply is not None and (bool(reply.passed) or reached.get(seq) is State.REPLIED)


def _stages(dossier: Dossier) -> tuple[PublicStage, ...]:
    """Return the four stages; of an order that ended before its time, where it ended and what never came."""
    state = State(dossier.order.state)
    last = list(LifeStage).index(_last_stage(dossier, state))
    found = []
    for place, stage in enumerate(LifeStage):
        is_done = state is State.CLOSED or place < last
        if is_done:
            progress, said = Progress.DONE, "已完成"
        elif place == last:
            progress, said = (Progress.DONE, "到此结束") if state in FINAL else (Progress.CURRENT, "进行中")
        else:
            progress, said = Progress.AHEAD, "未进行" if state in FINAL else "未开始"
        found.append(PublicStage(label=LIFE_STAGE_LABELS[stage], progress=progress, said=said))
    return tuple(found)


def _last_stage(dossier: Dossier, state: State) -> LifeStage:
    """Return the stage that the order is in, or was in before it ended. 约定: what was answered at once is solved."""
    if state not in FINAL:
        return life_stage(state)
    if state is State.ANSWERED:
        return LifeStage.SOLVED
    before = [life_stage(one) for one in _reached(dossier).values() if one not in FINAL]
    return before[-1] if before else LifeStage.FOUND


def _reached(dossier: Dossier) -> dict[int, State]:
    """Return the state after each event."""
    found, state = {}, State(dossier.order.state)
    for event in dossier.events:
        if code := event.data.get("set", {}).get("state"):
            state = State(code)
        found[event.seq] = state
    return found


def _steps(dossier: Dossier) -> list[PublicStep]:
    reached = _reached(dossier)
    after = {event.seq: event.data.get("set", {}) for event in dossier.events}
    names = names_of(
        unit_ids={unit for row in after.values() for unit in (row.get("holder"), row.get("accountable")) if unit}
    )
    steps = []
    for event in dossier.events:
        if event.data.get("granted") is False:  # what a unit asked for, and did not get or not yet, is no step
            continue
        unit = names.get(after[event.seq].get("holder") or 0, "承办单位")
        what = step_words(action=event.action, state=reached[event.seq], unit=unit)
        if what:
            steps.append(PublicStep(at=event.occurred_at, what=what))
    return steps
