"""What a system gives to dispatch an order."""

from __future__ import annotations

from pydantic import Field

from huying.foundation.problems import Id, Text
from huying.workorders.schemas import ActIn


class AssignIn(ActIn):
    """派单."""

    lead_unit_id: Id = Field(description="主办单位")
    assist_unit_ids: list[Id] = Field(default=[], max_length=50, description="协办单位")
    legal_basis: Text = Field(min_length=1, max_length=400, description="派单依据")
    remark: Text = Field(default="", max_length=1000, description="派单意见")
