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
