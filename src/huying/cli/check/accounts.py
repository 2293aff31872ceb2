"""What must not be there in production, and what must be fresh: default accounts, the last seal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.contrib.auth.hashers import check_password
from django.db import connection

from huying.cli.check.finding import Finding, Level
from huying.demo.queries import FIXED_PASSWORD

# 约定: seals are made hourly; one may fail, two may not.
_SEAL_AGE = timedelta(hours=2)


def findings(*, at: datetime) -> Iterator[Finding]:
    """Yield default accounts, demonstration rows and a seal that is overdue."""
    if has_default_accounts():
        yield Finding(code="default_accounts", sentence="演示账号仍在使用公开的口令，请停用这些账号或清除演示数据。")
    if _rows("SELECT 1 FROM organisation_centre WHERE is_demo LIMIT 1"):
        yield Finding(code="demo_rows", sentence="数据库中有演示数据，正式运行请使用新的数据库。", level=Level.WARNING)
    long_ago = at - _SEAL_AGE
    has_history = _rows("SELECT 1 FROM workorders_event WHERE recorded_at < %s LIMIT 1", long_ago)
    if has_history and not _rows("SELECT 1 FROM workorders_seal WHERE sealed_at > %s LIMIT 1", long_ago):
        yield Finding(
            code="seal_overdue",
            sentence="办理历史两小时没有封印，请确认 huying worker 在运行，或执行 huying seal。",
        )


def has_default_accounts() -> bool:
    """Say whether somebody can sign in with the password that the README names."""
    hashes = _rows(
        "SELECT DISTINCT p.password FROM organisation_person p"
        " JOIN organisation_centre c ON c.id = p.centre_id WHERE c.is_demo AND p.is_active"
    )
    return any(check_password(FIXED_PASSWORD, password) for (password,) in hashes)


def _rows(query: str, *parameters: datetime) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        return [tuple(row) for row in cursor.fetchall()]
