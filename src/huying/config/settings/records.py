"""What is logged, without what a citizen said; where seals, pictures and models are written beside the database."""

from __future__ import annotations

import os
from pathlib import Path

from huying.config.settings import environment as env
from huying.config.settings.applications import DATA

_LEVEL = env.text("HUYING_LOG_LEVEL", default="INFO", meaning="日志级别：DEBUG、INFO、WARNING 或 ERROR").upper()

_FORM = env.text(
    "HUYING_LOG",
    default="plain",
    meaning="日志的样子：json 或 plain；huying web 和 huying worker 缺省为 json，huying up 缺省为 plain",
)
if _FORM not in {"json", "plain"}:
    raise env.BadSetting(f"环境变量 HUYING_LOG 应为 json 或 plain，现为「{_FORM}」，请改正。")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {"()": "huying.foundation.logs.JsonLines", "json_ensure_ascii": False},
        "plain": {"()": "huying.foundation.logs.PlainLines"},
    },
    "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": _FORM}},
    "root": {"handlers": ["standard_error"], "level": "WARNING"},
    "loggers": {
        "huying": {"level": _LEVEL},
        # A person at a terminal is not told of each request and job that went well.
        "huying.requests": {"level": _LEVEL if _FORM == "json" else "ERROR"},
        "huying.jobs": {"level": _LEVEL if _FORM == "json" else "ERROR"},
        # A request has one line of ours; Django adds only the places of a fault.
        "django.request": {"level": "ERROR"},
        "procrastinate": {"level": "WARNING"},
        # What a worker says of a job that failed names its arguments; the line of ours does not.
        "procrastinate.worker": {"level": "CRITICAL"},
        "procrastinate.worker.worker": {"level": "WARNING"},
        "django.server": {"handlers": [], "propagate": True},
        "axes": {"level": "ERROR"},
    },
}

_SEAL_FILE = env.text(
    "HUYING_SEAL_FILE",
    default="",
    meaning="每次封印另存到的文件；内置数据库缺省为数据目录中的 seals.jsonl，服务器缺省不另存",
)
if not _SEAL_FILE and "HUYING_EMBEDDED_SOCKET" in os.environ:
    _SEAL_FILE = str(DATA / "seals.jsonl")
HUYING_SEAL_FILE: Path | None = Path(_SEAL_FILE) if _SEAL_FILE else None

HUYING_BACKUP_TO = env.text(
    "HUYING_BACKUP_TO", default="", meaning="备份加密给谁：age 公钥，或写有公钥的文件；同 huying backup 的 --to"
)
HUYING_POSTGRES_BIN = env.text(
    "HUYING_POSTGRES_BIN",
    default="",
    meaning="pg_dump 和 pg_restore 所在的文件夹，不得比数据库服务器旧；空则用程序自带的（不支持 TLS）",
)
_FILES = env.text(
    "HUYING_FILES",
    default="",
    meaning="存放图片的目录，须已存在，多台机器同时运行时须是共享的；缺省为数据目录中的 files",
)
HUYING_FILES = Path(_FILES).expanduser().resolve() if _FILES else DATA / "files"
_MODELS = env.text(
    "HUYING_MODELS",
    default="",
    meaning="存放训练好的模型的目录，多台机器同时运行时须是共享的；缺省为数据目录中的 models",
)
HUYING_MODELS = Path(_MODELS).expanduser().resolve() if _MODELS else DATA / "models"
