"""What the database server lacks, asked as the application's role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection

from huying.cli.check.finding import Finding
from huying.foundation.embedded import APP, OWNER, READER

# Retention classes (each model declares its own) whose rows are never removed, and never even changed.
_NEVER_REMOVED, _NEVER_CHANGED = {"history", "audit"}, {"history"}


def findings() -> Iterator[Finding]:
    """Yield what is wrong with locale, roles and transport."""
    # to_jsonb: the column of the provider is missing before PostgreSQL 15 and in its relatives.
    provider, ctype = _one(
        "SELECT coalesce(to_jsonb(d) ->> 'datlocprovider', 'c'), datctype"
        " FROM pg_database d WHERE datname = current_database()"
    )
    if provider == "c" and ctype.upper().replace("UTF-8", "UTF8") != "C.UTF8":
        yield Finding(
            code="locale_provider",
            sentence=f"数据库的字符规则是 libc 的 {ctype}，中文检索和排序不可靠，"
            "请以 builtin 的 C.UTF-8 或 ICU 重建数据库。",
        )
    yield from _role_findings()
    remote, encrypted = _one(
        "SELECT inet_client_addr() IS NOT NULL,"
        " coalesce((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false)"
    )
    if remote and not encrypted:
        yield Finding(
            code="database_without_tls",
            sentence="与数据库的连接没有加密，请在 HUYING_DATABASE_URL 中加上 sslmode=verify-full。",
        )


def _role_findings() -> Iterator[Finding]:
    for role in (OWNER, APP, READER):
        if not _one("SELECT count(*) FROM pg_roles WHERE rolname = %s", role)[0]:
            yield Finding(code="role_missing", sentence=f"数据库中没有角色 {role}，请由数据库管理员建立。")
    role, superuser, may_create = _one(
        "SELECT current_user::text, rolsuper, has_schema_privilege(current_user, 'public', 'CREATE')"
        " FROM pg_roles WHERE rolname = current_user"
    )
    if superuser or may_create:
        yield Finding(
            code="role_too_strong",
            sentence=f"网站以能修改表结构的角色 {role} 连接，请在 HUYING_DATABASE_URL 中改用 {APP}。",
        )


def history_findings() -> Iterator[Finding]:
    """Yield each table of the history that the connected role could change or empty."""
    for table, retention in sorted(_retention_of_tables().items()):
        rights = ["DELETE", "TRUNCATE"] if retention in _NEVER_REMOVED else []
        rights += ["UPDATE"] if retention in _NEVER_CHANGED else []
        if rights and _one("SELECT has_table_privilege(current_user, %s, %s)", table, ", ".join(rights))[0]:
            yield Finding(
                code="history_unprotected",
                sentence=f"网站的角色可以修改或删除留痕表 {table}，"
                f"请由数据库管理员执行 REVOKE {', '.join(rights)} ON {table} FROM {APP}。",
            )


def _retention_of_tables() -> dict[str, str]:
    return {model._meta.db_table: getattr(model, "retention", ("",))[0] for model in apps.get_models()}  # noqa: SLF001  # Django's public _meta


def _one(query: str, *parameters: str) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, parameters)
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)
