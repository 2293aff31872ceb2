"""Make and change units from a table."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import models, transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed, Refusal
from huying.foundation.commit import one_row
from huying.language.tables import Row
from huying.organisation.actions.change_unit import change_unit
from huying.organisation.actions.create_unit import UnitInvalid, create_unit
from huying.organisation.actions.name_successor import name_successor
from huying.organisation.actions.switch_off_unit import switch_off_unit
from huying.organisation.choices import Level, UnitKind
from huying.organisation.models import Region, Unit

_NEEDED = ("编码", "名称", "类型", "层级")
_TEXTS = {"名称": "name", "联系人": "contact_name", "联系电话": "contact_phone", "职责": "duties"}
_CHOICES: dict[str, tuple[str, type[models.TextChoices]]] = {"类型": ("kind", UnitKind), "层级": ("level", Level)}
_FIELDS = (*_TEXTS.values(), *(key for key, _ in _CHOICES.values()), "parent_id", "region_id")
_LONGEST = {"编码": 32, "名称": 80, "联系人": 40, "联系电话": 40, "职责": 400}  # as wide as the table's columns
_YES, _NO = {"是", "1", "true", "yes"}, {"否", "0", "false", "no"}


class Outcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@dataclass(kw_only=True)
class RowsTaken:
    """What became of the rows: ``read`` is the sum of the others."""

    read: int = 0
    created: int = 0
    changed: int = 0
    unchanged: int = 0
    refused: list[tuple[Row, str]] = field(default_factory=list)

    def take(self, rows: Iterable[Row], put: Callable[[Row], Outcome]) -> RowsTaken:
        """Put each row by itself and count what became of it; one that is refused leaves the others."""
        for row in rows:
            self.read += 1
            try:
                with one_row():
                    outcome = put(row)
            except Refusal as refusal:
                said = refusal.fields.values() if isinstance(refusal, Invalid) else ()
                self.refused.append((row, next(iter(said), str(refusal))))
            else:
                setattr(self, outcome, getattr(self, outcome) + 1)
        return self


@transaction.atomic(savepoint=False)
def import_units(*, columns: Sequence[str], rows: Iterable[Row], actor: Actor, at: datetime) -> RowsTaken:
    """Make units whose code is new and change the others; a row that is refused leaves the others.

    Columns are those of ``queries.export.UNIT_COLUMNS``; one that is left out changes nothing. The unit above
    is there already or stands in an earlier row; so does the active one that took over. Raises ``NotAllowed``,
    ``UnitInvalid`` for a table that lacks a needed column.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    missing = [name for name in _NEEDED if name not in columns]
    if missing:
        raise UnitInvalid(f"表格缺少列「{'」「'.join(missing)}」，请按导出的表头补上。")
    return RowsTaken().take(rows, lambda row: _take(row, columns, actor, at))


def _take(row: Row, columns: Sequence[str], actor: Actor, at: datetime) -> Outcome:
    """Make or change the unit of a row."""
    if row.fault:
        raise UnitInvalid(row.fault)
    cells = {name: cell.strip() for name, cell in zip(columns, row.cells, strict=True)}
    given = _given(cells, actor)
    unit = Unit.objects.filter(centre_id=actor.centre_id, code=cells["编码"]).first()
    is_active = not _says_no(cells) if cells.get("启用") else unit is None or unit.is_active
    successor_id = given.pop("successor_id", unit.successor_id if unit and not is_active else None)
    if is_active and successor_id:
        raise UnitInvalid("只有停用的单位才有承接单位，请把「启用」填为否，或不填承接单位编码。")
    if unit is None:
        unit = create_unit(code=cells["编码"], **given, actor=actor)
        if not is_active:
            switch_off_unit(unit_id=unit.pk, successor_id=successor_id, actor=actor, at=at)
        return Outcome.CREATED
    present = {key: getattr(unit, key) for key in _FIELDS}
    if present | given == present and (is_active, successor_id) == (unit.is_active, unit.successor_id):
        return Outcome.UNCHANGED
    if unit.is_active and not is_active:
        switch_off_unit(unit_id=unit.pk, successor_id=successor_id, actor=actor, at=at)
    elif not is_active and successor_id != unit.successor_id:
        name_successor(unit_id=unit.pk, successor_id=successor_id, actor=actor, at=at)
    change_unit(unit_id=unit.pk, **(present | given), is_active=is_active, actor=actor)
    return Outcome.CHANGED


def _given(cells: Mapping[str, str], actor: Actor) -> dict[str, Any]:
    """Return what the row says of a unit by the names of ``create_unit``, and its successor; raises ``UnitInvalid``."""
    if not cells["编码"] or not cells["名称"]:
        raise UnitInvalid("编码和名称都要填写。")
    _short_enough(cells)
    given: dict[str, Any] = {key: cells[column] for column, key in _TEXTS.items() if column in cells}
    for column, (key, choices) in _CHOICES.items():
        by_word = {word: choice for choice in choices for word in (choice.value, str(choice.label))}
        if cells[column] not in by_word:
            raise UnitInvalid(f"{column}「{cells[column]}」不认识，请从 {'、'.join(choices.labels)} 中选一项。")
        given[key] = by_word[cells[column]]
    for column, key, ids, said in (
        ("所管地点编码", "region_id", Region.objects, "没有这个地点，请先建立地点。"),
        ("上级编码", "parent_id", Unit.objects, "没有这个上级单位，请把上级排在前面。"),
        ("承接单位编码", "successor_id", Unit.objects, "没有这个承接单位，请把承接单位排在前面。"),
    ):
        code = cells.get(column)
        found = ids.filter(centre_id=actor.centre_id, code=code).values_list("pk", flat=True).first() if code else None
        if code and found is None:
            raise UnitInvalid(f"{column}「{code}」：{said}")
        if code is not None:
            given[key] = found
    return given


def _says_no(cells: Mapping[str, str]) -> bool:
    word = cells.get("启用", "").lower()
    if word and word not in _YES | _NO:
        raise UnitInvalid("「启用」请填写是或否。")
    return word in _NO


def _short_enough(cells: Mapping[str, str]) -> None:
    for column, most in _LONGEST.items():
        if len(cells.get(column, "")) > most:
            raise UnitInvalid(f"{column}最多 {most} 个字，请缩短。")
