"""What the database itself refuses, to the application and to everybody who leaves triggers on."""

from __future__ import annotations

import psycopg
import pytest
from django.db import Error, IntegrityError, ProgrammingError, connection

from huying.foundation import embedded
from huying.foundation.commit import one_row
from huying.records.actions.record_model_use import record_model_use
from huying.records.choices import AccessKind, ModelOutcome, ModelPurpose
from huying.records.models import AccessRecord
from huying.workorders.models import Text
from tests.cast import MONDAY
from tests.history.store import History

APPENDED = ("workorders_event", "workorders_seal", "workorders_sealentry", "records_accessrecord", "records_modeluse")
KEPT = ("workorders_text", "workorders_erasure")
COLUMN = {"workorders_seal": "number", "workorders_text": '"order_id"'}


def refused(statement: str, kind: type[Error]) -> None:
    with pytest.raises(kind), one_row(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.parametrize("table", [*APPENDED, *KEPT])
def test_the_application_may_neither_change_nor_delete_nor_empty(history: History, table: str) -> None:
    column = COLUMN.get(table, "id")
    refused(f"UPDATE {table} SET {column} = {column}", ProgrammingError)
    refused(f"DELETE FROM {table}", ProgrammingError)
    refused(f"TRUNCATE {table} CASCADE", ProgrammingError)


@pytest.mark.parametrize("table", [*APPENDED, *KEPT])
@pytest.mark.parametrize("role", [embedded.OWNER, embedded.SUPERUSER])
def test_triggers_stop_the_owner_and_the_superuser(
    history: History, server: embedded.Server, table: str, role: str
) -> None:
    AccessRecord.objects.create(
        centre=history.cast.centre, kind=AccessKind.EXPORT, subject="x", role="auditor", at=MONDAY
    )
    record_model_use(
        purpose=ModelPurpose.TITLE,
        subject="",
        model="x",
        asked="问",
        told="",
        outcome=ModelOutcome.ERROR,
        milliseconds=1,
        actor=history.cast.operator,
        at=MONDAY,
    )
    statements = [f"TRUNCATE {table} CASCADE"]
    if table != "workorders_erasure":
        statements.append(f"DELETE FROM {table}")
        statements.append(f"UPDATE {table} SET {COLUMN.get(table, 'id')} = 7")
    url = server.url(role=role, dbname=str(connection.settings_dict["NAME"]))
    for statement in statements:
        with psycopg.connect(url) as powerful, pytest.raises(psycopg.errors.IntegrityError, match="refused"):
            powerful.execute(statement)


@pytest.mark.parametrize(
    "change",
    [
        {"body": "没有这回事。"},
        {"body": "", "salt": b"1234567890123456", "erased_at": MONDAY},
        {"body": "留一半", "salt": None, "erased_at": MONDAY},
    ],
)
def test_the_application_may_change_a_text_only_to_its_erased_form(history: History, change: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), one_row():
        Text.objects.filter(order=history.new).update(**change)


def test_an_erased_text_stays_erased(history: History) -> None:
    texts = Text.objects.filter(order=history.new, kind="original")
    texts.update(body="", salt=None, erased_at=MONDAY)
    with pytest.raises(IntegrityError), one_row():
        texts.update(body="回来了", salt=b"1234567890123456", erased_at=None)
