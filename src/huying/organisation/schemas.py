"""What the API tells of the organisation."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field


class UnitOut(Schema):
    """A unit; no names or telephones of the people in it."""

    id: int
    code: str = Field(description="单位编码")
    name: str = Field(description="单位名称")
    kind: str = Field(description="单位类型")
    kind_label: str
    level: str = Field(description="层级")
    parent_id: int | None = Field(description="上级单位")
    is_active: bool = Field(description="是否启用")
    successor_id: int | None = Field(description="承接单位；没有停用或没有承接单位时为空")


class Units(Schema):
    """Every unit of the centre, in tree order."""

    items: list[UnitOut]


class RegionOut(Schema):
    """A place."""

    id: int
    code: str = Field(description="区划编码")
    name: str
    level: str = Field(description="层级")
    parent_id: int | None = Field(description="上级地点")
    path_text: str = Field(description="全称")


class Regions(Schema):
    """Every place of the centre, in the order of codes."""

    items: list[RegionOut]
