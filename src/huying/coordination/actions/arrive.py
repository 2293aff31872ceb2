"""Report on the spot (报到)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.coordination.models import WhistleCall
from huying.coordination.queries.open_whistles import waiting_call
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.foundation.pictures import Kept
from huying.workorders.actions.move import move
from huying.workorders.choices import AttachmentKind, Part, TextKind
from huying.workorders.models import Assignment

_POSITION = re.compile(r"(-?\d{1,2}(?:\.\d{1,8})?)[,，\s]\s*(-?\d{1,3}(?:\.\d{1,8})?)")
_FARTHEST = (90, 180)


class ArrivalUnplaced(Invalid):
    """An arrival that does not say where."""

    code = "arrival_unplaced"
    sentence = "请写明报到地点。"


class PositionUnfit(Invalid):
    """No latitude and longitude."""

    code = "position_unfit"
    sentence = "坐标请按「纬度,经度」填写，例如 30.2741,120.1551；没有的请留空。"


@transaction.atomic(savepoint=False)
def arrive(
    *,
    order_id: int,
    place: str,
    note: str = "",
    position: str = "",
    seen: int,
    actor: Actor,
    at: datetime,
    pictures: Sequence[Kept] = (),
) -> None:
    """Write when and where the unit reported; its limit to arrive ends.

    ``position`` is latitude and longitude in degrees, empty where there is none. 依据: 条例 art 16; what a sign-in
    holds (time, place, picture) is practice (约定).

    Raises:
        ArrivalUnplaced, PositionUnfit, or what ``move`` raises.

    """
    if not place.strip():
        raise ArrivalUnplaced(fields={"place": ArrivalUnplaced.sentence})
    told = [f"报到地点：{place.strip()}", *_told(position), *([note.strip()] if note.strip() else [])]
    call = waiting_call(order_id=order_id, unit_id=actor.unit_id)
    order = move(
        order_id=order_id,
        action="arrive",
        actor=actor,
        at=at,
        seen=seen,
        data={"whistle": call.whistle_id, "is_late": at > call.arrive_by} if call else {},
        texts={TextKind.SCENE: "\n".join(told)},
        pictures={AttachmentKind.PROOF: pictures},
    )
    WhistleCall.objects.filter(pk=call.pk if call else 0).update(arrived_at=at, answer_event=order.events)
    mine = Assignment.objects.filter(order=order, unit_id=actor.unit_id or 0, part=Part.REPORT, closed_at=None)
    mine.update(closed_at=at)


def _told(position: str) -> list[str]:
    if not position.strip():
        return []
    found = _POSITION.fullmatch(position.strip())
    if not found or any(abs(float(one)) > most for one, most in zip(found.groups(), _FARTHEST, strict=True)):
        raise PositionUnfit(fields={"position": PositionUnfit.sentence})
    return [f"坐标（纬度,经度）：{found[1]},{found[2]}"]
