"""Add what the caller says later about an open order (补充情况)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.pictures import Kept
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, TextKind

INFORMATION_MAX = 2000


class InformationUnfit(Invalid):
    """Nothing added, or more than anyone reads. 约定: the figure."""

    code = "information_unfit"
    sentence = f"请写明诉求人补充的情况，不超过 {INFORMATION_MAX} 个字。"


@transaction.atomic(savepoint=False)
def add_information(
    *,
    order_id: int,
    information: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
    pictures: Sequence[Kept] = (),
) -> None:
    """Write what the caller added; units read it as they read 转办内容, of a confidential order too.

    The pictures are the caller's own: of a confidential order units do not see them. Neither state nor clocks change.

    Raises:
        InformationUnfit, or what ``move`` raises.

    """
    if not 1 <= len(information.strip()) <= INFORMATION_MAX:
        raise InformationUnfit(fields={"information": InformationUnfit.sentence})
    move(
        order_id=order_id,
        action="add_information",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.INFORMATION: information.strip()},
        pictures={AttachmentKind.DEMAND: pictures},
    )
