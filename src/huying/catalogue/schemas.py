"""What the API tells of the catalogue."""

from __future__ import annotations

from ninja import Schema
from pydantic import Field


class MatterOut(Schema):
    """A matter in force."""

    id: int
    code: str = Field(description="事项编码")
    name: str
    level: int = Field(description="级别，1 为一级")
    top_code: str = Field(description="所属一级事项的编码")
    path_text: str = Field(description="全称，如 一级 › 二级 › 三级")


class Matters(Schema):
    """Every matter in force, in the order of codes."""

    items: list[MatterOut]
