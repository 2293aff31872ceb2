"""What people type about a whistle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms

from huying.coordination.actions.blow_whistle import LINK_MAX, NEVER_CALLED, PLACE_MAX
from huying.coordination.actions.record_scene import WHAT_MAX
from huying.coordination.choices.whistle import CheckWay
from huying.coordination.queries.open_whistles import (
    Choice,
    task_choices,
    units_on_the_spot,
    whistle_choices,
)
from huying.coordination.queries.whistle_ratings import Owed
from huying.domain.whistles import SCORES
from huying.organisation.queries.units import units_for
from huying.workorders.forms import OrderForm, PicturesField

_LONG = 5000
# 约定: as many as fit a page; a second record gives more.
_TASKS_AT_ONCE = 3
_SCORE_LABELS = {5: "5 很好", 4: "4 较好", 3: "3 一般", 2: "2 较差", 1: "1 很差"}


def _writing(label: str, *, rows: int = 4, required: bool = True, hint: str = "", most: int = _LONG) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=most, required=required, widget=area, help_text=hint)


def _moment(label: str, *, required: bool, hint: str = "") -> forms.DateTimeField:
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(
        label=label, required=required, help_text=hint, input_formats=["%Y-%m-%dT%H:%M"], widget=widget
    )


def _one_of(label: str, choices: tuple[Choice, ...]) -> forms.TypedChoiceField:
    """Make a field to choose one of several; the only one is chosen without a question, none is the action's to say."""
    is_plain = len(choices) <= 1
    return forms.TypedChoiceField(
        label=label,
        required=bool(choices),
        coerce=int,
        empty_value=None,
        choices=[(one.id, one.label) for one in choices],
        initial=choices[0].id if choices and is_plain else None,
        widget=forms.HiddenInput if is_plain else forms.RadioSelect,
    )


