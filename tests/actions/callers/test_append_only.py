"""What commits: the record outlasts even the owner of its table, and a line stays one line in a rush."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import psycopg
import pytest
from django.db import connection

from huying.callers.actions.unmask import unmask
from huying.callers.models import Caller, Unmasking
from huying.domain.actors import Actor
from huying.domain.privacy import IdentityField, Purpose
from huying.foundation import embedded
from huying.foundation.commit import one_commit
from tests.cast import MONDAY, create_cast
from tests.factories.callers import create_identity


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE callers_unmasking SET note = ''",
        "DELETE FROM callers_unmasking",
        "TRUNCATE callers_unmasking",
        "TRUNCATE callers_identity CASCADE",
    ],
)
def test_even_the_owner_of_the_table_cannot_change_a_record(
    server: embedded.Server, own_database: str, statement: str
) -> None:
    with one_commit():
        cast = create_cast()
        unmask(
            identity_id=create_identity(actor=cast.operator, at=MONDAY).id,
            order_number="20260302000001",
            fields=[IdentityField.PHONE],
            purpose=Purpose.CONTACT,
            note="",
            actor=cast.clerk,
            at=MONDAY,
        )
    url = server.url(role=embedded.OWNER, dbname=own_database)
    with psycopg.connect(url) as owner, pytest.raises(psycopg.errors.IntegrityError, match="append-only"):
        owner.execute(statement)
    assert Unmasking.objects.count() == 1


def test_callers_recorded_at_the_same_moment_share_their_line(own_database: str) -> None:
    with one_commit():
        cast = create_cast()

    def record(_: int, actor: Actor = cast.operator) -> UUID | None:
        try:
            with one_commit():
                return create_identity(actor=actor, at=MONDAY).caller_id
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as rush:
        lines = set(rush.map(record, range(40)))
    assert lines == {Caller.objects.get().pk}
