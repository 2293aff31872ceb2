"""What is typed when a superior is asked, answers or instructs."""

from __future__ import annotations

from typing import Any

from django import forms

from huying.coordination.actions.escalate import BUREAUS
from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.models.escalation import OWNER_MAX
from huying.coordination.queries.ladder import higher_label
from huying.foundation import clock
from huying.organisation.queries.units import units_for
from huying.workorders.forms import OrderForm

_OWNER = "姓名和职务，例如：张某某，分管副区长。"


def _writing(label: str, *, rows: int = 4, hint: str = "") -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=5000, help_text=hint, widget=area)


def _day(label: str, *, hint: str) -> forms.DateField:
    date = forms.DateInput(attrs={"type": "date"})
    return forms.DateField(label=label, required=False, widget=date, help_text=hint)


class EscalateForm(OrderForm):
    """Who is asked, what, why, and what was tried."""

    level = forms.TypedChoiceField(
        label="提请谁研究",
        choices=AskedLevel.choices,
        coerce=AskedLevel,
        widget=forms.RadioSelect,
        help_text="提到市级的，按提级阶梯逐级研究，作出决定后回到本单位。",
    )
    bureau_unit_id = forms.TypedChoiceField(
        label="行业主管部门", coerce=int, required=False, empty_value=None, help_text="提请行业主管部门研究的必须选择。"
    )
    question = _writing("需要决定的问题", hint="一事一请，写明请上级决定什么。")
    why = _writing("提级理由", rows=3, hint="本单位为什么不能决定。")
    tried = _writing("已做工作", rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the bureaus, and the district only to a unit that has one."""
        super().__init__(*args, **kwargs)
        bureaus = [unit for unit in units_for(actor=self.actor) if unit.is_active and unit.kind in BUREAUS]
        self.fields["bureau_unit_id"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "请选择"),
            *((unit.id, unit.name) for unit in bureaus if unit.id != self.actor.unit_id),
        ]
        if self.order.district_id is None:
            self.fields["level"].choices = AskedLevel.choices[1:]  # type: ignore[attr-defined]  # a choice field


class AnswerForm(OrderForm):
    """The decision and who carries it out, or why it goes higher."""

    outcome = forms.TypedChoiceField(
        label="答复", choices=EscalationOutcome.choices, coerce=EscalationOutcome, widget=forms.RadioSelect
    )
    owner = forms.CharField(label="负责落实的人", max_length=OWNER_MAX, required=False, help_text=_OWNER)
    do_by = _day("落实期限", hint="可以不填。")
    words = _writing("研究意见", hint="作出决定的，写明决定和各单位的分工；再提一级的，写明理由。")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Say who is next on the ladder; at its top there is nothing to raise to."""
        super().__init__(*args, **kwargs)
        higher = higher_label(order_id=self.order.id, at=clock.now())
        decided, raised = EscalationOutcome.choices
        offered = [decided, (raised[0], f"{raised[1]}，提请{higher}研究")] if higher else [decided]
        self.fields["outcome"].choices = offered  # type: ignore[attr-defined]  # a choice field


class InstructForm(OrderForm):
    """What is to be done, by whom, until when."""

    words = _writing("批示内容")
    owner = forms.CharField(label="负责落实的人", max_length=OWNER_MAX, help_text=_OWNER)
    do_by = _day("落实期限", hint="不填的，按「批示落实」时限计算。")


class ReportForm(OrderForm):
    """How it was carried out."""

    report = _writing("落实情况", hint="做了什么，结果如何；还没有做完的，写明下一步和时间。")
