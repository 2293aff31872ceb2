"""Write the roads, estates and landmarks of a city from a table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation import memory
from huying.language.tables import Row
from huying.organisation.actions.import_units import Outcome, RowsTaken
from huying.organisation.actions.put_spot import SpotInvalid, put_spot
from huying.organisation.choices import SpotKind
from huying.organisation.models import Spot

_NEEDED = ("地点编码", "类别", "名称")
_KINDS = {word: kind for kind in SpotKind for word in (kind.value, str(kind.label))}
_BETWEEN = re.compile(r"[、,，;；|\s]+")


@transaction.atomic(savepoint=False)
def import_spots(*, columns: Sequence[str], rows: Iterable[Row], actor: Actor) -> RowsTaken:
    """Put each row, by place, kind and name; a row that is refused leaves the others.

    Columns are those of ``queries.spots.SPOT_COLUMNS``; the place's name is not read. Raises ``NotAllowed``,
    ``SpotInvalid`` for a table that lacks a needed column.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    if missing := [name for name in _NEEDED if name not in columns]:
        raise SpotInvalid(f"表格缺少列「{'」「'.join(missing)}」，请按导出的表头补上。")
    transaction.on_commit(memory.forget)
    return RowsTaken().take(rows, lambda row: _take(row, columns, actor))


def _take(row: Row, columns: Sequence[str], actor: Actor) -> Outcome:
    """Put the spot of a row."""
    if row.fault:
        raise SpotInvalid(row.fault)
    cells = {name: cell.strip() for name, cell in zip(columns, row.cells, strict=True)}
    kind = _KINDS.get(cells["类别"])
    if kind is None:
        raise SpotInvalid(f"类别「{cells['类别']}」不认识，请从「{'」「'.join(SpotKind.labels)}」中选一项。")
    code, name = cells["地点编码"], cells["名称"]
    was_there = Spot.objects.filter(region__centre_id=actor.centre_id, region__code=code, kind=kind, name=name).exists()
    aliases = _BETWEEN.split(cells.get("别名", ""))
    _, is_changed = put_spot(region_code=code, kind=kind, name=name, aliases=aliases, actor=actor)
    if not is_changed:
        return Outcome.UNCHANGED
    return Outcome.CHANGED if was_there else Outcome.CREATED
