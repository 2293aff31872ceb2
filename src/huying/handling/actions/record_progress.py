"""Record what was done so far (办理进展)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.pictures import Kept
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, TextKind


class ProgressEmpty(Invalid):
    """Progress without a word about it."""

    code = "progress_empty"
    sentence = "请写明办理进展：何时、何人、做了什么。"


@transaction.atomic(savepoint=False)
def record_progress(
    *, order_id: int, note: str, seen: int, actor: Actor, at: datetime, pictures: Sequence[Kept] = ()
) -> None:
    """Write what was done; the order is in hand from then on.

    Raises:
        ProgressEmpty, or what ``move`` raises.

    """
    if not note.strip():
        raise ProgressEmpty(fields={"note": ProgressEmpty.sentence})
    move(
        order_id=order_id,
        action="record_progress",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.PROGRESS: note},
        pictures={AttachmentKind.PROOF: pictures},
    )
