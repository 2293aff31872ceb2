"""What a system gives about a whistle."""

from __future__ import annotations

from typing import Annotated

from pydantic import AwareDatetime, Field

from huying.coordination.actions.blow_whistle import LINK_MAX, MOST, PLACE_MAX
from huying.coordination.actions.record_scene import MOST as MOST_TASKS
from huying.coordination.actions.record_scene import WHAT_MAX
from huying.coordination.choices.whistle import CheckWay
from huying.domain.whistles import SCORES
from huying.foundation.problems import LONG, Id, In, Text
from huying.workorders.schemas import ActIn

_OneOf = Annotated[Id | None, Field(description="哪一次吹哨；只有一次没有消哨时可省略")]
_Score = Annotated[int, Field(ge=min(SCORES), le=max(SCORES))]


class BlowIn(ActIn):
    """吹哨."""

    what: Text = Field(max_length=LONG, description="需要到场解决的事项")
    place: Text = Field(max_length=PLACE_MAX, description="报到地点")
    unit_ids: list[Id] = Field(min_length=1, max_length=MOST, description="需要报到的单位")
    arrive_by: AwareDatetime | None = Field(default=None, description="报到时间；省略时按时限规则")
    meeting_url: Text = Field(default="", max_length=LINK_MAX, description="视频会议地址")


class ArriveIn(ActIn):
    """报到."""

    place: Text = Field(max_length=PLACE_MAX, description="报到地点")
    note: Text = Field(default="", max_length=LONG, description="到场人员等说明")
    position: Text = Field(default="", max_length=60, description="纬度,经度")


class RefuseIn(ActIn):
    """拒绝报到."""

    reason: Text = Field(max_length=LONG, description="理由和依据")


class TaskIn(In):
    """一项现场任务."""

    unit_id: Id = Field(description="由谁办")
    what: Text = Field(min_length=1, max_length=WHAT_MAX, description="做什么")
    due_at: AwareDatetime = Field(description="完成时间")


class SceneIn(ActIn):
    """现场会诊."""

    finding: Text = Field(max_length=LONG, description="现场情况")
    decision: Text = Field(max_length=LONG, description="处置决定")
    tasks: list[TaskIn] = Field(default=[], max_length=MOST_TASKS, description="任务")
    whistle_id: _OneOf = None


class FinishIn(ActIn):
    """完成现场任务."""

    note: Text = Field(max_length=LONG, description="完成情况")
    task_id: Id | None = Field(default=None, description="哪一项任务；只有一项时可省略")


class CheckIn(ActIn):
    """中期调度."""

    way: CheckWay = Field(description="调度方式")
    note: Text = Field(max_length=LONG, description="调度情况和下一步要求")
    whistle_id: _OneOf = None


class EndIn(ActIn):
    """消哨."""

    conclusion: Text = Field(max_length=LONG, description="处置结果")
    undone_reason: Text = Field(default="", max_length=LONG, description="未完成任务的原因；有未完成的任务时必填")
    whistle_id: _OneOf = None


class RateIn(ActIn):
    """吹哨互评."""

    scores: dict[Id, _Score] = Field(max_length=MOST, description="按单位编号打分，1 到 5")
    words: Text = Field(default="", max_length=LONG, description="评价说明；1、2 分的必填")
    whistle_id: _OneOf = None
