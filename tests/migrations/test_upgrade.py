"""``huying migrate`` on a store of an earlier version: every row stays, and the history still proves itself."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connection

from huying.cli import schema
from huying.foundation.commit import one_commit
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order
from tests.history.store import TABLES, found, seal
from tests.walk import HOUR

# A state that has known orders, texts and seals, and that several later migrations follow.
_EARLIER = ("workorders", "0004_text_of_information")


def _rows() -> dict[str, int]:
    counts = {}
    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"SELECT count(*) FROM {table}")
            (counts[table],) = cursor.fetchone()
    return counts


@pytest.mark.usefixtures("own_database")
def test_an_earlier_store_is_brought_up_with_all_its_rows_and_works_on() -> None:
    with one_commit():
        cast = create_cast()
        create_order(operator=cast.operator, at=MONDAY)
        create_order(operator=cast.operator, at=MONDAY, title="升级之前")
    seal(at=MONDAY + HOUR)
    before = _rows()
    assert all(before[table] for table in ("workorders_order", "workorders_event", "workorders_seal"))
    with schema.as_owner():
        call_command("migrate", *_EARLIER, verbosity=0)
    assert schema.state() is schema.State.OLDER

    applied = schema.migrate()

    assert "workorders.0006_a_copy_is_a_part" in applied
    assert schema.state() is schema.State.CURRENT
    assert _rows() == before
    assert found() == []
    with one_commit():
        create_order(operator=cast.operator, at=MONDAY + 2 * HOUR, title="升级之后")
    assert _rows()["workorders_order"] == before["workorders_order"] + 1


@pytest.mark.usefixtures("own_database")
def test_a_store_that_is_up_to_date_is_left_alone() -> None:
    assert schema.migrate() == []
