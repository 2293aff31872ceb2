"""Write what was brought down to streets and towns from a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.language.tables import Row
from huying.organisation.actions.import_units import Outcome, RowsTaken
from huying.organisation.actions.put_asset import AssetInvalid, put_asset
from huying.organisation.choices import AssetKind
from huying.organisation.models import Asset, Unit

_NEEDED = ("单位编码", "类别", "名称", "依据", "起")
_KINDS = {word: kind for kind in AssetKind for word in (kind.value, str(kind.label))}


@transaction.atomic(savepoint=False)
def import_assets(*, columns: Sequence[str], rows: Iterable[Row], actor: Actor) -> RowsTaken:
    """Put each row, by unit, kind and name; a row that is refused leaves the others.

    Columns are those of ``queries.assets.ASSET_COLUMNS``; the unit's name is not read. Raises ``NotAllowed``,
    ``AssetInvalid`` for a table that lacks a needed column.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    if missing := [name for name in _NEEDED if name not in columns]:
        raise AssetInvalid(f"表格缺少列「{'」「'.join(missing)}」，请按导出的表头补上。")
    return RowsTaken().take(rows, lambda row: _take(row, columns, actor))


def _take(row: Row, columns: Sequence[str], actor: Actor) -> Outcome:
    """Put the line of a row."""
    if row.fault:
        raise AssetInvalid(row.fault)
    cells = {name: cell.strip() for name, cell in zip(columns, row.cells, strict=True)}
    unit = Unit.objects.filter(centre_id=actor.centre_id, code=cells["单位编码"]).first()
    if unit is None:
        raise AssetInvalid(f"没有编码为「{cells['单位编码']}」的单位，请核对。")
    kind = _KINDS.get(cells["类别"])
    if kind is None:
        raise AssetInvalid(f"类别「{cells['类别']}」不认识，请从 {'、'.join(AssetKind.labels)} 中选一项。")
    first_day = _day(cells["起"])
    if first_day is None:
        raise AssetInvalid("请填写起日，例如 2026-03-01。")
    was_there = Asset.objects.filter(unit=unit, kind=kind, name=cells["名称"]).exists()
    _, is_changed = put_asset(
        unit_id=unit.pk,
        kind=kind,
        name=cells["名称"],
        basis=cells["依据"],
        source=cells.get("来源", ""),
        first_day=first_day,
        last_day=_day(cells.get("止", "")),
        actor=actor,
    )
    if not is_changed:
        return Outcome.UNCHANGED
    return Outcome.CHANGED if was_there else Outcome.CREATED


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text[:10].replace("/", "-"))
    except ValueError:
        raise AssetInvalid(f"日期「{text}」不认识，请写成 2026-03-01。") from None
