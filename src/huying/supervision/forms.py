"""What is typed when a unit is supervised, answers, and is checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from huying.organisation.queries.units import names_of
from huying.supervision.actions.issue_supervision import MOST_DAYS
from huying.supervision.choices import Fault, Form, LeadState, Reason, Verdict
from huying.supervision.models import OWNER_MAX
from huying.supervision.queries.asking import answerable_units, forms_for
from huying.workorders.forms import OrderForm

_LONG = 5000


def _writing(label: str, *, rows: int = 4, hint: str = "", is_required: bool = True) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=_LONG, required=is_required, help_text=hint, widget=area)


def _days(label: str) -> forms.IntegerField:
    hint = "不填的，按「督办」时限计算。"
    return forms.IntegerField(label=label, required=False, min_value=1, max_value=MOST_DAYS, help_text=hint)


class IssueForm(OrderForm):
    """Which unit is asked what, why, in which form, until when."""

    unit_id = forms.TypedChoiceField(label="被督办单位", coerce=int, help_text="本单的主办单位，或尚未反馈的协办单位。")
    reason = forms.TypedChoiceField(label="督办原因", choices=[("", "请选择"), *Reason.choices], coerce=Reason)
    form = forms.TypedChoiceField(
        label="督办形式",
        choices=Form.choices,
        coerce=Form,
        widget=forms.RadioSelect,
        help_text="同一工单再次督办的，形式升一级：电话催办、书面督办、工作提醒函。",
    )
    words = _writing("督办要求", hint="写明查什么、改什么、答复什么。")
    days = _days("答复时限（工作日）")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units that have the order, and the forms that are left."""
        super().__init__(*args, **kwargs)
        units = answerable_units(order_id=self.order.id)
        names = names_of(unit_ids=set(units))
        self.fields["unit_id"].choices = [(unit, names[unit]) for unit in units]  # type: ignore[attr-defined]  # a choice field
        left = [Form(form.value) for form in forms_for(order_id=self.order.id)]
        self.fields["form"].choices = [(form.value, form.label) for form in left]  # type: ignore[attr-defined]  # a choice field
        self.fields["form"].initial = left[0].value


class AnswerForm(OrderForm):
    """What was done and will be, by whom, until when."""

    measures = _writing("采取的措施", hint="逐条答复督办要求：做了什么，还要做什么。")
    owner = forms.CharField(
        label="责任人", max_length=OWNER_MAX, help_text="姓名和职务，例如：张某某，街道办事处副主任。"
    )
    do_by = forms.DateField(label="预计完成时间", widget=forms.DateInput(attrs={"type": "date"}))


class CheckForm(OrderForm):
    """Whether the answer suffices, and what it lacks."""

    verdict = forms.TypedChoiceField(
        label="督查意见", choices=Verdict.choices, coerce=Verdict, widget=forms.RadioSelect
    )
    words = _writing("说明", is_required=False, hint="不予认可的必须写明答复还缺什么，承办单位据此重新答复。")
    days = _days("重新答复的时限（工作日）")


class WithdrawForm(OrderForm):
    """Why it is taken back."""

    reason = _writing("撤回理由", rows=3)


class LeadForm(forms.Form):
    """What the list of leads is cut to; what nobody offers is passed over."""

    fault = forms.ChoiceField(label="问题", required=False, choices=[("", "全部"), *Fault.choices])
    unit_id = forms.TypedChoiceField(label="答复单位", coerce=int, empty_value=None, required=False)
    state = forms.ChoiceField(label="核实结果", required=False, choices=LeadState.choices)

    def __init__(self, *args: Any, units: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the units."""
        super().__init__(*args, **kwargs)
        self.fields["unit_id"].choices = [("", "全部"), *units]  # type: ignore[attr-defined]  # a choice field

    def wanted(self) -> tuple[Fault | None, int | None, LeadState]:
        """Return fault, unit and state that are meant; all faults, all units and what is open where none is named."""
        self.is_valid()
        given = self.cleaned_data
        return (
            Fault(given["fault"]) if given.get("fault") else None,
            given.get("unit_id"),
            LeadState(given.get("state") or LeadState.OPEN),
        )

    def tell(self, counts: Mapping[Fault, int]) -> None:
        """Say beside each fault how many replies there are."""
        told = [(fault.value, f"{fault.label}（{counts.get(fault, 0)}）") for fault in Fault]
        self.fields["fault"].choices = [("", f"全部（{sum(counts.values())}）"), *told]  # type: ignore[attr-defined]  # a choice field


class LeadSettleForm(forms.Form):
    """What a person found, and how the lead stood on the page."""

    found = forms.TypedChoiceField(choices=LeadState.choices, coerce=LeadState)
    seen = forms.TypedChoiceField(choices=LeadState.choices, coerce=LeadState)
