"""What a system gives in a conference."""

from __future__ import annotations

from pydantic import Field

from huying.coordination.choices.conference import Outcome, Position
from huying.foundation.problems import LONG, Id, Text
from huying.workorders.schemas import ActIn


class CallIn(ActIn):
    """发起会商."""

    unit_ids: list[Id] = Field(min_length=1, max_length=50, description="会商单位，两个以上")
    question: Text = Field(max_length=LONG, description="需要会商的问题")


class OpinionIn(ActIn):
    """发表会商意见."""

    position: Position = Field(description="本单位意见")
    basis: Text = Field(max_length=400, description="职责依据：法律法规条款或三定规定")
    words: Text = Field(max_length=LONG, description="意见说明")


class DecisionIn(ActIn):
    """作出会商决定."""

    outcome: Outcome = Field(description="会商结果")
    lead_unit_id: Id | None = Field(default=None, description="主办单位；区政府兜底的可以不填")
    assist_unit_ids: list[Id] = Field(default=[], max_length=50, description="协办单位")
    legal_basis: Text = Field(default="", max_length=400, description="职责依据；确定主办单位的必填")
    words: Text = Field(max_length=LONG, description="会商决定")
