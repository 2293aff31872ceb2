"""What a system that calls back gives."""

from __future__ import annotations

from pydantic import Field

from huying.followup.choices import Satisfaction, Solved
from huying.foundation.problems import LONG, Text
from huying.workorders.schemas import ActIn


class AttemptIn(ActIn):
    """回访未接通."""

    note: Text = Field(default="", max_length=1000, description="未接通情况")


class VerdictIn(ActIn):
    """回访结果."""

    contacted: bool = Field(description="承办单位是否联系诉求人")
    solved: Solved = Field(description="问题是否解决")
    satisfied: Satisfaction = Field(description="对办理结果是否满意")
    attitude: Satisfaction | None = Field(default=None, description="对服务态度是否满意；未问则不填")
    words: Text = Field(max_length=LONG, default="", description="诉求人原话；未解决或不满意的必填")
