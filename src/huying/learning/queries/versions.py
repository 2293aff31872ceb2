"""Versions of a centre's models, its trainings, and who decided what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max

from huying.domain.actors import Actor, Role
from huying.learning.choices import ModelAct, ModelState, RunOutcome, Task
from huying.learning.models import ModelEvent, TrainedModel, TrainingRun
from huying.learning.queries.files import KEPT, fault_told

READERS = frozenset({Role.SYSTEM_ADMIN, Role.DISPATCHER, Role.ARBITER, Role.SUPERVISOR, Role.LEADER})
"""Who reads how good the models are: those who work with what they suggest, and those who watch."""
_VERSIONS, _EVENTS, _RUNS = 20, 20, 5


@dataclass(frozen=True, kw_only=True)
class VersionRow:
    """One version. ``fault`` says what is wrong with its files, empty where they are whole or none are kept."""

    id: int
    task: Task
    number: int
    state: ModelState
    folder: str
    checksum: str
    rows: int
    first_at: datetime
    last_at: datetime
    trained_at: datetime
    decided_at: datetime | None
    decided_by: str
    figures: Mapping[str, Any]
    card: str
    fault: str = ""


@dataclass(frozen=True, kw_only=True)
class EventRow:
    """What was done with a version, when and by whom."""

    number: int
    label: str
    who: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RunRow:
    """A training and what became of it."""

    label: str
    said: str
    started_at: datetime
    ended_at: datetime | None
    is_failed: bool


def versions_of(*, task: Task, actor: Actor) -> tuple[VersionRow, ...]:
    """Return the last versions of the actor's centre, the newest first; those that may be used are among them."""
    mine = TrainedModel.objects.filter(centre_id=actor.centre_id, task=task).select_related("decided_by")
    newest = list(mine.order_by("-number")[:_VERSIONS])
    kept = [model for model in mine.filter(state__in=KEPT).order_by("-number") if model not in newest]
    return tuple(_row(model) for model in (*newest, *kept))


def version_in(*, state: ModelState, task: Task, actor: Actor) -> VersionRow | None:
    """Return the one version that is in use, offered or to go back to."""
    return next((row for row in versions_of(task=task, actor=actor) if row.state is state), None)


def next_number(*, task: Task, actor: Actor) -> int:
    """Return the number that the next version will have."""
    last = TrainedModel.objects.filter(centre_id=actor.centre_id, task=task).aggregate(last=Max("number"))["last"]
    return int(last or 0) + 1


def events_of(*, task: Task, actor: Actor) -> tuple[EventRow, ...]:
    """Return what was done with the models of a task last, the newest first."""
    found = ModelEvent.objects.filter(model__centre_id=actor.centre_id, model__task=task)
    return tuple(
        EventRow(
            number=event.model.number,
            label=ModelAct(event.act).label,
            who=event.person.display_name if event.person else "系统自动",
            at=event.at,
        )
        for event in found.select_related("model", "person").order_by("-pk")[:_EVENTS]
    )


def runs_of(*, task: Task, actor: Actor) -> tuple[RunRow, ...]:
    """Return the last trainings of a task, the newest first."""
    found = TrainingRun.objects.filter(centre_id=actor.centre_id, task=task).order_by("-pk")[:_RUNS]
    return tuple(
        RunRow(
            label=RunOutcome(run.outcome).label,
            said=run.said,
            started_at=run.started_at,
            ended_at=run.ended_at,
            is_failed=run.outcome == RunOutcome.FAILED,
        )
        for run in found
    )


def _row(model: TrainedModel) -> VersionRow:
    is_kept = model.state in KEPT
    return VersionRow(
        id=model.pk,
        task=Task(model.task),
        number=model.number,
        state=ModelState(model.state),
        folder=model.folder,
        checksum=model.checksum,
        rows=model.rows,
        first_at=model.first_at,
        last_at=model.last_at,
        trained_at=model.trained_at,
        decided_at=model.decided_at,
        decided_by=model.decided_by.display_name if model.decided_by else "",
        figures=model.figures,
        card=model.card,
        fault=fault_told(folder=model.folder, digest=model.checksum, task=model.task) if is_kept else "",
    )
