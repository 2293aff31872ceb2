"""What a dispatcher types to merge orders, and to take one out again."""

from __future__ import annotations

import re
from typing import Any

from django import forms

from huying.foundation import clock
from huying.intake.actions.merge_orders import MERGE_MOST, REASON_MAX, MergeIncomplete
from huying.intake.actions.unmerge_order import UnmergeUnexplained
from huying.intake.queries import offered_to_merge
from huying.workorders.forms import OrderForm

_APART = re.compile(r"[\s,，、;；]+")


class MergeForm(OrderForm):
    """Which orders are of the same matter, and which of them leads."""

    found = forms.MultipleChoiceField(label="可能是同一件事的工单", required=False, widget=forms.CheckboxSelectMultiple)
    numbers = forms.CharField(
        label="其他工单编号",
        max_length=40 * MERGE_MOST,
        help_text="填写编号，用空格或顿号分开。",
        error_messages={"required": MergeIncomplete.sentence},
    )
    master_number = forms.CharField(
        label="主单编号", max_length=30, required=False, help_text="不填则取已派单的、最早的一张。"
    )
    reason = forms.CharField(
        label="为什么是同一件事",
        max_length=REASON_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="写进每张工单的办理记录。不要写诉求人的姓名、电话。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer what is similar and can be merged."""
        super().__init__(*args, **kwargs)
        rows = offered_to_merge(order_id=self.order.id, actor=self.actor, at=clock.now())
        self.fields["found"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (
                row.number,
                f"{row.number} {row.title}（{row.state_label}{row.accountable_name and ' · '}{row.accountable_name}）",
            )
            for row in rows
        ]
        if not rows:
            del self.fields["found"]
            return
        self.fields["numbers"].required = False
        self.fields["numbers"].help_text = "不在上面的，填写编号，用空格或顿号分开。勾选和填写的合计至少一张。"

    def clean(self) -> dict[str, Any]:
        """Put what was ticked and what was typed together."""
        given: dict[str, Any] = super().clean() or {}
        typed = [number for number in _APART.split(given.get("numbers", "")) if number]
        given["numbers"] = [*given.pop("found", []), *typed]
        if not given["numbers"] and "numbers" not in self.errors:
            self.add_error("numbers", MergeIncomplete.sentence)
        return given


class MergePairForm(OrderForm):
    """Why two orders that stand side by side are of the same matter; Enter in its one line confirms."""

    numbers = forms.CharField(max_length=30, widget=forms.HiddenInput)
    reason = forms.CharField(
        label="为什么是同一件事",
        max_length=REASON_MAX,
        widget=forms.TextInput(attrs={"autofocus": True}),
        help_text="写进两张工单的办理记录。不要写诉求人的姓名、电话。",
    )
    submit_label = "确认并单"

    def clean_numbers(self) -> list[str]:
        """Return the one number as the action takes numbers."""
        return [self.cleaned_data["numbers"]]


class UnmergeForm(OrderForm):
    """Why the order is handled by itself again."""

    reason = forms.CharField(
        label="为什么要单独办理",
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="承办单位看得到。",
        error_messages={"required": UnmergeUnexplained.sentence},
    )
