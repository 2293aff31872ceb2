"""Propose to change a line of the duty list (目录调整建议)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from huying.catalogue.choices import CatalogueKind, ChangeAct, ChangeState
from huying.catalogue.models import CatalogueVersion, DutyChange
from huying.catalogue.queries.base_list import base_version
from huying.catalogue.queries.changes import PROPOSERS
from huying.catalogue.queries.line_words import line_of
from huying.catalogue.queries.matters import matters_of
from huying.catalogue.queries.shown import version_now
from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid, NotAllowed
from huying.foundation import clock
from huying.organisation.choices import UnitKind
from huying.organisation.models import Region, Unit

# 依据: 条例 art 17, 国办函〔2025〕66号 (五): what is not its duty is not put on a community.
_NEVER_LEAD = (UnitKind.COMMUNITY, UnitKind.GRID, UnitKind.HOTLINE)


class ChangeIncomplete(Invalid):
    """A proposal that says too little, or nothing new."""

    code = "duty_change_incomplete"
    sentence = "目录调整建议还不完整，请按提示补充。"


class ChangeAskedBefore(Conflict):
    """The unit has a proposal for this line that nobody has decided on."""

    code = "duty_change_asked_before"
    sentence = "本单位对同一事项和地点已有一条待审核的建议，请先撤回那一条，或等审核结果。"


@transaction.atomic(savepoint=False)
def propose_duty_change(
    *,
    act: ChangeAct,
    matter_code: str,
    region_id: int | None,
    reason: str,
    actor: Actor,
    at: datetime,
    lead_unit_id: int | None = None,
    lead_by_place: bool = False,
    assist_unit_ids: Sequence[int] = (),
    legal_basis: str = "",
    wished_on: date | None = None,
) -> int:
    """Write a proposal that waits for a decision; return its id.

    依据: 国办函〔2025〕66号 (五): 派单目录动态更新; 约定: units, dispatchers and arbiters propose.
    Raises ``NotAllowed``, ``ChangeIncomplete`` with a sentence a field, ``ChangeAskedBefore``.
    """
    if actor.role not in PROPOSERS or actor.person_id is None or actor.unit_id is None:
        raise NotAllowed
    is_removal = act is ChangeAct.REMOVE
    base = base_version(actor=actor, at=at)
    change = DutyChange(
        centre_id=actor.centre_id,
        act=act,
        matter_code=matter_code,
        region_id=region_id,
        lead_unit_id=None if is_removal else lead_unit_id,
        lead_by_place=not is_removal and lead_by_place,
        assist_unit_ids=[] if is_removal else sorted(set(assist_unit_ids)),
        legal_basis="" if is_removal else legal_basis.strip(),
        reason=reason.strip(),
        wished_on=wished_on,
        base_version=base,
        proposed_by_id=actor.person_id,
        proposed_unit_id=actor.unit_id,
        proposed_at=at,
    )
    faults = _faults(change, actor=actor, at=at) or _nothing_new(change, base)
    if faults:
        raise ChangeIncomplete(fields=faults)
    key: dict[str, Any] = {"matter_code": matter_code, "region_id": region_id}
    if DutyChange.objects.filter(**key, proposed_unit_id=actor.unit_id, state=ChangeState.WAITING).exists():
        raise ChangeAskedBefore
    change.save(force_insert=True)
    return change.pk


def _faults(change: DutyChange, *, actor: Actor, at: datetime) -> dict[str, str]:
    faults = {}
    tree = version_now(kind=CatalogueKind.MATTERS, actor=actor, at=at)
    if change.matter_code and change.matter_code not in {
        row.code for row in (matters_of(version_id=tree.pk) if tree else ())
    }:
        faults["matter_code"] = "没有这个事项，请重新选择。"
    if change.region_id and not Region.objects.filter(pk=change.region_id, centre_id=actor.centre_id).exists():
        faults["region_id"] = "没有这个地点，请重新选择。"
    if not change.reason:
        faults["reason"] = "请写明为什么要调整。"
    if change.wished_on and change.wished_on < clock.day_of(at):
        faults["wished_on"] = "希望生效的日期不能早于今天，请重新选择。"
    return faults if change.act == ChangeAct.REMOVE else faults | _line_faults(change, actor)


def _line_faults(change: DutyChange, actor: Actor) -> dict[str, str]:
    faults = {}
    units = Unit.objects.filter(centre_id=actor.centre_id, is_active=True)
    if bool(change.lead_unit_id) == change.lead_by_place:
        faults["lead"] = "请选择主办单位，或由所在地街道（乡镇）主办。"
    elif change.lead_unit_id and not units.filter(pk=change.lead_unit_id).exclude(kind__in=_NEVER_LEAD).exists():
        faults["lead"] = "这个单位不能作为主办单位，请选择街道（乡镇）、部门或企业。"
    if change.lead_unit_id in change.assist_unit_ids:
        faults["assist_unit_ids"] = "主办单位不能同时是协办单位，请去掉重复的单位。"
    elif units.filter(pk__in=change.assist_unit_ids).count() < len(change.assist_unit_ids):
        faults["assist_unit_ids"] = "有的协办单位已停用，请重新选择。"
    if not change.legal_basis:
        faults["legal_basis"] = "请写明法律法规、三定规定或履职事项清单的依据。"
    return faults


def _nothing_new(change: DutyChange, base: CatalogueVersion | None) -> dict[str, str]:
    """Say where the list has nothing to remove, or reads so already."""
    line = line_of(version_id=base.pk, matter_code=change.matter_code, region_id=change.region_id) if base else None
    if change.act == ChangeAct.REMOVE:
        return {} if line else {"act": "派单目录没有这个事项和地点的条目，不用删除。"}
    wanted = (change.lead_unit_id, tuple(change.assist_unit_ids), change.legal_basis)
    if line and wanted == (line.lead_unit_id, line.assist_unit_ids, line.legal_basis):
        return {"lead": "与派单目录现有的条目相同，不用提出。"}
    return {}
