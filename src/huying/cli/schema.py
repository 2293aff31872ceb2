"""How the database's schema is brought up to the code's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from huying.domain.errors import Unavailable
from huying.foundation.embedded.sharing import locked
from huying.foundation.schema import State, state

# What signs people in is nobody's reading matter.
_NOT_FOR_THE_READER = ("django_session", "mfa_authenticator", "organisation_person")


class SchemaDiffers(Unavailable):
    """The database was made by an older or a newer version of the programme."""

    code = "schema_differs"
    sentence = "数据库的结构与程序不一致，请先运行 huying migrate，或改用相应版本的程序。"


class OwnerUnknown(Unavailable):
    """Nobody said how to reach the database as its owner."""

    code = "owner_unknown"
    sentence = "迁移数据库要以 huying_owner 的身份连接，请设置环境变量 HUYING_OWNER_DATABASE_URL 后重试。"


DIFFERENCES = {
    State.OLDER: "数据库的结构比程序旧，请先运行 huying migrate。",
    State.NEWER: "数据库的结构比程序新，请改用建立它的那个或更新的版本。",
}


def require(*, may_migrate: bool, lock: Path) -> None:
    """Make sure that schema and code agree; raise ``SchemaDiffers`` where that is not for us to mend."""
    found = state()
    if found is State.CURRENT:
        return
    refuse_newer(found)
    if not may_migrate:
        raise SchemaDiffers(DIFFERENCES[found])
    with locked(lock):
        migrate()


def refuse_newer(found: State) -> None:
    """Raise ``SchemaDiffers`` for a database that a newer programme has changed."""
    if found is State.NEWER:
        raise SchemaDiffers(DIFFERENCES[found])


def migrate() -> list[str]:
    """Bring the schema up to the code's as its owner; return the migrations applied."""
    with as_owner():
        executor = MigrationExecutor(connection)
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            for table in set(_NOT_FOR_THE_READER) & set(connection.introspection.table_names(cursor)):
                cursor.execute(f"REVOKE ALL ON {table} FROM huying_reader")
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


@contextmanager
def as_owner() -> Iterator[None]:
    """Let the default connection be the owner's for this block; raises ``OwnerUnknown``."""
    if not settings.HUYING_OWNER_DATABASE:
        raise OwnerUnknown
    usual = dict(connection.settings_dict)
    parts = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    connection.close()
    connection.settings_dict.update({part: settings.HUYING_OWNER_DATABASE[part] for part in parts})
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update({part: usual[part] for part in parts})
