"""What a system gives when a superior is asked, answers or instructs."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.models.escalation import OWNER_MAX
from huying.foundation.problems import LONG, Id, Text
from huying.workorders.schemas import ActIn

_PART = 5000


class EscalateIn(ActIn):
    """提级请示."""

    level: AskedLevel = Field(description="提请谁研究")
    bureau_unit_id: Id | None = Field(default=None, description="行业主管部门；level 为 bureau 时必填")
    question: Text = Field(max_length=_PART, description="需要决定的问题")
    why: Text = Field(max_length=_PART, description="提级理由")
    tried: Text = Field(max_length=_PART, description="已做工作")


class AnswerIn(ActIn):
    """答复提级请示."""

    outcome: EscalationOutcome = Field(description="研究决定，或再提一级")
    words: Text = Field(max_length=LONG, description="研究意见")
    owner: Text = Field(default="", max_length=OWNER_MAX, description="负责落实的人；作出决定的必填")
    do_by: date | None = Field(default=None, description="落实期限，北京时间当日 24 时")


class InstructIn(ActIn):
    """批示."""

    words: Text = Field(max_length=LONG, description="批示内容")
    owner: Text = Field(max_length=OWNER_MAX, description="负责落实的人")
    do_by: date | None = Field(default=None, description="落实期限；缺省按「批示落实」时限")


class InstructionReportIn(ActIn):
    """报告批示落实."""

    report: Text = Field(max_length=LONG, description="落实情况")
