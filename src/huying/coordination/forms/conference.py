"""What is typed in a conference."""

from __future__ import annotations

from typing import Any

from django import forms

from huying.coordination.actions.call_conference import NEVER_ASKED
from huying.coordination.choices.conference import Outcome, Position
from huying.organisation.queries.units import UnitRow, units_for
from huying.workorders.forms import OrderForm

_LONG = 5000


def _writing(label: str, *, rows: int, hint: str) -> forms.CharField:
    return forms.CharField(label=label, max_length=_LONG, help_text=hint, widget=forms.Textarea(attrs={"rows": rows}))


class CallForm(OrderForm):
    """Who is asked, and what."""

    unit_ids = forms.TypedMultipleChoiceField(
        label="会商单位",
        coerce=int,
        widget=forms.SelectMultiple(attrs={"size": 10}),
        help_text="选两个以上；他们可以查看本单转办内容并发表意见，看不到诉求人身份。",
    )
    question = _writing("需要会商的问题", rows=5, hint="哪些职责不清，希望各单位说明什么。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units that could lead."""
        super().__init__(*args, **kwargs)
        self.fields["unit_ids"].choices = [(unit.id, unit.name) for unit in _could_lead(self)]  # type: ignore[attr-defined]  # a choice field


class OpinionForm(OrderForm):
    """Whose duty it is, by what."""

    position = forms.TypedChoiceField(
        label="本单位意见", choices=Position.choices, coerce=Position, widget=forms.RadioSelect
    )
    basis = forms.CharField(label="职责依据", max_length=400, help_text="法律法规条款，或本单位三定规定的有关内容。")
    words = _writing("意见说明", rows=5, hint="本单位可以做什么；认为属于其他单位的，写明哪个单位、为什么。")


class DecisionForm(OrderForm):
    """Who leads and assists, or that the district does."""

    outcome = forms.TypedChoiceField(
        label="会商结果", choices=Outcome.choices, coerce=Outcome, widget=forms.RadioSelect
    )
    lead_unit_id = forms.TypedChoiceField(
        label="主办单位",
        coerce=int,
        required=False,
        empty_value=None,
        help_text="区政府兜底的，按诉求地点自动确定；地点定不出所在区时，请选该区人民政府。",
    )
    assist_unit_ids = forms.TypedMultipleChoiceField(label="协办单位", coerce=int, required=False)
    legal_basis = forms.CharField(
        label="职责依据", max_length=400, required=False, help_text="确定主办单位的必须填写；派单时带入派单依据。"
    )
    words = _writing("会商决定", rows=5, hint="采纳了哪些意见，各单位分别做什么。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units that could lead, also those that were not asked."""
        super().__init__(*args, **kwargs)
        offered = [(unit.id, unit.name) for unit in _could_lead(self)]
        self.fields["lead_unit_id"].choices = [("", "请选择"), *offered]  # type: ignore[attr-defined]  # a choice field
        self.fields["assist_unit_ids"].choices = offered  # type: ignore[attr-defined]  # a choice field


def _could_lead(form: OrderForm) -> list[UnitRow]:
    return [unit for unit in units_for(actor=form.actor) if unit.is_active and unit.kind not in NEVER_ASKED]
