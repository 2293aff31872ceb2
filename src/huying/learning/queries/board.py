"""All that the page of models shows of one task."""

from __future__ import annotations

from dataclasses import dataclass

from huying.domain.actors import Actor
from huying.domain.errors import NotFound
from huying.learning.choices import ModelState, Task
from huying.learning.queries.cards import CardPart, parts_of
from huying.learning.queries.drift import DriftReport, drift_of
from huying.learning.queries.versions import EventRow, RunRow, VersionRow, events_of, runs_of, versions_of

_TONES = {ModelState.CURRENT: "green", ModelState.OFFERED: "amber", ModelState.PREVIOUS: "blue"}
_NO_RIVAL = "总猜最常见的一类"


class VersionNotFound(NotFound):
    """No such version of the centre's models, or only its figures are kept."""

    code = "model_version_not_found"
    sentence = "没有找到这一版模型，请从模型页面重新进入。"


@dataclass(frozen=True, kw_only=True)
class VersionLine:
    """A version as a page shows it; shares are percentages, ``None`` where they were not measured."""

    row: VersionRow
    state_label: str
    tone: str
    judged: int
    top1: float | None
    top3: float | None
    macro_f1: float | None
    calibration_error: float | None
    rival: str
    rival_top1: float | None

    @property
    def is_first(self) -> bool:
        """Say whether it was compared with no version, and so with nothing that suggests today."""
        return self.rival == _NO_RIVAL


@dataclass(frozen=True, kw_only=True)
class Board:
    """One task: its versions, its last trainings and acts, and how the model in use holds up."""

    task: Task
    label: str
    used: VersionLine | None
    offered: VersionLine | None
    previous: VersionLine | None
    versions: tuple[VersionLine, ...]
    drift: DriftReport | None
    runs: tuple[RunRow, ...]
    events: tuple[EventRow, ...]

    @property
    def seen(self) -> int:
        """Return the number of the version in use, 0: none; a form carries it."""
        return self.used.row.number if self.used else 0

    @property
    def faults(self) -> tuple[str, ...]:
        """Say what is wrong with files that are needed."""
        return tuple(
            f"第 {one.row.number} 版（{one.state_label}）的{one.row.fault}。" for one in self.versions if one.row.fault
        )


def board_of(*, task: Task, actor: Actor) -> Board:
    """Return what the actor's centre has of a task."""
    versions = tuple(_line(row) for row in versions_of(task=task, actor=actor))
    by_state = {one.row.state: one for one in reversed(versions)}
    used = by_state.get(ModelState.CURRENT)
    return Board(
        task=task,
        label=task.label,
        used=used,
        offered=by_state.get(ModelState.OFFERED),
        previous=by_state.get(ModelState.PREVIOUS),
        versions=versions,
        drift=drift_of(version=used.row) if used else None,
        runs=runs_of(task=task, actor=actor),
        events=events_of(task=task, actor=actor),
    )


def card_of(*, task: Task, number: int, actor: Actor) -> tuple[VersionLine, tuple[CardPart, ...]]:
    """Return a version with its card; raises ``VersionNotFound``."""
    row = next((one for one in versions_of(task=task, actor=actor) if one.number == number), None)
    if row is None:
        raise VersionNotFound
    return _line(row), parts_of(row.card)


def _line(row: VersionRow) -> VersionLine:
    figures, rival = row.figures, row.figures.get("rival", {})
    return VersionLine(
        row=row,
        state_label=row.state.label,
        tone=_TONES.get(row.state, "grey"),
        judged=figures.get("judged", 0),
        top1=_percent(figures.get("top1")),
        top3=_percent(figures.get("top3")),
        macro_f1=figures.get("macro_f1"),
        calibration_error=figures.get("calibration_error"),
        rival=f"第 {rival['number']} 版" if rival.get("number") else _NO_RIVAL,
        rival_top1=_percent(rival.get("top1")),
    )


def _percent(share: float | None) -> float | None:
    return None if share is None else share * 100
