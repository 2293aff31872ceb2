"""Add what the caller says later about an open order (补充情况)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, TooMany
from huying.foundation.pictures import Kept
from huying.intake.actions.count_try import count_try
from huying.intake.choices import TallyKind
from huying.intake.queries import kind_of_words
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, TextKind
from huying.workorders.queries.danger import danger_data, danger_of

INFORMATION_MAX = 2000


class InformationUnfit(Invalid):
    """Nothing added, or more than anyone reads. 约定: the figure."""

    code = "information_unfit"
    sentence = f"请写明补充的情况，不超过 {INFORMATION_MAX} 个字。"


class AddedTooOften(TooMany):
    """More from one order's citizen in a day than the settings allow."""

    code = "added_too_often"
    sentence = "今天补充的次数太多，请明天再补充，或拨打 12345。"


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

    What the citizen of a confidential order writes alone they do not read: the hotline tells them. The pictures
    are the caller's own: of a confidential order units do not see them. Neither state nor clocks change.

    Raises:
        InformationUnfit, AddedTooOften, or what ``move`` raises.

    """
    if not 1 <= len(information.strip()) <= INFORMATION_MAX:
        raise InformationUnfit(fields={"information": InformationUnfit.sentence})
    if actor.role is Role.CITIZEN:
        times = count_try(kind=TallyKind.ADDED_BY_ORDER, subject=str(order_id), span=timedelta(days=1), at=at)
        if times > settings.HUYING_CITIZEN_PER_ORDER:
            raise AddedTooOften
    move(
        order_id=order_id,
        action="add_information",
        actor=actor,
        at=at,
        seen=seen,
        data=danger_data(danger_of(text=information.strip())),
        texts={kind_of_words(order_id=order_id, usual=TextKind.INFORMATION, actor=actor): information.strip()},
        pictures={AttachmentKind.DEMAND: pictures},
    )
