"""Units as a table that ``import_units`` reads back."""

from __future__ import annotations

from collections.abc import Iterator

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.organisation.choices import Level, UnitKind
from huying.organisation.models import Unit

UNIT_COLUMNS = (
    *("编码", "名称", "类型", "层级", "上级编码", "所管地点编码", "联系人", "联系电话", "职责", "启用"),
    "承接单位编码",
)


def unit_table(*, actor: Actor) -> Iterator[tuple[str, ...]]:
    """Yield the column names, then every unit of the actor's centre, each behind the one above it.

    Raises ``NotAllowed``: names and numbers of contacts are among the columns.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    yield UNIT_COLUMNS
    units = Unit.objects.filter(centre_id=actor.centre_id).select_related("parent", "region", "successor")
    for unit in units.order_by("path").iterator(chunk_size=1000):
        yield (
            unit.code,
            unit.name,
            UnitKind(unit.kind).label,
            Level(unit.level).label,
            unit.parent.code if unit.parent else "",
            unit.region.code if unit.region else "",
            unit.contact_name,
            unit.contact_phone,
            unit.duties,
            "是" if unit.is_active else "否",
            unit.successor.code if unit.successor else "",
        )
