"""The bulk loader of the benchmark: a year's orders laid by SQL, as the superuser."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files

import psycopg
from psycopg import ClientCursor, Connection, sql
from psycopg.rows import TupleRow

from benchmarks.core import wording
from benchmarks.core.city import City
from huying.foundation import clock, embedded
from huying.language.bigrams import words
from huying.policy.queries import policy_at

_TABLES = (
    "callers_caller",
    "callers_identity",
    "workorders_order",
    "workorders_event",
    "workorders_text",
    "workorders_searchrow",
    "workorders_likenesskey",
    "workorders_clock",
    "workorders_assignment",
    "workorders_contact",
    "workorders_reply",
    "followup_task",
    "dispatch_suggestion",
)
_DEMANDS, _PLACES = 5_000, 4_000
_SETTINGS = {
    "session_replication_role": "replica",
    "synchronous_commit": "off",
    "maintenance_work_mem": "512MB",
    "work_mem": "256MB",
    "jit": "off",
}
_HASTE = ("autovacuum", "full_page_writes", "fsync")
# What slows a bulk load and can be made again: indexes that no constraint stands on, and unique constraints.
_INDEXES = """
SELECT format('DROP INDEX %%I', indexname), indexdef FROM pg_indexes
WHERE tablename = ANY (%s) AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexname::regclass)
UNION ALL
SELECT format('ALTER TABLE %%s DROP CONSTRAINT %%I', conrelid::regclass, conname),
       format('ALTER TABLE %%s ADD CONSTRAINT %%I %%s', conrelid::regclass, conname, pg_get_constraintdef(oid))
FROM pg_constraint WHERE contype = 'u' AND conrelid::regclass::text = ANY (%s)
"""


def load(*, size: int, city: City, server: embedded.Server) -> None:
    """Empty the tables of orders, lay ``size`` of them, make the indexes, gather statistics."""
    operator, clerk = city.operator, city.street
    given = {
        "size": size,
        "centre": operator.centre_id,
        "policy": policy_at(centre_id=operator.centre_id, at=clock.now()).version_id,
        "hotline": operator.unit_id,
        "operator": operator.person_id,
        "clerk": clerk.person_id,
        "rare_sentence": wording.RARE_SENTENCE,
        "rare_words": sorted(words(wording.RARE_SENTENCE)),
    }
    script = files(__package__).joinpath("load.sql").read_text(encoding="utf-8")
    with psycopg.connect(server.url(role=embedded.SUPERUSER), autocommit=True) as superuser:
        for name, value in _SETTINGS.items():
            superuser.execute("SELECT set_config(%s, %s, false)", [name, value])
        _lay_wording(superuser)
        with _hastily(superuser):
            with superuser.transaction(), _without_indexes(superuser):
                superuser.execute(f"TRUNCATE {', '.join(_TABLES)}, procrastinate_jobs RESTART IDENTITY CASCADE")
                # The script is ours; parameters are put in on this side, since several statements take none.
                ClientCursor(superuser).execute(script, given)
            superuser.execute(f"VACUUM ANALYZE {', '.join(_TABLES)}")
        superuser.execute("CHECKPOINT")


def _lay_wording(superuser: Connection[TupleRow]) -> None:
    """Give the script demands and places, each with the words that the search would cut it into."""
    _lay(superuser, "demand", wording.demands(_DEMANDS))
    _lay(superuser, "exact_place", wording.places(_PLACES))


def _lay(superuser: Connection[TupleRow], table: str, texts: Sequence[str]) -> None:
    name = sql.Identifier(table)
    superuser.execute(sql.SQL("CREATE TEMP TABLE {} (id int PRIMARY KEY, body text, words text[])").format(name))
    with superuser.cursor() as cursor, cursor.copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
        for number, text in enumerate(texts, start=1):
            copy.write_row((number, text, f"{{{','.join(sorted(words(text)))}}}"))
    superuser.execute(sql.SQL("ANALYZE {}").format(name))


@contextmanager
def _without_indexes(superuser: Connection[TupleRow]) -> Iterator[None]:
    """Drop what slows a bulk load, and make it again after."""
    found = superuser.execute(_INDEXES, [list(_TABLES), list(_TABLES)]).fetchall()
    for drop, _ in found:
        superuser.execute(drop)
    yield
    for _, create in found:
        superuser.execute(create)


@contextmanager
def _hastily(superuser: Connection[TupleRow]) -> Iterator[None]:
    """Spare the load what guards against a crash, and a second vacuum; what is measured has both again."""
    for name in _HASTE:
        superuser.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(name)))
    superuser.execute("SELECT pg_reload_conf()")
    try:
        yield
    finally:
        superuser.execute("ALTER SYSTEM RESET ALL")
        superuser.execute("SELECT pg_reload_conf()")
