"""Watch a place, a group of people or a problem for a while (重点关注)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.domain.policies import Urgency
from huying.foundation import memory
from huying.organisation.queries.units import unit_for
from huying.workorders.choices import FocusKind
from huying.workorders.models import Focus
from huying.workorders.queries.focuses import knows_matter, knows_region

_WORD_AT_LEAST = 2


class FocusInvalid(Invalid):
    """What a focus must say. 依据: features C-24 (重点地区、核心人群、难点问题)."""

    code = "focus_invalid"
    sentence = "重点关注还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def add_focus(
    *,
    kind: FocusKind,
    title: str,
    word: str = "",
    region_id: int | None = None,
    matter_code: str = "",
    urgency: Urgency | None = None,
    basis: str = "",
    owner_unit_id: int,
    first_day: date,
    last_day: date,
    actor: Actor,
    at: datetime,
) -> Focus:
    """Write the focus and return it; an order is of it where all that is given fits.

    With ``urgency`` every order of it that comes in has that level at least (优先办理, features B-25, C-32), on the
    ground of ``basis``.

    Raises:
        NotAllowed, UnitNotFound, FocusInvalid with a sentence a field.

    """
    if actor.role is not Role.SUPERVISOR:
        raise NotAllowed("重点关注由督办员维护。")
    unit_for(unit_id=owner_unit_id, actor=actor)
    title, word, matter_code, basis = title.strip(), word.strip(), matter_code.strip(), basis.strip()
    faults: dict[str, str] = {}
    if not title:
        faults["title"] = "请写明关注什么。"
    if word and len(word) < _WORD_AT_LEAST:
        faults["word"] = "关键词至少两个字，一个字会命中太多工单。"
    if not (word or region_id or matter_code):
        faults["word"] = "关键词、地点、事项至少填写一项，否则无法对上工单。"
    if region_id and not knows_region(region_id=region_id, actor=actor):
        faults["region_id"] = "没有这个地点，请重新选择。"
    if matter_code and not knows_matter(code=matter_code, actor=actor, at=at):
        faults["matter_code"] = "事项目录中没有这个编码，请核对。"
    if urgency and not basis:
        faults["basis"] = "优先办理会缩短时限，请写明依据：文件名称、条款或会议决定。"
    if last_day < first_day:
        faults["last_day"] = "止日早于起日，请核对。"
    if faults:
        raise FocusInvalid(fields=faults)
    transaction.on_commit(memory.forget)
    return Focus.objects.create(
        centre_id=actor.centre_id,
        kind=kind,
        title=title,
        word=word,
        region_id=region_id,
        matter_code=matter_code,
        urgency=urgency,
        basis=basis,
        owner_unit_id=owner_unit_id,
        first_day=first_day,
        last_day=last_day,
        created_by_id=actor.person_id or 0,
        created_at=at,
    )
