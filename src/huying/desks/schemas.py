"""What the API tells of one order."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

from huying.workorders.choices import State


class CallerOut(Schema):
    """Who called, masked."""

    name: str
    phone: str
    wants_secrecy: bool
    is_anonymous: bool


class PartOut(Schema):
    """A unit's part."""

    label: str
    unit_name: str
    legal_basis: str
    assigned_at: datetime
    closed_at: datetime | None


class LimitOut(Schema):
    """One limit."""

    label: str
    unit_name: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    is_void: bool
    level: str
    limit: str
    basis: str


class ReplyOut(Schema):
    """A reply."""

    submitted_at: datetime
    round: int
    unit_name: str
    fact_label: str
    demand_label: str
    result_label: str
    answered_label: str
    legal_basis: str
    words: str
    why_not_wait: str = Field(description="不等协办反馈的理由")
    site_label: str
    site_checked_at: datetime | None
    proof: str = Field(description="录音编号和位置")
    passed: bool | None


class VisitOut(Schema):
    """A visit."""

    visited_at: datetime
    round: int
    unit_name: str
    purpose_label: str
    met_label: str
    ground_label: str
    note: str


class CalledOut(Schema):
    """A unit called by a whistle."""

    unit_name: str
    arrive_by: datetime
    state: str = Field(description="waiting 待报到，on_time 按时，late 迟到，no_show 未到，refused 拒绝，released 免到")
    answered_at: datetime | None
    words: str
    unit_score: int | None = Field(description="吹哨单位对它的评分，1 到 5")
    blower_score: int | None = Field(description="它对吹哨单位的评分，1 到 5")


class WhistleTaskOut(Schema):
    """A task given at the spot."""

    id: int = Field(description="finish_task 的 task_id")
    number: int
    unit_name: str
    what: str
    due_at: datetime
    done_at: datetime | None
    is_dropped: bool = Field(description="消哨时未完成")
    words: str


class WhistleOut(Schema):
    """A whistle."""

    id: int = Field(description="whistle_id")
    unit_name: str
    blown_at: datetime
    what: str
    place: str
    meeting_url: str
    due_at: datetime
    check_due_at: datetime
    is_check_missed: bool
    ended_at: datetime | None
    called: list[CalledOut]
    tasks: list[WhistleTaskOut]


class ActionOut(Schema):
    """What may be done now."""

    action: str = Field(description="POST /orders/{number}/actions/{action}")
    label: str


class OrderOut(Schema):
    """An order as its page shows it to the caller's seat."""

    number: str = Field(description="工单编号")
    title: str
    state: State
    state_label: str
    kind_label: str
    urgency_label: str
    channel_label: str
    matter_text: str
    place_text: str = Field(description="详细地点；保密诉求对承办单位为空")
    is_confidential: bool
    round: int
    accountable_name: str
    holder_name: str
    registered_at: datetime
    due_at: datetime | None
    external_no: str
    difficulty_labels: list[str] = Field(description="疑难标签")
    care: str = Field(description="登记时写明的照顾需要")
    transfer: str = Field(description="转办内容")
    original: str = Field(description="诉求原文；保密诉求对承办单位为空")
    event: int = Field(description="最后一条办理记录的序号，办理时作为 seen", validation_alias="events")
    caller: CallerOut | None = Field(description="诉求人，已脱敏")
    parts: list[PartOut]
    limits: list[LimitOut]
    visits: list[VisitOut]
    replies: list[ReplyOut]
    whistles: list[WhistleOut] = Field(description="吹哨报到")
    actions: list[ActionOut] = Field(description="现在可以进行的办理")
