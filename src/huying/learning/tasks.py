"""Jobs of learning."""

from __future__ import annotations

import asyncio
import logging
import os
import sys

from django.conf import settings
from procrastinate.contrib.django import app

_log = logging.getLogger("huying.learning")


@app.task(queue="learning", name="learning.learn_nightly", lock="learning.learn_nightly", priority=-10)
async def learn_nightly_task(*, timestamp: int) -> None:
    """Start the training of all models, nightly, in a process of its own; it ends with its worker, at the latest.

    Nobody waits for it: a worker's places are for notices and deadlines. It writes by itself what became of each.
    """
    del timestamp
    words = ["language", "learn-nightly", "--data", str(settings.DATA), "--parent", str(os.getpid())]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "huying.cli", *words, stdin=asyncio.subprocess.DEVNULL
    )
    _log.info("已开始夜间训练（进程 %s）", process.pid)
