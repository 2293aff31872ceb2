"""What must be well for the site to do its work."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import InterfaceError, OperationalError

from huying.foundation import job_queue, schema


@dataclass(frozen=True, kw_only=True)
class Check:
    """One thing looked at: a stable code, whether it is well, and a sentence that says what to do if not."""

    code: str
    ok: bool
    sentence: str


NO_ANSWER = Check(code="database", ok=False, sentence="数据库没有应答，请检查数据库服务器和网络。")

_SCHEMA = {
    schema.State.CURRENT: "数据库的结构与程序一致。",
    schema.State.OLDER: "数据库的结构比程序旧，请运行 huying migrate。",
    schema.State.NEWER: "数据库的结构比程序新，请改用建立它的那个或更新的版本。",
}


def checks() -> list[Check]:
    """Look at everything; an answer that does not come is the caller's to give up on."""
    try:
        state = schema.state()
        found = [
            Check(code="database", ok=True, sentence="数据库应答正常。"),
            Check(code="migrations", ok=state is schema.State.CURRENT, sentence=_SCHEMA[state]),
        ]
        # An empty database has no queue to ask about.
        return [*found, _worker(), _queue()] if state is schema.State.CURRENT else found
    except (OperationalError, InterfaceError):
        return [NO_ANSWER]


def _worker() -> Check:
    age, limit = job_queue.heartbeat_age(), settings.HUYING_READY_HEARTBEAT_SECONDS
    if age is None:
        return Check(code="worker", ok=False, sentence="没有后台任务进程在运行，请启动 huying worker。")
    ok = age <= limit
    said = f"后台任务 {age:.0f} 秒前报过平安" + ("。" if ok else f"，超过 {limit} 秒，请检查 huying worker。")
    return Check(code="worker", ok=ok, sentence=said)


def _queue() -> Check:
    waits = [queue.oldest_seconds for queue in job_queue.waiting()]
    longest, limit = max(waits, default=0.0), settings.HUYING_READY_JOB_SECONDS
    ok = longest <= limit
    said = f"等候最久的任务已等 {longest:.0f} 秒" if waits else "没有任务在等候"
    mend = "。" if ok else f"，超过 {limit} 秒，请检查或增加 huying worker。"
    return Check(code="oldest_job", ok=ok, sentence=said + mend)
