"""What a system gives when a unit is supervised, answers and is checked, and what the ledger tells."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from huying.foundation.problems import LONG, Id, Text
from huying.supervision.actions.issue_supervision import MOST_DAYS
from huying.supervision.choices import Form, Reason, Verdict
from huying.supervision.models import OWNER_MAX
from huying.supervision.queries.ledger import Tab
from huying.workorders.schemas import LEVEL, ActIn, PageIn, PageOut

_Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]
_DAYS = "答复时限（工作日）；缺省按「督办」时限"


class IssueIn(ActIn):
    """督办."""

    unit_id: Id = Field(description="被督办单位：主办单位，或尚未反馈的协办单位")
    reason: Reason = Field(description="督办原因")
    form: Form = Field(description="督办形式；同一工单再次督办的须升一级")
    words: Text = Field(max_length=LONG, description="督办要求")
    days: _Days | None = Field(default=None, description=_DAYS)


class AnswerIn(ActIn):
    """答复督办."""

    measures: Text = Field(max_length=LONG, description="采取的措施")
    owner: Text = Field(max_length=OWNER_MAX, description="责任人")
    do_by: date = Field(description="预计完成的日期（北京时间）")


class CheckIn(ActIn):
    """督查跟进."""

    verdict: Verdict = Field(description="是否认可答复")
    words: Text = Field(default="", max_length=LONG, description="说明；不予认可的必填")
    days: _Days | None = Field(default=None, description=_DAYS)


class WithdrawIn(ActIn):
    """撤回督办."""

    reason: Text = Field(max_length=LONG, description="撤回理由")


class SupervisionFilter(PageIn):
    """Which supervision orders."""

    tab: Tab = Field(
        default=Tab.ASKED, description="asked 待答复、overdue 逾期未答复、answered 待督查、closed 已了结（最近的在前）"
    )


class SupervisionLine(Schema):
    """A supervision order."""

    number: str = Field(description="工单编号")
    title: str
    unit_name: str = Field(description="被督办单位")
    reason_label: str
    form_label: str
    round: int = Field(description="第几轮答复")
    late: int = Field(description="逾期答复的次数")
    issued_at: datetime
    due_at: datetime = Field(description="答复时限；已答复的为督查时限")
    level: str = Field(description=LEVEL)
    closed_at: datetime | None
    outcome_label: str


class Supervisions(PageOut):
    """A page of supervision orders."""

    items: list[SupervisionLine]