class BlowForm(OrderForm):
    """Whom to call, where to, what for, until when."""

    unit_ids = forms.TypedMultipleChoiceField(
        label="需要报到的单位", coerce=int, widget=forms.CheckboxSelectMultiple, help_text="可多选，每个单位分别计时。"
    )
    what = _writing("需要到场解决的事项", hint="写清问题、涉及哪些职责、希望各单位做什么。请勿写诉求人姓名和电话。")
    place = forms.CharField(label="报到地点", max_length=PLACE_MAX, help_text="写到能直接找到的地方，例如某小区北门。")
    arrive_by = _moment("报到时间", required=False, hint="不填的，按时限规则计算。")
    meeting_url = forms.CharField(
        label="视频会议地址", max_length=LINK_MAX, required=False, help_text="可不填；不能到场的单位由此参加视频调度。"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the bureaus and firms of the actor's centre; those of another district last come by their own name."""
        super().__init__(*args, **kwargs)
        units = [
            unit
            for unit in units_for(actor=self.actor)
            if unit.is_active and unit.kind not in NEVER_CALLED and unit.id != self.actor.unit_id
            and unit.district_id in {None, self.actor.district_id}
        ]  # fmt: skip
        self.fields["unit_ids"].choices = [(unit.id, unit.name) for unit in units]  # type: ignore[attr-defined]  # a choice field


class ArriveForm(OrderForm):
    """Where we are; the moment is that of sending."""

    place = forms.CharField(label="报到地点", max_length=PLACE_MAX)
    pictures = PicturesField(label="现场照片")
    note = _writing("说明", rows=2, required=False, hint="到场人员和人数。")
    position = forms.CharField(
        label="坐标",
        max_length=60,
        required=False,
        help_text="纬度,经度，例如 30.2741,120.1551；没有的不填。",
        widget=forms.TextInput(attrs={"data-locate": True}),
    )


class RefuseForm(OrderForm):
    """Why not."""

    reason = _writing("不能报到的理由和依据", hint="拒绝会记入双考核；请写明职责或其他依据，以及由谁处理更合适。")


class WhistleForm(OrderForm):
    """A form about one of the order's open whistles."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask which, where there are several."""
        super().__init__(*args, **kwargs)
        self.fields = {"whistle_id": _one_of("哪一次吹哨", whistle_choices(order_id=self.order.id)), **self.fields}


@dataclass(frozen=True, kw_only=True)
class TypedTask:
    """A task as it was typed."""

    unit_id: int
    what: str
    due_at: datetime


class SceneForm(WhistleForm):
    """What was found and decided, and up to three tasks; a line without words gives none."""

    finding = _writing("现场情况", hint="看到了什么，各单位怎样认定。")
    decision = _writing("处置决定")
    pictures = PicturesField(label="现场照片")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Add the lines for tasks; those who may get one are who blew and who was called."""
        super().__init__(*args, **kwargs)
        units = [("", "请选择"), *((one.id, one.label) for one in units_on_the_spot(order_id=self.order.id))]
        for n in range(1, _TASKS_AT_ONCE + 1):
            self.fields[f"task_{n}"] = _writing(
                f"任务 {n}",
                rows=2,
                required=False,
                most=WHAT_MAX,
                hint="没有的不填；更多的再记一次。" if n == 1 else "",
            )
            self.fields[f"unit_{n}"] = forms.TypedChoiceField(
                label=f"任务 {n} 由谁办", required=False, coerce=int, empty_value=None, choices=units
            )
            self.fields[f"due_{n}"] = _moment(f"任务 {n} 完成时间", required=False)

    def clean(self) -> dict[str, Any]:
        """Gather the lines into ``tasks``; a line that is not whole gets a sentence."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        tasks = []
        for n in range(1, _TASKS_AT_ONCE + 1):
            what, unit, due = (given.pop(f"{name}_{n}", None) for name in ("task", "unit", "due"))
            if not (what or unit or due):
                continue
            if what and unit and due:
                tasks.append(TypedTask(unit_id=unit, what=what, due_at=due))
            elif f"due_{n}" not in self.errors:
                self.add_error(f"task_{n}", "请把这项任务的内容、单位和完成时间都填上，不用的留空。")
        given["tasks"] = tasks
        return given


class FinishForm(OrderForm):
    """Which task is done, and how."""

    note = _writing("完成情况")
    pictures = PicturesField(label="完成后照片")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Ask which, where the unit has several."""
        super().__init__(*args, **kwargs)
        choices = task_choices(order_id=self.order.id, unit_id=self.actor.unit_id)
        self.fields = {"task_id": _one_of("任务", choices), **self.fields}


class CheckForm(WhistleForm):
    """How the check was held, and what came of it."""

    way = forms.TypedChoiceField(
        label="调度方式", choices=CheckWay.choices, coerce=CheckWay, widget=forms.RadioSelect, initial=CheckWay.ON_SITE
    )
    note = _writing("调度情况和下一步要求", hint="进展到哪一步，还差什么，谁在什么时候完成。视频调度的写明参加单位。")


class EndForm(WhistleForm):
    """What came of it; why, where a task was not finished."""

    conclusion = _writing("处置结果")
    undone_reason = _writing("未完成任务的原因和后续安排", rows=3, required=False, hint="任务都已完成的不用填写。")


class RateForm(OrderForm):
    """A score for each of the other side."""

    words = _writing("评价说明", rows=3, required=False, hint="评 1 分或 2 分的必须填写。")

    def __init__(self, *args: Any, owed: Owed, **kwargs: Any) -> None:
        """Ask for each unit that is to be rated for one whistle."""
        super().__init__(*args, **kwargs)
        self.owed = owed
        asked = {
            f"score_{unit}": forms.TypedChoiceField(
                label=name,
                coerce=int,
                choices=[(score, _SCORE_LABELS[score]) for score in reversed(SCORES)],
                widget=forms.RadioSelect,
            )
            for unit, name in owed.rated
        }
        self.fields = {**asked, **self.fields}

    def clean(self) -> dict[str, Any]:
        """Gather the scores by unit."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        scores = {unit: given.pop(f"score_{unit}", None) for unit, _ in self.owed.rated}
        given |= {"scores": scores, "whistle_id": self.owed.whistle_id}
        return given
