"""Publish a new version of the duty list (派单目录)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from huying.catalogue.actions.open_version import open_version
from huying.catalogue.choices import CatalogueKind, ChangeAct, ChangeState
from huying.catalogue.models import CatalogueVersion, Duty, DutyAssist, DutyChange, Matter
from huying.domain.actors import Actor
from huying.domain.catalogue_drafts import DutyDraft, check_duties
from huying.organisation.models import Region, Unit
from huying.organisation.queries.centres import centre_chain


@transaction.atomic(savepoint=False)
def publish_duties(
    *,
    drafts: Sequence[DutyDraft],
    effective_from: datetime,
    note: str,
    after: int,
    actor: Actor,
    at: datetime,
) -> CatalogueVersion:
    """Publish the whole list as the version after number ``after`` (0: the first); return the version.

    Matters are those of the tree in force when the list begins. An accepted proposal whose line reads so in ``drafts``,
    or whose line is gone as it asked, is published with it. Raises what ``open_version`` raises, or ``CatalogueFaulty``
    naming each faulty line.
    """
    centre = actor.centre_id
    units = dict(Unit.objects.filter(centre_id=centre, is_active=True).values_list("code", "pk"))
    regions = dict(Region.objects.filter(centre_id=centre).values_list("code", "pk"))
    matter_codes = _matter_codes(centre_id=centre, at=effective_from)
    check_duties(drafts, matter_codes=matter_codes, region_codes=regions, unit_codes=units)
    version = open_version(
        kind=CatalogueKind.DUTIES, effective_from=effective_from, note=note, after=after, actor=actor, at=at
    )
    lines = {_key(draft, regions): _said(draft, units) for draft in drafts}
    origins = _kept_origins(lines, version=version) | _publish_changes(lines, version=version, actor=actor, at=at)
    made = Duty.objects.bulk_create(
        Duty(
            version=version,
            matter_code=draft.matter_code,
            region_id=regions.get(draft.region_code),
            lead_unit_id=units.get(draft.lead_unit_code),
            lead_by_place=draft.lead_by_place,
            legal_basis=draft.legal_basis,
            scenario_card=draft.scenario_card,
            change_id=origins.get(_key(draft, regions)),
        )
        for draft in drafts
    )
    DutyAssist.objects.bulk_create(
        DutyAssist(duty=duty, unit_id=units[code])
        for duty, draft in zip(made, drafts, strict=True)
        for code in draft.assist_unit_codes
    )
    return version


_Key = tuple[str, int | None]
_Said = tuple[int | None, tuple[int, ...], str]


def _key(draft: DutyDraft, regions: Mapping[str, int]) -> _Key:
    return draft.matter_code, regions.get(draft.region_code)


def _said(draft: DutyDraft, units: Mapping[str, int]) -> _Said:
    assists = tuple(sorted(units[code] for code in draft.assist_unit_codes))
    return units.get(draft.lead_unit_code), assists, draft.legal_basis


def _publish_changes(
    lines: Mapping[_Key, _Said], *, version: CatalogueVersion, actor: Actor, at: datetime
) -> dict[_Key, int]:
    """Close the accepted proposals that this version brings; return their lines' origins."""
    accepted = DutyChange.objects.select_for_update().filter(centre_id=actor.centre_id, state=ChangeState.ACCEPTED)
    brought = {}
    for change in accepted:
        key = (change.matter_code, change.region_id)
        wanted = (change.lead_unit_id, tuple(change.assist_unit_ids), change.legal_basis)
        if lines.get(key) == (None if change.act == ChangeAct.REMOVE else wanted):
            brought[key] = change.pk
    DutyChange.objects.filter(pk__in=brought.values()).update(
        state=ChangeState.PUBLISHED, version=version, closed_by_id=actor.person_id, closed_at=at
    )
    return brought


def _kept_origins(lines: Mapping[_Key, _Said], *, version: CatalogueVersion) -> dict[_Key, int]:
    """Return the origins of the lines that read as they did in the centre's version before."""
    came = Duty.objects.filter(
        version__centre_id=version.centre_id,
        version__kind=version.kind,
        version__number=version.number - 1,
        change__isnull=False,
    )
    found = {}
    for duty in came.prefetch_related("assists"):
        key = (duty.matter_code, duty.region_id)
        assists = tuple(sorted(assist.unit_id for assist in duty.assists.all()))
        if duty.change_id and lines.get(key) == (duty.lead_unit_id, assists, duty.legal_basis):
            found[key] = duty.change_id
    return found


def _matter_codes(*, centre_id: int, at: datetime) -> list[str]:
    """Return the codes of the tree in force, asking the database: a tree published just now counts."""
    for centre in centre_chain(centre_id=centre_id):
        begun = CatalogueVersion.objects.filter(
            centre_id=centre, kind=CatalogueKind.MATTERS, effective_from__lte=at
        ).order_by("-effective_from")
        if tree := begun.first():
            return list(Matter.objects.filter(version=tree).values_list("code", flat=True))
    return []
