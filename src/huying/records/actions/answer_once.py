"""Do what a system asks once, however often it asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.records.models import KeptAnswer

# A second request with the key waits here until the first has committed, or does it itself if the first failed.
_CLAIM = """
INSERT INTO records_keptanswer (person_id, key, digest, body, at) VALUES (%s, %s, %s, '{}', %s)
ON CONFLICT (person_id, key) DO NOTHING RETURNING id
"""


class KeyReused(Invalid):
    """The key was used for another request."""

    code = "idempotency_key_reused"
    sentence = "这个 Idempotency-Key 已用于内容不同的请求，请为新的请求换一个键。"


class KeyVanished(Conflict):
    """The key's answer was swept at this very moment."""

    code = "idempotency_key_swept"
    sentence = "这个 Idempotency-Key 刚刚过期，请换一个键重新提交。"


@transaction.atomic(savepoint=False)
def answer_once(
    *, key: str, digest: bytes, act: Callable[[], Mapping[str, Any]], actor: Actor, at: datetime
) -> Mapping[str, Any]:
    """Call ``act`` and keep what it answers, or return what was answered before to the same key and digest.

    What ``act`` refuses takes the key back with it: nothing was done, and the key may be used again.
    Raises ``KeyReused``, ``KeyVanished``, or what ``act`` raises.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [actor.person_id, key, digest, at])
        claimed = cursor.fetchone()
    if claimed is None:
        kept = KeptAnswer.objects.filter(person_id=actor.person_id or 0, key=key).first()
        if kept is None:
            raise KeyVanished
        if bytes(kept.digest) != digest:
            raise KeyReused
        body: Mapping[str, Any] = kept.body
        return body
    answer = act()
    KeptAnswer.objects.filter(pk=claimed[0]).update(body=answer)
    return answer
