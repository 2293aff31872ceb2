"""Expand, then contract: what an upgrade may do while the version before is still at work."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.migrations import Migration, operations
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

_OURS = "huying."
# Laid before the first version that anybody upgrades from; the list never grows.
_HISTORY = {"workorders.0003_queue_indexes_hold_the_filters", "workorders.0005_an_open_order_is_due"}
# What grows with every order: an index made the usual way would stop registering for minutes.
_BIG = {
    *("workorders.order", "workorders.event", "workorders.text", "workorders.searchrow", "workorders.assignment"),
    *("workorders.clock", "workorders.contact", "workorders.reply", "callers.caller", "callers.identity"),
    *("records.accessrecord", "dispatch.suggestion", "followup.task", "followup.attempt", "followup.verdict"),
}
_DESTRUCTIVE = (
    *(operations.RemoveField, operations.RenameField, operations.DeleteModel, operations.RenameModel),
    *(operations.AlterModelTable, operations.AlterUniqueTogether),
)
_DESTRUCTIVE_SQL = re.compile(
    r"\b(DROP\s+(TABLE|COLUMN|TYPE|FUNCTION|SCHEMA)|RENAME|SET\s+NOT\s+NULL|ALTER\s+COLUMN)\b"
    r"|(^|;)\s*(TRUNCATE|DELETE\s+FROM)\b",
    re.IGNORECASE,
)
_SLOW_INDEX = re.compile(r"\bCREATE\s+(UNIQUE\s+)?INDEX\s+(?!CONCURRENTLY)", re.IGNORECASE)
_VERSION = re.compile(r"\d+\.\d+\.\d+")


def _faults(migration: Migration, before: ProjectState) -> Iterator[str]:
    """Yield what in a migration would break the version before, or stop it for long."""
    state, label = before.clone(), migration.app_label
    made = {f"{label}.{one.name_lower}" for one in migration.operations if isinstance(one, operations.CreateModel)}
    is_contract = bool(_VERSION.fullmatch(getattr(migration, "contract_after", "")))
    for operation in migration.operations:
        table = f"{label}.{getattr(operation, 'model_name_lower', '')}"
        if table not in made:
            if not is_contract and _takes_away(operation, state, label=label):
                yield f"takes away what the version before needs: {operation.describe()}"
            if table in _BIG and _locks(operation):
                yield f"makes an index that stops writing: {operation.describe()}"
        for statement in _forward_sql(operation):
            if not is_contract and _DESTRUCTIVE_SQL.search(statement):
                yield f"takes away by SQL: {statement[:80]}"
            if _SLOW_INDEX.search(statement):
                yield f"makes an index that stops writing by SQL: {statement[:80]}"
        operation.state_forwards(label, state)


def _takes_away(operation: Operation, state: ProjectState, *, label: str) -> bool:
    if isinstance(operation, operations.AddField):
        # Django takes a `default` away from the table again; the version before then cannot write a row.
        field = operation.field
        return not (field.null or field.many_to_many or field.has_db_default())
    if isinstance(operation, operations.AlterField):
        old = state.models[label, operation.model_name_lower].fields[operation.name]
        return _narrows(old, operation.field)
    return isinstance(operation, _DESTRUCTIVE)


def _narrows(old: models.Field[Any, Any], new: models.Field[Any, Any]) -> bool:
    becomes_required = old.null and not new.null
    shorter = (new.max_length or 0) < (old.max_length or 0)
    return (
        becomes_required or shorter or type(old) is not type(new) or (old.has_db_default() and not new.has_db_default())
    )


def _locks(operation: Operation) -> bool:
    if isinstance(operation, operations.AddConstraint):
        return isinstance(operation.constraint, models.UniqueConstraint)
    return isinstance(operation, operations.AddIndex) and not isinstance(operation, AddIndexConcurrently)


def _forward_sql(operation: Operation) -> Iterator[str]:
    if isinstance(operation, operations.RunSQL):
        yield from ([operation.sql] if isinstance(operation.sql, str) else map(str, operation.sql))
    if isinstance(operation, operations.SeparateDatabaseAndState):
        for inner in operation.database_operations:
            yield from _forward_sql(inner)


@cache
def _loader() -> MigrationLoader:
    return MigrationLoader(None)


def _later_migrations() -> list[tuple[str, str]]:
    """Return application and name of every migration of ours that has one of the same room before it."""
    loader = _loader()
    own = [key for key, one in loader.disk_migrations.items() if one.__module__.startswith(_OURS)]
    by_room = {label: sorted(name for room, name in own if room == label) for label, _ in own}
    return sorted((label, later) for label, names in by_room.items() for _, later in pairwise(names))


@pytest.mark.parametrize(("label", "name"), _later_migrations())
def test_a_migration_leaves_the_version_before_at_work(label: str, name: str) -> None:
    loader = _loader()
    migration = loader.disk_migrations[label, name]
    faults = list(_faults(migration, loader.project_state((label, name), at_end=False)))
    assert bool(faults) == (f"{label}.{name}" in _HISTORY), faults


def test_no_migration_of_the_history_has_gone() -> None:
    assert {f"{label}.{name}" for label, name in _later_migrations()} >= _HISTORY


def _migration(*done: Operation, **marks: object) -> list[str]:
    """Return the faults of a migration of these operations on a table with two columns."""
    state = ProjectState()
    fields: list[tuple[str, models.Field[Any, Any]]] = [
        ("id", models.BigAutoField(primary_key=True)),
        ("told", models.TextField(null=True)),
        ("code", models.CharField(max_length=8)),
    ]
    operations.CreateModel("Order", fields).state_forwards("workorders", state)
    migration = Migration("0009_next", "workorders")
    vars(migration).update(marks, operations=list(done))
    return list(_faults(migration, state))


_TAKING = [
    operations.RemoveField("order", "told"),
    operations.RenameField("order", "told", "said"),
    operations.DeleteModel("Order"),
    operations.AlterField("order", "told", models.TextField()),
    operations.AlterField("order", "code", models.CharField(max_length=4)),
    operations.AddField("order", "new", models.IntegerField(default=0)),
    operations.RunSQL("ALTER TABLE workorders_order DROP COLUMN told"),
    operations.RunSQL(["UPDATE x SET y = 1", "ALTER TABLE workorders_order RENAME told TO said"]),
]


@pytest.mark.parametrize("operation", _TAKING, ids=lambda one: one.describe())
def test_taking_away_is_found_and_allowed_only_to_a_contract_step(operation: Operation) -> None:
    assert _migration(operation)
    assert not _migration(operation, contract_after="0.2.0")
    assert _migration(operation, contract_after="some day")


@pytest.mark.parametrize(
    "operation",
    [
        operations.AddField("order", "new", models.IntegerField(null=True)),
        operations.AddField("order", "new", models.IntegerField(db_default=0)),
        operations.AlterField("order", "code", models.CharField(max_length=16)),
        AddIndexConcurrently("order", models.Index(fields=["code"], name="i")),
        operations.RunSQL("CREATE INDEX CONCURRENTLY i ON workorders_order (code)"),
    ],
    ids=lambda one: one.describe(),
)
def test_adding_is_let_pass(operation: Operation) -> None:
    assert not _migration(operation)


def test_an_index_that_stops_writing_is_found_in_a_contract_step_too() -> None:
    index = operations.AddIndex("order", models.Index(fields=["code"], name="i"))
    unique = operations.AddConstraint("order", models.UniqueConstraint(fields=["code"], name="u"))
    by_hand = operations.RunSQL("CREATE UNIQUE INDEX i ON workorders_order (code)")
    assert [len(_migration(one, contract_after="0.2.0")) for one in (index, unique, by_hand)] == [1, 1, 1]
