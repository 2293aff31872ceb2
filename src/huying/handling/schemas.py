"""What a unit's system gives as it handles an order."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from ninja import Schema
from pydantic import AwareDatetime, Field

from huying.domain.talking import MESSAGE_MAX
from huying.foundation.problems import LONG, Id, In, Text
from huying.handling.actions.request_hanging import MILESTONES_MAX, WHAT_MAX
from huying.handling.actions.submit_reply import BASIS_MAX
from huying.handling.choices import ExtensionReason, HangingCategory, HangingState, HungProgress
from huying.handling.queries.ledger import LedgerFilter
from huying.workorders.choices import (
    AnsweredBy,
    DemandFinding,
    FactFinding,
    ResultKind,
    SiteCheck,
    UnreachedReason,
    VisitMet,
    VisitPurpose,
)
from huying.workorders.schemas import LEVEL, ActIn, PageIn, PageOut

_RECORDING = 40
_Second = Annotated[int, Field(ge=0, le=86_400)]


class ContactIn(ActIn):
    """先行联系."""

    reached: bool = Field(description="是否联系上诉求人")
    unreached_reason: UnreachedReason | None = Field(default=None, description="未联原因；未联系上时必填")
    note: Text = Field(max_length=LONG, default="", description="联系情况；联系上时必填")
    recording_no: Text = Field(max_length=_RECORDING, default="", description="录音编号")
    contact_second: _Second | None = Field(default=None, description="「联系」在录音中的秒数")


class ProgressIn(ActIn):
    """登记进展."""

    note: Text = Field(max_length=LONG, description="办理进展：何时、何人、做了什么")


class VisitIn(ActIn):
    """登记上门."""

    purpose: VisitPurpose = Field(description="上门目的")
    met: VisitMet = Field(description="见到谁")
    visited_at: AwareDatetime = Field(description="到达时间")
    went: Text = Field(max_length=200, description="上门人员的姓名和职务")
    ground: DemandFinding | None = Field(default=None, description="诉求为什么不合理；上门劝时必填")
    note: Text = Field(max_length=LONG, description="上门情况")


class PassDownIn(ActIn):
    """交下级办理."""

    unit_id: Id = Field(description="下级单位")
    note: Text = Field(max_length=LONG, description="交办事项和要求")


class ReportIn(ActIn):
    """报回上级、协办反馈."""

    report: Text = Field(max_length=LONG, description="办理情况和结果")


class MessageIn(ActIn):
    """给诉求人留言."""

    words: Text = Field(max_length=MESSAGE_MAX, description="留言内容")


class ReplyIn(ActIn):
    """提交答复."""

    fact_finding: FactFinding = Field(description="事实认定；须适用于诉求的类型，不涉及的选 not_applicable")
    demand_finding: DemandFinding = Field(description="诉求认定")
    result: ResultKind = Field(description="是否解决")
    answered_by: AnsweredBy = Field(description="答复方式")
    legal_basis: Text = Field(max_length=BASIS_MAX, description="办理依据")
    words: Text = Field(max_length=LONG, description="答复内容")
    site_check: SiteCheck | None = Field(default=None, description="现场查看")
    site_checked_at: AwareDatetime | None = Field(default=None, description="现场查看时间；到现场查看的必填")
    recording_no: Text = Field(max_length=_RECORDING, default="", description="录音编号")
    solved_second: _Second | None = Field(default=None, description="「解决」在录音中的秒数")
    satisfied_second: _Second | None = Field(default=None, description="「满意」在录音中的秒数")
    why_not_wait: Text = Field(
        max_length=LONG, default="", description="不等协办反馈的理由；还有协办单位没有反馈时必填，否则不保存"
    )


class ExtensionIn(ActIn):
    """申请延期."""

    reason: ExtensionReason = Field(description="延期原因")
    amount: int = Field(ge=1, le=1000, description="延长多少，单位按口径中「每次延期最长」的单位")
    words: Text = Field(max_length=LONG, description="延期理由")
    is_told: bool = Field(description="是否已告知诉求人；须为 true")


class MilestoneIn(In):
    """一个时间节点."""

    due_on: date = Field(description="完成日期")
    what: Text = Field(max_length=WHAT_MAX, description="要完成的工作")


class HangingIn(ActIn):
    """申请挂账."""

    category: HangingCategory = Field(description="挂账类别")
    plan: Text = Field(max_length=LONG, description="解决方案")
    owner_name: Text = Field(max_length=40, description="责任人姓名")
    owner_post: Text = Field(max_length=80, description="责任人职务")
    milestones: list[MilestoneIn] = Field(max_length=MILESTONES_MAX, description="时间节点")
    until: date = Field(description="挂账截止日期")
    told_by: AnsweredBy = Field(description="怎样告知诉求人")


class HungReviewIn(ActIn):
    """挂账复查."""

    progress: HungProgress = Field(description="进展")
    words: Text = Field(max_length=LONG, description="复查情况")


class ReachMilestoneIn(ActIn):
    """完成节点."""

    place: int = Field(ge=1, le=MILESTONES_MAX, description="第几个节点")
    words: Text = Field(max_length=LONG, description="完成情况")


class EndHangingIn(ActIn):
    """解除挂账."""

    words: Text = Field(max_length=LONG, description="解除原因")


class AgreementIn(ActIn):
    """单位审核员的意见."""

    is_agreed: bool = Field(description="是否同意")
    opinion: Text = Field(max_length=LONG, default="", description="意见说明；不同意的必填")


class GrantIn(ActIn):
    """热线的审批意见."""

    is_granted: bool = Field(description="是否同意")
    opinion: Text = Field(max_length=LONG, default="", description="意见说明；不同意的必填")


class ReviewIn(ActIn):
    """审核答复."""

    passed: bool = Field(description="是否通过")
    opinion: Text = Field(max_length=LONG, default="", description="意见说明；退回修改的必填")


class ExtensionLine(Schema):
    """An application to put a limit off."""

    number: str = Field(description="工单编号")
    title: str
    kind_label: str
    unit_name: str = Field(description="申请单位")
    reason_label: str
    length: str = Field(description="申请延长多久")
    asked_at: datetime
    due_at: datetime = Field(description="申请时的办理时限")
    level: str = Field(description=LEVEL)


class Extensions(PageOut):
    """A page of applications."""

    items: list[ExtensionLine]


class HangingFilter(PageIn):
    """Which hung matters."""

    waiting: bool = Field(
        default=False, description="true 为待本岗位审批的挂账申请（只有审核员、审批员），其余条件不用"
    )
    state: Literal["hung", "ended", "written_off", "unsettled"] = Field(
        default="hung", description="hung 挂账中，ended 已解除，written_off 已销账，unsettled 办结未销账"
    )
    category: HangingCategory | None = Field(default=None, description="类别")
    unit_id: Id | None = Field(default=None, description="主办单位")
    is_late: bool = Field(default=False, description="只看复查超期")

    def wanted(self) -> LedgerFilter:
        """Return the list that is meant."""
        return LedgerFilter(
            state=HangingState(self.state),
            category=self.category or "",
            unit_id=self.unit_id,
            is_late=self.is_late,
        )


class HangingLine(Schema):
    """A hung matter, or an application for it."""

    number: str = Field(description="工单编号")
    title: str
    unit_name: str = Field(description="主办单位")
    category_label: str
    owner_name: str = Field(description="责任人")
    owner_post: str
    state_label: str
    hung_at: datetime | None
    until: date = Field(description="挂账截止日")
    next_review_at: datetime | None
    level: str = Field(description="下次复查的灯：over 超期、near 临近、normal 正常")
    left_at: datetime | None = Field(description="离开台账的时间")


class Hangings(PageOut):
    """A page of hung matters, those to be reviewed first in front."""

    items: list[HangingLine]
