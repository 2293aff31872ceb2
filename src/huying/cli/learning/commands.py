"""The commands: ``learn`` one model, tell its ``drift``, and every night all of them, each in a process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.domain.actors import Actor, policy_actor
from huying.domain.errors import Conflict, Invalid
from huying.foundation.embedded.sharing import locked
from huying.foundation.processes import die_with_parent

if TYPE_CHECKING:
    from huying.learning.queries.drift import DriftReport

_NICENESS = 15
_TASKS = ("matter", "dispatch")
_task_option = click.option(
    "--task", required=True, type=click.Choice(_TASKS), help="matter：判断一级事项；dispatch：判断承办单位。"
)
_centre_option = click.option("--centre", default="", help="中心的编码；只有一个中心时可以不写。")
_parent_option = click.option("--parent", type=int, hidden=True)


class TrainingBusy(Conflict):
    """A training runs already on this folder of models."""

    code = "training_busy"
    sentence = "已有一个模型正在训练，请等它完成后再试。"


class CentreNotNamed(Invalid):
    """There are several centres, or none, and the command was not told which."""

    code = "centre_not_named"


@click.command(help="用本中心已办结的工单训练模型；在最近几周的工单上比现用的好，才登记为待采用，由人决定用不用。")
@_task_option
@_centre_option
@_parent_option
@data_option
@json_option
def learn(*, task: str, centre: str, parent: int | None, data: Path, as_json: bool) -> None:
    """Train, compare and record; too few orders are refused."""
    if parent:
        die_with_parent(parent)
    with opened(data):
        from huying.cli.learning.training import learn_own
        from huying.learning.choices import Task

        code, actor = _for_centre(centre)
        with _alone():
            learnt = learn_own(task=Task(task), centre_code=code, actor=actor)
    then = "，已登记为待采用，请在「模型」页面核对后采用。" if learnt.is_offered else "，没有更好，不采用。"
    say(f"{learnt.said}第 {learnt.number} 版{Task(task).label}模型训练完成{then}")
    answer({"task": task, "centre": code, **asdict(learnt)}, as_json=as_json)


@click.command(help="现用模型与训练时相比是否仍准：按周看它与人工结果的一致率、类别构成和没有见过的文字。")
@_task_option
@_centre_option
@_parent_option
@data_option
@json_option
def drift(*, task: str, centre: str, parent: int | None, data: Path, as_json: bool) -> None:
    """Judge the weeks since the training anew, and tell."""
    if parent:
        die_with_parent(parent)
    with opened(data):
        from huying.cli.learning.drifting import write_drift
        from huying.learning.choices import ModelState, Task
        from huying.learning.queries.drift import drift_of
        from huying.learning.queries.versions import version_in

        code, actor = _for_centre(centre)
        is_written = write_drift(task=Task(task), actor=actor)
        used = version_in(state=ModelState.CURRENT, task=Task(task), actor=actor)
        report = drift_of(version=used) if used and is_written else None
    if report is None:
        say(
            "现用模型训练以来还没有新办结的工单可以比较。"
            if is_written
            else f"{Task(task).label}没有可以使用的现用模型，没有可比较的。"
        )
    else:
        _tell(report)
    answer({"task": task, "centre": code, "report": asdict(report) if report else None}, as_json=as_json)


@click.command(
    "learn-nightly", hidden=True, help="依次训练每个中心的每个模型，各用一个进程，超时即停；由夜间任务启动。"
)
@click.option("--minutes", default=120, show_default=True, type=click.FloatRange(min=0), help="每个训练最多几分钟。")
@_parent_option
@data_option
def learn_nightly(*, minutes: float, parent: int | None, data: Path) -> None:
    """Train all; what dies or takes too long is written down, and the next goes on."""
    if parent:
        die_with_parent(parent)
        os.nice(_NICENESS)
    with opened(data):
        from huying.cli.learning.nightly import train_all

        train_all(data=data, seconds=minutes * 60)


def _for_centre(centre: str) -> tuple[str, Actor]:
    from huying.organisation.queries.centre_codes import centre_codes, centre_id_of, only_centre_code

    code = centre or only_centre_code()
    if not code:
        codes = "、".join(code for _, code in centre_codes())
        raise CentreNotNamed(f"请用 --centre 指明中心（现有：{codes or '无'}）。")
    return code, policy_actor(centre_id=centre_id_of(code=code), name="learning")


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the lock of the folder of models; the kernel drops it however we end."""
    from huying.cli.learning.folder import require_folder

    try:
        with locked(require_folder() / "training.lock", wait=False):
            yield
    except BlockingIOError as fault:
        raise TrainingBusy from fault


def _tell(report: DriftReport) -> None:
    say(report.last.sentence)
    for one in report.weeks:
        said = f"一致 {one.agreed_percent:.1f}%，没有见过的文字 {one.unknown_percent:.1f}%"
        say(f"  {one.week} 起的一周：{one.orders} 件，{said}")
