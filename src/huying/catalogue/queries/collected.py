"""The next duty list: the last one with the accepted proposals in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

from huying.catalogue.choices import ChangeAct, ChangeState
from huying.catalogue.models import Duty, DutyChange
from huying.catalogue.queries.base_list import base_version
from huying.domain.actors import Actor
from huying.domain.catalogue_drafts import DutyDraft
from huying.domain.errors import Invalid
from huying.organisation.models import Unit


class NothingAccepted(Invalid):
    """There is no accepted proposal to publish."""

    code = "nothing_accepted"
    sentence = "没有已采纳、待发布的目录调整建议，请先审核建议，或上传完整的表格。"


@dataclass(frozen=True, kw_only=True)
class Collected:
    """A whole new list, the note that fits it, and the latest day that a proposal wished for."""

    drafts: tuple[DutyDraft, ...]
    note: str
    wished_on: date | None


def collected_duties(*, actor: Actor, at: datetime) -> Collected:
    """Return the next list of the actor's centre; raises ``NothingAccepted``."""
    accepted = DutyChange.objects.filter(centre_id=actor.centre_id, state=ChangeState.ACCEPTED)
    changes = list(accepted.select_related("region", "lead_unit").order_by("pk"))
    if not changes:
        raise NothingAccepted
    base = base_version(actor=actor, at=at)
    lines = Duty.objects.filter(version=base).select_related("region", "lead_unit") if base else Duty.objects.none()
    drafts = {
        (duty.matter_code, duty.region.code if duty.region else ""): _draft_of_line(duty)
        for duty in lines.prefetch_related("assists__unit").order_by("matter_code", "pk")
    }
    codes = dict(Unit.objects.filter(centre_id=actor.centre_id).values_list("pk", "code"))
    for change in changes:
        key = (change.matter_code, change.region.code if change.region else "")
        if change.act == ChangeAct.REMOVE:
            drafts.pop(key, None)
        else:
            drafts[key] = _draft_of_change(change, codes, card=drafts[key].scenario_card if key in drafts else "")
    numbers = "、".join(f"#{change.pk}" for change in changes[:_NAMED])
    return Collected(
        drafts=tuple(_numbered(draft, line) for line, draft in enumerate(drafts.values(), start=1)),
        note=f"采纳目录调整建议 {len(changes)} 条：{numbers}{' 等' if len(changes) > _NAMED else ''}",
        wished_on=max((change.wished_on for change in changes if change.wished_on), default=None),
    )


_NAMED = 12


def _draft_of_line(duty: Duty) -> DutyDraft:
    return DutyDraft(
        line=0,
        matter_code=duty.matter_code,
        region_code=duty.region.code if duty.region else "",
        lead_unit_code=duty.lead_unit.code if duty.lead_unit else "",
        lead_by_place=duty.lead_by_place,
        assist_unit_codes=tuple(assist.unit.code for assist in duty.assists.all()),
        legal_basis=duty.legal_basis,
        scenario_card=duty.scenario_card,
    )


def _draft_of_change(change: DutyChange, codes: Mapping[int, str], *, card: str) -> DutyDraft:
    return DutyDraft(
        line=0,
        matter_code=change.matter_code,
        region_code=change.region.code if change.region else "",
        lead_unit_code=change.lead_unit.code if change.lead_unit else "",
        lead_by_place=change.lead_by_place,
        assist_unit_codes=tuple(codes[unit] for unit in change.assist_unit_ids if unit in codes),
        legal_basis=change.legal_basis,
        scenario_card=card,
    )


def _numbered(draft: DutyDraft, line: int) -> DutyDraft:
    return replace(draft, line=line)
