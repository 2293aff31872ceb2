"""Count that somebody did a thing that is limited."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection, transaction

from huying.foundation import clock
from huying.foundation.sealing import lookup_hash
from huying.intake.choices import TallyKind

_KEPT = timedelta(days=2)
# Spans are counted off from here: a day is a day of the city.
_BEGUN = datetime(1970, 1, 1, tzinfo=clock.SHANGHAI)
# One row a span; who comes second waits for the first one's commit, so that nobody counts past the limit.
_COUNT = """
INSERT INTO intake_tally AS tally (kind, subject, since, count) VALUES (%s, %s, %s, 1)
ON CONFLICT (kind, subject, since) DO UPDATE SET count = tally.count + 1
RETURNING count
"""
_TAKE_BACK = "UPDATE intake_tally SET count = count - 1 WHERE kind = %s AND subject = %s AND since = %s AND count > 0"
_CLEAR = """
DELETE FROM intake_tally WHERE id IN (
    SELECT id FROM intake_tally WHERE since < %s ORDER BY since LIMIT 20 FOR UPDATE SKIP LOCKED
)
"""


@transaction.atomic(savepoint=False)
def count_try(*, kind: TallyKind, subject: str, span: timedelta, at: datetime, is_taken_back: bool = False) -> int:
    """Return how often ``subject`` did it in the present span, this time included; take a time back if asked.

    The subject is kept as a keyed hash only, and for two days at most.
    """
    since = _BEGUN + (at.astimezone(clock.SHANGHAI) - _BEGUN) // span * span
    row: tuple[str, bytes, datetime] = (kind.value, lookup_hash(subject, context=f"intake.tally|{kind}"), since)
    with connection.cursor() as cursor:
        if is_taken_back:
            cursor.execute(_TAKE_BACK, row)
            return 0
        cursor.execute(_CLEAR, [at - _KEPT])
        cursor.execute(_COUNT, row)
        (count,) = cursor.fetchone() or (0,)
    return int(count)
