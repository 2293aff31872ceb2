"""What was brought down to streets and towns: powers, resources, forces (C-36)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed, NotFound
from huying.organisation.choices import AssetKind, UnitKind
from huying.organisation.models import Asset
from huying.organisation.queries.units import UnitRow, unit_for
from huying.web.rows import Tone

ASSET_COLUMNS = ("单位编码", "单位", "类别", "名称", "依据", "来源", "起", "止")
KEEPERS = frozenset({Role.SYSTEM_ADMIN, Role.REVIEWER})
_KINDS = frozenset({UnitKind.STREET, UnitKind.ZONE})


class AssetNotFound(NotFound):
    """No such line of this unit."""

    code = "asset_not_found"
    sentence = "没有找到这一项，可能已经删除，请刷新后核对。"


class AssetNotHere(Conflict):
    """A unit that nothing is brought down to."""

    code = "asset_not_here"
    sentence = "只有街道（乡镇）和开发区登记下沉的权力、资源和力量，请核对单位。"


@dataclass(frozen=True, kw_only=True)
class AssetRow:
    """One line; ``is_held`` on the day that was asked about, else ``state_label`` says why not."""

    id: int
    unit_id: int
    unit_code: str
    unit_name: str
    kind: AssetKind
    kind_label: str
    name: str
    basis: str
    source: str
    first_day: date
    last_day: date | None
    is_held: bool
    state_label: str
    tone: Tone


def may_hold(*, unit: UnitRow) -> bool:
    """Say whether anything is brought down to units of this kind."""
    return unit.kind in _KINDS


def may_keep_assets(*, unit: UnitRow, actor: Actor) -> bool:
    """Say whether the actor may change a unit's lines. 约定: the system administrator, the unit's own reviewer."""
    is_ours = actor.role is Role.REVIEWER and actor.unit_id == unit.id
    return unit.is_active and may_hold(unit=unit) and (actor.role in {Role.SYSTEM_ADMIN, Role.POLICY} or is_ours)


def kept_unit(*, unit_id: int, actor: Actor) -> UnitRow:
    """Return the unit whose lines the actor may change; raises ``UnitNotFound``, ``AssetNotHere``, ``NotAllowed``."""
    unit = unit_for(unit_id=unit_id, actor=actor)
    if not may_hold(unit=unit):
        raise AssetNotHere
    if not may_keep_assets(unit=unit, actor=actor):
        raise NotAllowed("下沉的权力、资源和力量由本单位的承办审核员或系统管理员维护。")
    return unit


def assets_of(*, unit_id: int, actor: Actor, on: date) -> tuple[AssetRow, ...]:
    """Return the lines of a unit of the actor's centre, powers first; also those ended or still to begin."""
    found = Asset.objects.filter(unit_id=unit_id, unit__centre_id=actor.centre_id)
    return _rows(list(found.select_related("unit")), on)


def assets(*, words: str = "", actor: Actor, on: date) -> tuple[AssetRow, ...]:
    """Return the lines of the actor's centre by unit, cut to those whose unit, name, basis or source hold the words."""
    found = list(Asset.objects.filter(unit__centre_id=actor.centre_id).select_related("unit"))
    rows = sorted(_rows(found, on), key=lambda row: row.unit_code)
    return tuple(row for row in rows if words in f"{row.unit_name} {row.name} {row.basis} {row.source}")


def asset_table(*, actor: Actor, on: date) -> Iterator[tuple[str, ...]]:
    """Yield the catalogue as ``import_assets`` reads it back, its head first."""
    yield ASSET_COLUMNS
    for row in assets(actor=actor, on=on):
        last = row.last_day.isoformat() if row.last_day else ""
        days = (row.first_day.isoformat(), last)
        yield (row.unit_code, row.unit_name, row.kind_label, row.name, row.basis, row.source, *days)


def _rows(found: list[Asset], on: date) -> tuple[AssetRow, ...]:
    order = list(AssetKind)
    found.sort(key=lambda row: (order.index(AssetKind(row.kind)), row.first_day, row.pk))
    return tuple(
        AssetRow(
            id=row.pk,
            unit_id=row.unit_id,
            unit_code=row.unit.code,
            unit_name=row.unit.name,
            kind=AssetKind(row.kind),
            kind_label=str(AssetKind(row.kind).label),
            name=row.name,
            basis=row.basis,
            source=row.source,
            first_day=row.first_day,
            last_day=row.last_day,
            is_held=row.first_day <= on and (row.last_day is None or on <= row.last_day),
            state_label="未开始"
            if on < row.first_day
            else "已结束"
            if row.last_day and row.last_day < on
            else "执行中",
            tone=Tone.GREEN if row.first_day <= on and (row.last_day is None or on <= row.last_day) else Tone.GREY,
        )
        for row in found
    )
