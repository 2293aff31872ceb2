"""What is watched while the site runs: slow statements, heartbeats, waiting jobs, who may read the figures."""

from __future__ import annotations

from ipaddress import ip_network

from huying.config.settings import environment as env

HUYING_SLOW_QUERY_MS = env.number(
    "HUYING_SLOW_QUERY_MS", default=500, meaning="数据库语句用时达到多少毫秒就记入日志（只记语句的样子，不记参数）"
)
HUYING_HEARTBEAT_SECONDS = env.number(
    "HUYING_HEARTBEAT_SECONDS",
    default=10,
    meaning="后台任务每隔几秒报一次平安；三倍时间没有报，即视为已停，它办到一半的任务由别的进程接着办",
)
# A worker that leaves out three signs of life is taken for dead.
HUYING_SILENT_SECONDS = 3 * HUYING_HEARTBEAT_SECONDS
HUYING_READY_HEARTBEAT_SECONDS = env.number(
    "HUYING_READY_HEARTBEAT_SECONDS", default=60, meaning="/readyz：后台任务最近一次报平安不得早于几秒前"
)
HUYING_READY_JOB_SECONDS = env.number(
    "HUYING_READY_JOB_SECONDS", default=900, meaning="/readyz：等候最久的任务不得超过几秒"
)
HUYING_PAGE_THREADS = env.number(
    "HUYING_PAGE_THREADS", default=0, meaning="一个进程同时生成几个页面，0 为不限，由 huying web 按 --threads 自动设置"
)
_FROM = env.words(
    "HUYING_METRICS_FROM",
    default=["127.0.0.1", "::1"],
    meaning="/metrics 向哪些地址或网段开放，逗号分隔；经反向代理来的请求不按地址放行",
)
try:
    HUYING_METRICS_FROM = [ip_network(one) for one in _FROM]
except ValueError as _fault:
    raise env.BadSetting("环境变量 HUYING_METRICS_FROM 应为地址或网段，如 10.1.2.0/24，请改正。") from _fault
HUYING_METRICS_TOKEN = env.text(
    "HUYING_METRICS_TOKEN", default="", meaning="/metrics 的口令（Authorization: Bearer …）；空则只按地址开放"
)
