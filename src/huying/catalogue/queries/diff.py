"""What a new version of a list would change: shown before it is published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import Duty
from huying.catalogue.queries.matters import MatterRow, matters_of, version_at
from huying.catalogue.queries.versions import versions_for
from huying.domain.actors import Actor
from huying.domain.catalogue_drafts import DutyDraft, MatterDraft
from huying.organisation.models import Region, Unit
from huying.web.rows import Change, ChangeKind


def matter_changes(*, drafts: Sequence[MatterDraft], actor: Actor, at: datetime) -> tuple[Change, ...]:
    """Compare drafts with the version before: the centre's last, or else the one in force above it."""
    version_id = _version_before(CatalogueKind.MATTERS, actor, at)
    names = {draft.code: draft.name for draft in drafts}
    after = {draft.code: _matter_text(draft, names.get(draft.parent_code, draft.parent_code)) for draft in drafts}
    rows = {row.code: row for row in matters_of(version_id=version_id)} if version_id else {}
    before = {
        code: _matter_text(row, rows[row.codes[1]].name if len(row.codes) > 1 else "") for code, row in rows.items()
    }
    return _changes(before, after)


def duty_changes(*, drafts: Sequence[DutyDraft], actor: Actor, at: datetime) -> tuple[Change, ...]:
    """Compare drafts with the version before, as ``matter_changes`` does."""
    version_id = _version_before(CatalogueKind.DUTIES, actor, at)
    units = dict(Unit.objects.filter(centre_id=actor.centre_id).values_list("code", "name"))
    regions = dict(Region.objects.filter(centre_id=actor.centre_id).values_list("code", "name"))
    after = {
        _duty_key(draft.matter_code, regions.get(draft.region_code, draft.region_code)): _duty_text(
            units.get(draft.lead_unit_code, draft.lead_unit_code),
            [units.get(code, code) for code in draft.assist_unit_codes],
            draft.legal_basis,
            draft.scenario_card,
        )
        for draft in drafts
    }
    rows = Duty.objects.filter(version_id=version_id).select_related("region", "lead_unit")
    before = {
        _duty_key(duty.matter_code, duty.region.name if duty.region else ""): _duty_text(
            duty.lead_unit.name if duty.lead_unit else "",
            [assist.unit.name for assist in duty.assists.all()],
            duty.legal_basis,
            duty.scenario_card,
        )
        for duty in rows.prefetch_related("assists__unit").order_by("pk")
    }
    return _changes(before, after)


def _version_before(kind: CatalogueKind, actor: Actor, at: datetime) -> int | None:
    own = versions_for(kind=kind, actor=actor)
    return own[0].id if own else version_at(centre_id=actor.centre_id, kind=kind, at=at)


def _matter_text(row: MatterDraft | MatterRow, above: str) -> str:
    parts = [f"{row.name}（上级：{above}）" if above else row.name]
    parts += [f"说明：{row.description}"] if row.description else []
    parts += [f"关键词：{row.keywords}"] if row.keywords else []
    return "；".join(parts)


def _duty_key(matter_code: str, region: str) -> str:
    return f"事项 {matter_code or '不限'}，地点 {region or '不限'}"


def _duty_text(lead: str, assists: Sequence[str], legal_basis: str, scenario_card: str) -> str:
    parts = [f"主办：{lead or '属地街道（乡镇）'}", f"依据：{legal_basis}"]
    parts += [f"协办：{'、'.join(sorted(assists))}"] if assists else []
    parts += [f"指引：{scenario_card}"] if scenario_card else []
    return "；".join(parts)


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Change, ...]:
    """Return what differs, in the order of keys."""
    found = []
    for what in sorted({*before, *after}):
        old, new = before.get(what, ""), after.get(what, "")
        if old != new:
            kind = ChangeKind.CHANGED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED
            found.append(Change(what=what, kind=kind, before=old, after=new))
    return tuple(found)
