"""How many values stand under which key."""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator

from django.apps import apps
from django.db import connection

from huying.callers.actions.renew_seals import COLUMNS
from huying.foundation.keyring import keys
from huying.foundation.sealing import current_header, lookup_ids, lookup_key_id
from huying.foundation.secrets import NAMES, key_id

FIELDS = {"caller": "caller_key", "lookup": "lookup_key", "chain": "chain_key", "seal": "seal_key"}
"""The keys that are rotated, by the word of ``--only``."""

_BY_ID = {
    "chain": "SELECT key_id, count(*) FROM workorders_event GROUP BY 1",
    "seal": "SELECT key_id, count(*) FROM workorders_seal GROUP BY 1",
    "lookup": """
        SELECT encode(lookup_key_id, 'hex'), count(*) FROM (
            SELECT lookup_key_id FROM callers_caller UNION ALL SELECT lookup_key_id FROM notices_recipient
        ) AS telephones GROUP BY 1""",
    # Tokens and query codes are kept nowhere and cannot be hashed anew: their key stays while they are of use.
    # 约定: a query code for a year.
    "shown once": """
        SELECT encode(lookup_key_id, 'hex'), count(*) FROM (
            SELECT lookup_key_id FROM organisation_systemtoken WHERE revoked_at IS NULL AND expires_at > now()
            UNION ALL SELECT lookup_key_id FROM intake_querycode WHERE issued_at > now() - interval '1 year'
        ) AS shown GROUP BY 1""",
}
_SECRETS = "SELECT encode(substr(secret_sealed, 1, 6), 'hex'), count(*) FROM exchange_subscription GROUP BY 1"
_RECIPIENTS = "SELECT encode(substr({0}, 1, 6), 'hex'), count(*) FROM notices_recipient GROUP BY 1"
_SEALED = "SELECT encode(substr({0}, 1, 6), 'hex'), count(*) FROM callers_{1} WHERE {0} IS NOT NULL GROUP BY 1"


def used(kind: str) -> Counter[str]:
    """Return id → how many values stand under it; of a suite beside the current one they count as of no key's."""
    if kind != "caller":
        found = _counted(_BY_ID[kind])
        return _by_key(found + _counted(_BY_ID["shown once"])) if kind == "lookup" else found
    found = Counter()
    for header, count in _headers():
        found[header[4:]] += count
    return found


def behind(kind: str) -> int:
    """Return how many values of callers a rotation has still to move: those of another key or suite."""
    if kind == "lookup":
        found = _counted(_BY_ID[kind])
        return found.total() - found[lookup_key_id().hex()]
    return sum(count for header, count in _headers() if header != current_header().hex())


def name_of(kind: str) -> str:
    """Return the name of the variable."""
    return NAMES[FIELDS[kind]]


def ring_ids(kind: str) -> list[str]:
    """Return the ids of the keys at hand, the current one first."""
    return [key_id(key) for key in keys().ring(FIELDS[kind])]


def _headers() -> Iterator[tuple[str, int]]:
    for table, columns in COLUMNS.items():
        for column in columns:
            yield from _counted(_SEALED.format(column, table)).items()
    yield from _counted(_SECRETS).items()
    for column in ("phone_sealed", "code_sealed"):
        yield from _counted(_RECIPIENTS.format(column)).items()
    for sealed in second_factors():
        yield sealed[:6].hex(), 1


def second_factors() -> Iterator[bytes]:
    """Yield the sealed secrets of second factors."""
    for data in apps.get_model("mfa", "Authenticator").objects.values_list("data", flat=True):
        for text in data.values():
            if isinstance(text, str):
                yield base64.b64decode(text)


def _by_key(found: Counter[str]) -> Counter[str]:
    """Count both suites' ids of a key as the key's own."""
    own = {each.hex(): key_id(key) for key in keys().ring("lookup_key") for each in lookup_ids(key).values()}
    merged: Counter[str] = Counter()
    for identifier, count in found.items():
        merged[own.get(identifier, identifier)] += count
    return merged


def _counted(query: str) -> Counter[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return Counter(dict(cursor.fetchall()))
