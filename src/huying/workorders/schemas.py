"""What the API takes and tells of orders."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

from huying.domain.tags import CODE_MAX
from huying.foundation.problems import Id, In, Problem, Seen, Text
from huying.workorders.choices import Channel, OrderKind, State, Urgency
from huying.workorders.queries.queue import QueueFilter, Scope
from huying.workorders.queries.standing import Standing as Where

_TagCode = Annotated[Text, Field(min_length=1, max_length=CODE_MAX)]
LEVEL = "时限灯：over 逾期、near 临期、normal 正常、met 按时完成、late 超期完成"


class ActIn(In):
    """What every act on an order gives."""

    seen: Seen


class TagsIn(ActIn):
    """疑难标签."""

    tags: list[_TagCode] = Field(
        max_length=50, description="全部标签的编码，以「时限与规则」中的疑难标签为准；空数组表示去掉所有标签"
    )


class Standing(Schema):
    """Where the order stands after a write."""

    number: str = Field(description="工单编号")
    state: State
    state_label: str
    event: int = Field(description="最后一条办理记录的序号，下次办理时作为 seen")


def told(now: Where) -> dict[str, Any]:
    """Return where an order stands, as it is answered and kept."""
    return Standing.model_validate(now, from_attributes=True).model_dump(mode="json")


class HistoryLine(Schema):
    """One event: who, as they were then, did what."""

    at: datetime = Field(description="时间", validation_alias="when")
    what: str = Field(description="动作")
    who: str = Field(description="办理人")
    unit: str = Field(description="办理人当时的单位")
    role: str = Field(description="办理人当时的岗位")
    note: str = Field(description="调用方可以看到的文字")


class History(Schema):
    """The events of an order, oldest first."""

    number: str
    event: int = Field(description="最后一条办理记录的序号")
    items: list[HistoryLine]


class ConflictProblem(Problem):
    """A refusal because things have moved on; ``since`` says who did what meanwhile."""

    since: list[HistoryLine] = Field(default=[], description="您所见之后的办理记录（code 为 newer_event 时）")


class Phase(StrEnum):
    """Which orders a list holds."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


class PageIn(Schema):
    """Which page of a list."""

    cursor: Text | None = Field(max_length=200, default=None, description="上一页 next 中的位置，不要自行拼写")


class PageOut(Schema):
    """A page of a list."""

    next: str | None = Field(description="下一页的地址；为空表示到底")


class OrderFilter(PageIn):
    """What the list is cut to."""

    phase: Phase = Field(
        default=Phase.OPEN,
        description=(
            "open 在办（先到期的在前；待派单的、待本单位办理的，紧急和时效类排在最前），"
            "closed 已了结（最近了结的在前），all 全部（最近登记的在前）"
        ),
    )
    scope: Scope | None = Field(
        default=None, description="范围；缺省为全部可见（热线、督办、领导）或待本单位办理（承办单位）"
    )
    state: State | None = Field(default=None, description="状态")
    light: Literal["over", "near", "normal"] | None = Field(default=None, description="时限：逾期、临期、正常")
    urgency: Urgency | None = Field(default=None, description="紧急程度")
    kind: OrderKind | None = Field(default=None, description="诉求类型")
    channel: Channel | None = Field(default=None, description="受理渠道")
    matter_top: Text | None = Field(max_length=200, default=None, description="一级事项编码")
    difficulty: _TagCode | None = Field(default=None, description="疑难标签的编码")
    unit_id: Id | None = Field(default=None, description="主办单位")

    def wanted(self, *, scope: Scope) -> QueueFilter:
        """Return the list that is meant, ``scope`` where none was named."""
        given = self.model_dump(exclude={"phase", "scope", "cursor"}, exclude_none=True)
        return QueueFilter(scope=self.scope or scope, is_over=self.phase is Phase.CLOSED, **given)

    def unfit(self) -> list[str]:
        """Return the filters that the list of this phase does not know."""
        if self.phase is Phase.OPEN:
            return []
        given = self.model_dump(exclude={"phase", "cursor"}, exclude_none=True)
        known = {"scope", "unit_id"} if self.phase is Phase.CLOSED else set()
        unfit = [name for name in given if name not in known]
        return unfit if self.scope in {None, Scope.OPEN_TO_ME, Scope.ACCOUNTABLE} else [*unfit, "scope"]


class OrderLine(Schema):
    """An order as lists show it; nothing of the caller."""

    number: str = Field(description="工单编号")
    title: str
    state: State
    state_label: str
    kind_label: str
    urgency_label: str
    matter_name: str
    accountable_name: str = Field(description="主办单位")
    holder_name: str = Field(description="现承办单位")
    round: int = Field(description="第几轮办理")
    is_confidential: bool
    difficulty_labels: list[str] = Field(description="疑难标签")
    registered_at: datetime
    due_at: datetime | None = Field(description="现阶段时限，没有时限在走时为空")
    level: str = Field(description=LEVEL)


class Orders(PageOut):
    """A page of orders."""

    items: list[OrderLine]
