"""What the one who calls back types."""

from __future__ import annotations

from django import forms

from huying.followup.choices import Satisfaction, Solved
from huying.workorders.forms import OrderForm


def _is_yes(value: str) -> bool:
    return value == "yes"


class AttemptForm(OrderForm):
    """A call that nobody answered."""

    note = forms.CharField(
        label="未接通情况",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="如无人接听、关机、空号。",
    )


class RatingForm(forms.Form):
    """The same questions, as the citizen answers them alone."""

    seen = forms.IntegerField(widget=forms.HiddenInput)
    contacted = forms.TypedChoiceField(
        label="承办单位有没有联系您？",
        choices=[("yes", "联系了"), ("no", "没有联系")],
        coerce=_is_yes,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择有没有联系您。"},
    )
    solved = forms.TypedChoiceField(
        label="问题解决了吗？",
        choices=[(Solved.SOLVED, "解决了"), (Solved.BASICALLY, "基本解决"), (Solved.UNSOLVED, "没有解决")],
        coerce=Solved,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择问题有没有解决。"},
    )
    satisfied = forms.TypedChoiceField(
        label="您对办理结果满意吗？",
        choices=[(grade.value, grade.label) for grade in Satisfaction if grade is not Satisfaction.NOT_RATED],
        coerce=Satisfaction,
        widget=forms.RadioSelect,
        error_messages={"required": "请选择是否满意。"},
    )
    words = forms.CharField(
        label="您想说的话",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="没有解决或不满意的，请写明情况。不超过 2000 个字。",
    )


class VerdictForm(OrderForm):
    """The three questions, in the order they are asked (domain.md 9.1), and the caller's own words."""

    contacted = forms.TypedChoiceField(
        label="承办单位是否与您联系？",
        choices=[("yes", "是"), ("no", "否")],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    solved = forms.TypedChoiceField(
        label="问题是否解决？", choices=Solved.choices, coerce=Solved, widget=forms.RadioSelect
    )
    satisfied = forms.TypedChoiceField(
        label="对办理结果是否满意？", choices=Satisfaction.choices, coerce=Satisfaction, widget=forms.RadioSelect
    )
    attitude = forms.TypedChoiceField(
        label="对服务态度是否满意？",
        choices=[("", "未问"), *Satisfaction.choices],
        coerce=Satisfaction,
        empty_value=None,
        required=False,
    )
    words = forms.CharField(
        label="诉求人原话",
        max_length=5000,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="逐字记录。未解决或不满意的必须填写。",
    )
