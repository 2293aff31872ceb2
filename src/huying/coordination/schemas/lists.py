"""What the lists of coordination are cut to, and tell."""

from __future__ import annotations

from datetime import datetime

from ninja import Schema
from pydantic import Field

from huying.workorders.schemas import LEVEL, PageIn, PageOut

_OPEN_FIRST = "false {}（先到期的在前），true {}（最近的在前）"


class ConferenceFilter(PageIn):
    """Which conferences."""

    settled: bool = Field(default=False, description=_OPEN_FIRST.format("会商中", "已决定"))


class ConferenceLine(Schema):
    """A conference."""

    number: str = Field(description="工单编号")
    title: str
    called_at: datetime
    due_at: datetime
    level: str = Field(description=LEVEL)
    asked: int = Field(description="会商单位数")
    silent_names: list[str] = Field(description="还没有发表意见的单位")
    is_awaiting_us: bool = Field(description="待本单位发表意见")
    settled_at: datetime | None
    outcome_label: str
    lead_name: str = Field(description="确定的主办单位")


class Conferences(PageOut):
    """A page of conferences."""

    items: list[ConferenceLine]


class CalledLine(Schema):
    """A unit called by a whistle."""

    unit_name: str
    state_label: str
    arrive_by: datetime


class WhistleLine(Schema):
    """A whistle that is not ended."""

    number: str = Field(description="工单编号")
    title: str
    unit_name: str = Field(description="吹哨单位")
    blown_at: datetime
    due_at: datetime
    level: str = Field(description=LEVEL)
    called: list[CalledLine]
    tasks: int
    tasks_done: int
    check_due_at: datetime
    checked_at: datetime | None
    is_check_missed: bool = Field(description="中期调度超期")


class Whistles(PageOut):
    """A page of whistles, those due first in front."""

    items: list[WhistleLine]


class EscalationFilter(PageIn):
    """Which questions."""

    answered: bool = Field(default=False, description=_OPEN_FIRST.format("待研究", "已研究"))


class InstructionFilter(PageIn):
    """Which instructions."""

    reported: bool = Field(default=False, description=_OPEN_FIRST.format("待落实", "已落实"))


class BoardLine(Schema):
    """A question to a superior, or a leader's instruction."""

    number: str = Field(description="工单编号")
    title: str
    what: str
    by_name: str = Field(description="请示的上级，或批示人")
    unit_name: str = Field(description="请示单位，或承办单位")
    owner: str = Field(description="责任人")
    at: datetime = Field(description="请示、批示时间；已了结的为答复、报告时间")
    due_at: datetime
    level: str = Field(description=LEVEL)


class Board(PageOut):
    """A page of them."""

    items: list[BoardLine]
