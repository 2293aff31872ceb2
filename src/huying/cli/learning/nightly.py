"""Every night all models, each in a process of its own that may take too long, fail or die and disturb nobody."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from django.db import connections

from huying.cli.answers import REFUSED
from huying.cli.learning.training import close_training
from huying.domain.actors import policy_actor
from huying.learning.choices import RunOutcome, Task
from huying.organisation.queries.centre_codes import centre_codes

_log = logging.getLogger("huying.learning")


def train_all(*, data: Path, seconds: float) -> None:
    """Train and compare every task of every centre, one after another."""
    for centre_id, code in centre_codes():
        for task in Task:
            _log.info("开始训练中心「%s」的%s模型", code, task.label)
            actor = policy_actor(centre_id=centre_id, name="learning")
            said = _run(data=data, command="learn", task=task, centre=code, seconds=seconds)
            if said:
                _log.error("中心「%s」的%s模型：%s", code, task.label, said)
                close_training(task=task, outcome=RunOutcome.FAILED, said=said, actor=actor)
            said = _run(data=data, command="drift", task=task, centre=code, seconds=seconds)
            if said:
                _log.error("中心「%s」的%s模型的比较：%s", code, task.label, said)


def _run(*, data: Path, command: str, task: Task, centre: str, seconds: float) -> str:
    """Run one command to its end; return what went wrong, empty if nothing did or it refused with a sentence."""
    connections.close_all()
    words = ["language", command, "--task", task.value, "--centre", centre, "--data", str(data)]
    child = subprocess.Popen(  # noqa: S603  # our own words
        [sys.executable, "-m", "huying.cli", *words, "--parent", str(os.getpid())],
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        code = child.wait(seconds)
    except subprocess.TimeoutExpired:
        return f"超过 {seconds / 60:.0f} 分钟没有完成，已停止。"
    finally:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(child.pid, signal.SIGKILL)
        child.wait()
    if code in {0, REFUSED}:
        return ""
    return f"训练进程被终止（信号 {-code}），没有完成。" if code < 0 else f"训练进程出错（退出码 {code}），没有完成。"
