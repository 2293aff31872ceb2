"""Put a shift on a unit's duty roster (值班表)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.organisation.choices import ShiftRank
from huying.organisation.models import Shift
from huying.organisation.queries.rosters import keeper_of

# 约定: a roster of a year by days is far below; a loop that went wrong is not.
_MOST = 500


class ShiftInvalid(Invalid):
    """What a shift must hold. 依据: features B-14, C-16 (有人接、有人办; 公服企业 24 小时在线)."""

    code = "shift_invalid"
    sentence = "班次还不完整，请按提示补充。"


class RosterFull(Conflict):
    """More shifts than a roster holds."""

    code = "roster_full"
    sentence = f"值班表最多 {_MOST} 个班次，请先删除过期的班次。"


@transaction.atomic(savepoint=False)
def add_shift(
    *,
    unit_id: int,
    weekdays: Collection[int],
    begins: time,
    ends: time,
    first_day: date | None = None,
    last_day: date | None = None,
    rank: ShiftRank,
    person_name: str,
    telephone: str,
    actor: Actor,
) -> Shift:
    """Write who is on duty on which weekdays (1 Monday to 7 Sunday) from when to when, and return it.

    An end that is not after the beginning is of the next day. 约定: the unit's reviewers and the system
    administrator keep the roster.

    Raises:
        NotAllowed, UnitNotFound, ShiftInvalid with a sentence a field, RosterFull.

    """
    keeper_of(unit_id=unit_id, actor=actor)
    faults: dict[str, str] = {}
    if not weekdays:
        faults["weekdays"] = "请至少勾选一天。"
    if first_day and last_day and last_day < first_day:
        faults["last_day"] = "止日早于起日，请核对。"
    if not person_name.strip():
        faults["person_name"] = "请填写值班人员。"
    if not telephone.strip():
        faults["telephone"] = "请填写值班时能打通的办公电话。"
    if faults:
        raise ShiftInvalid(fields=faults)
    if Shift.objects.filter(unit_id=unit_id).count() >= _MOST:
        raise RosterFull
    return Shift.objects.create(
        unit_id=unit_id,
        weekdays=sorted(weekdays),
        begins=begins,
        ends=ends,
        first_day=first_day,
        last_day=last_day,
        rank=rank,
        person_name=person_name.strip(),
        telephone=telephone.strip(),
    )
