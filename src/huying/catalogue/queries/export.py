"""A version as a table that can be edited and published again."""

from __future__ import annotations

from collections.abc import Iterator

from huying.catalogue.models import Duty
from huying.catalogue.queries.matters import matters_of


def matter_table(*, version_id: int) -> Iterator[tuple[str, ...]]:
    """Yield the column names and a row for each matter."""
    yield ("编码", "名称", "上级编码", "说明", "关键词")
    for row in matters_of(version_id=version_id):
        yield (row.code, row.name, row.codes[1] if len(row.codes) > 1 else "", row.description, row.keywords)


def duty_table(*, version_id: int) -> Iterator[tuple[str, ...]]:
    """Yield the column names and a row for each duty, by codes."""
    yield ("事项编码", "地点编码", "主办单位编码", "属地主办", "协办单位编码", "法律依据", "场景化指引")
    rows = Duty.objects.filter(version_id=version_id).select_related("region", "lead_unit")
    for duty in rows.prefetch_related("assists__unit").order_by("matter_code", "pk"):
        yield (
            duty.matter_code,
            duty.region.code if duty.region else "",
            duty.lead_unit.code if duty.lead_unit else "",
            "是" if duty.lead_by_place else "",
            "、".join(assist.unit.code for assist in duty.assists.all()),
            duty.legal_basis,
            duty.scenario_card,
        )
