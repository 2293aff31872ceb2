"""The database: the embedded one that the command opened, or the server that ``HUYING_DATABASE_URL`` names."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from huying.config.settings import environment as env
from huying.foundation import embedded

_URL = env.text(
    "HUYING_DATABASE_URL", default="", meaning="数据库服务器（角色 huying_app）；空则用数据目录中内置的数据库"
)
_OWNER_URL = env.text(
    "HUYING_OWNER_DATABASE_URL", default="", meaning="同一数据库（角色 huying_owner），只供 huying migrate 使用"
)


_STATEMENT_SECONDS = env.number(
    "HUYING_STATEMENT_SECONDS", default=0, meaning="数据库一条语句最多执行几秒，0 为不限；huying web 缺省为 30"
)
_LOCK_SECONDS = env.number(
    "HUYING_LOCK_SECONDS", default=0, meaning="等别人正在改的记录最多几秒，0 为不限；huying web 缺省为 5"
)
# Given as the session begins; a pooler in front of the server must let them pass.
_LIMITS = f"-c statement_timeout={_STATEMENT_SECONDS}s -c lock_timeout={_LOCK_SECONDS}s"
# A server that vanished (no answer on the wire) is given up after about a minute.
_KEEPALIVES = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3, "tcp_user_timeout": 60_000}


def _database(name: str, url: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as fault:
        raise env.BadSetting(f"环境变量 {name} 不是数据库地址，请写成 postgresql://用户@主机/库名。") from fault
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname", "huying"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "application_name": "huying",
            "connect_timeout": 5,
            **_KEEPALIVES,
            # Parameters travel apart from the statement, which is planned once and kept.
            "server_side_binding": True,
            "prepare_threshold": 3,
            "options": f"{parts.pop('options', '')} {_LIMITS}".strip(),
            **parts,
        },
    }


HUYING_EMBEDDED = not _URL
if HUYING_EMBEDDED:
    # Set by the command that opened the store; without one (type checks, documents) nothing answers there.
    _server = embedded.Server(socket_dir=Path(os.environ.get("HUYING_EMBEDDED_SOCKET", "/nonexistent")))
    DATABASES = {"default": _database("", _server.url(role=embedded.APP))}
    HUYING_OWNER_DATABASE = _database("", _server.url(role=embedded.OWNER))
else:
    DATABASES = {"default": _database("HUYING_DATABASE_URL", _URL)}
    HUYING_OWNER_DATABASE = _database("HUYING_OWNER_DATABASE_URL", _OWNER_URL) if _OWNER_URL else {}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
