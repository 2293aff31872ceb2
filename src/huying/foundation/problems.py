"""The shapes that every API route shares: a problem, words that the database can keep, ids."""

from __future__ import annotations

from typing import Annotated

from ninja import Schema
from pydantic import ConfigDict, Field, StringConstraints


class In(Schema):
    """What comes in: a name that nobody knows is refused, so that no misspelt field is passed over."""

    model_config = ConfigDict(extra="forbid")


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str = Field(description="字段")
    detail: str = Field(description="说明")


class Problem(Schema):
    """A refusal (RFC 9457)."""

    type: str = Field(description="出错代码的标识")
    title: str = Field(description="HTTP 状态的英文名")
    status: int = Field(description="HTTP 状态")
    detail: str = Field(description="一句话说明怎么办")
    code: str = Field(description="稳定的出错代码")
    errors: list[FieldProblem] = Field(description="逐个字段的说明")


LONG = 20_000
"""The most letters of a text of several lines."""
Text = Annotated[str, StringConstraints(pattern=r"^[^\x00]*$")]
"""Words; PostgreSQL keeps no NUL. Each field says how long they may be."""
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Seen = Annotated[int, Field(ge=0, le=2**31 - 1, description="您所见的最后一条办理记录的序号（event）")]
