"""What was hashed comes back from the database in a form that hashes alike."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg.types.json import Jsonb

from huying.domain import chain

_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"))
_DATA = st.dictionaries(
    _TEXT,
    st.recursive(
        st.none() | st.booleans() | st.integers() | _TEXT,
        lambda inner: st.lists(inner) | st.dictionaries(_TEXT, inner),
        max_leaves=8,
    ),
)
_MOMENT = st.datetimes(datetime(1970, 1, 1), datetime(2200, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001  in UTC below


@pytest.mark.django_db
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=_DATA, at=_MOMENT)
def test_any_plain_data_and_any_moment_hash_alike_after_a_visit_to_the_database(
    data: dict[str, object], at: datetime
) -> None:
    chain.require_plain(data)
    connection.ensure_connection()
    with connection.connection.cursor(binary=True) as cursor:
        back, then = cursor.execute("SELECT %s::jsonb, %s::timestamptz", [Jsonb(data), at]).fetchone()

    def link(data: dict[str, object], at: datetime) -> chain.Link:
        return chain.Link(1, 1, "a", "r", None, None, "", at, at, data)

    assert chain.canonical(link(back, then)) == chain.canonical(link(data, at))
