"""What a system gives to dispatch an order, to return it, and to rule on that."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

from huying.dispatch.choices import ReturnReason
from huying.foundation.problems import LONG, Id, Text
from huying.workorders.schemas import LEVEL, ActIn, PageIn, PageOut


class ReturnFilter(PageIn):
    """Which returns."""

    settled: bool = Field(default=False, description="false 待审核（先到期的在前），true 已了结（最近的在前）")


class ReturnLine(Schema):
    """A request to return an order."""

    number: str = Field(description="工单编号")
    title: str
    unit_name: str = Field(description="申请单位")
    reason_label: str
    proposed_name: str = Field(description="建议承办单位")
    state_label: str
    asked_at: datetime
    due_at: datetime = Field(description="审核到期时间")
    level: str = Field(description=LEVEL)
    settled_at: datetime | None
    found_name: str = Field(description="裁定的应承办单位；待审核或未定时为空")
    is_wrongful: bool = Field(description="无效退单：裁定仍属申请单位职责")


class Returns(PageOut):
    """A page of returns."""

    items: list[ReturnLine]


class AssignIn(ActIn):
    """派单."""

    lead_unit_id: Id = Field(description="主办单位")
    assist_unit_ids: list[Id] = Field(default=[], max_length=50, description="协办单位")
    legal_basis: Text = Field(min_length=1, max_length=400, description="派单依据")
    remark: Text = Field(default="", max_length=1000, description="派单意见")


class RecallIn(ActIn):
    """收回派单."""

    reason: Text = Field(default="", max_length=400, description="收回理由，可以不填")


class ReturnIn(ActIn):
    """申请退单."""

    reason: ReturnReason = Field(description="退单原因")
    evidence: Text = Field(max_length=LONG, description="职责依据，用自己的话写明")
    proposed_unit_id: Id | None = Field(default=None, description="建议承办单位；非本单位职责、非本辖区的必填")


class SettleReturnIn(ActIn):
    """退单审核."""

    granted: bool = Field(description="是否同意退单")
    found_unit_id: Id | None = Field(default=None, description="同意退单时，应承办单位；暂不能确定的可以不填")
    ruling: Text = Field(max_length=LONG, description="裁定理由；会作为先例给各单位看")


class RuleIn(ActIn):
    """指定承办."""

    lead_unit_id: Id = Field(description="指定承办单位；指定后禁止退回")
    legal_basis: Text = Field(max_length=400, description="指定依据")
    ruling: Text = Field(max_length=LONG, description="裁定理由；会作为先例给各单位看")
