"""The standard of each node of an order's way, and how it was kept in a month."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.actors import Actor
from huying.domain.policies import STAGE_LABELS, Stage
from huying.foundation.period import Month
from huying.policy.queries import policy_at
from huying.policy.queries.tables import StageTable, stage_tables
from huying.workorders.queries.stage_figures import StageFigure, stage_figures

# 依据: features C-33 (接得快、交办准、督办严、回访到位). 约定: which node stands under which of these words; what the
# unit itself does between them is 办得实.
_PHASES: tuple[tuple[str, tuple[Stage, ...]], ...] = (
    ("接得快", (Stage.ACCEPT,)),
    ("交办准", (Stage.DISPATCH, Stage.CONFERENCE, Stage.RETURN)),
    ("办得实", (Stage.SIGN, Stage.CONTACT, Stage.HANDLE, Stage.ASSIST, Stage.PASS_DOWN, Stage.ARRIVE, Stage.WHISTLE)),
    (
        "督办严",
        (Stage.EXTENSION, Stage.HANG_REQUEST, Stage.HANGING, Stage.ESCALATE, Stage.INSTRUCTION, Stage.SUPERVISION),
    ),
    ("回访到位", (Stage.FOLLOWUP,)),
)


@dataclass(frozen=True, kw_only=True)
class Node:
    """A node: its limits and who answers for it, and how they were kept."""

    table: StageTable
    figure: StageFigure


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A part of the way and its nodes; ``percent`` of its limits were kept, ``None`` where none ended."""

    label: str
    nodes: tuple[Node, ...]
    ended: int
    percent: float | None


def standards_of(*, month: Month, actor: Actor, at: datetime) -> tuple[Phase, ...]:
    """Return the nodes by phase with the limits in force at the end of the month, or now.

    Raises:
        NoPolicy: the centre has none.

    """
    policy = policy_at(centre_id=actor.centre_id, at=min(month.until, at)).policy
    tables = dict(zip(STAGE_LABELS, stage_tables(policy), strict=True))
    figures = dict(zip(Stage, stage_figures(actor=actor, since=month.since, until=month.until, at=at), strict=True))
    return tuple(_phase(label, stages, tables, figures) for label, stages in _PHASES)


def _phase(
    label: str,
    stages: tuple[Stage, ...],
    tables: dict[Stage, StageTable],
    figures: dict[Stage, StageFigure],
) -> Phase:
    nodes = tuple(Node(table=tables[stage], figure=figures[stage]) for stage in stages)
    ended = sum(node.figure.ended for node in nodes)
    on_time = sum(node.figure.on_time for node in nodes)
    return Phase(label=label, nodes=nodes, ended=ended, percent=100 * on_time / ended if ended else None)
