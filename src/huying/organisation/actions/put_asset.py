"""Say that something was brought down to a street or town (权力、资源、力量下沉)."""

from __future__ import annotations

from datetime import date

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.organisation.choices import AssetKind
from huying.organisation.models import Asset
from huying.organisation.queries.assets import kept_unit

_LONGEST = {"name": ("名称", 80), "basis": ("依据", 200), "source": ("来源", 80)}  # as wide as the table's columns


class AssetInvalid(Invalid):
    """What a line must hold. 依据: features C-36; 约定: nothing is brought down without a basis."""

    code = "asset_invalid"
    sentence = "这一项还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def put_asset(
    *,
    unit_id: int,
    kind: AssetKind,
    name: str,
    basis: str,
    source: str = "",
    first_day: date,
    last_day: date | None = None,
    actor: Actor,
) -> tuple[Asset, bool]:
    """Write the line, or change the one of this unit, kind and name; return it and whether anything changed.

    Raises:
        UnitNotFound, AssetNotHere, NotAllowed, AssetInvalid with a sentence a field.

    """
    unit = kept_unit(unit_id=unit_id, actor=actor)
    said = {"name": name.strip(), "basis": basis.strip(), "source": source.strip()}
    faults = {field: "必须填写。" for field in ("name", "basis") if not said[field]}
    for field, (label, most) in _LONGEST.items():
        if len(said[field]) > most:
            faults[field] = f"{label}最多 {most} 个字，请缩短。"
    if last_day and last_day < first_day:
        faults["last_day"] = "止日早于起日，请核对。"
    if faults:
        raise AssetInvalid(fields=faults)
    line = Asset.objects.select_for_update().filter(unit_id=unit.id, kind=kind, name=said["name"]).first()
    line = line or Asset(unit_id=unit.id, kind=kind, name=said["name"])
    given = {"basis": said["basis"], "source": said["source"], "first_day": first_day, "last_day": last_day}
    if line.pk and given == {field: getattr(line, field) for field in given}:
        return line, False
    for field, value in given.items():
        setattr(line, field, value)
    line.save()
    return line, True
