"""What dispatchers, units and arbiters type."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from huying.dispatch.actions.request_return import EVIDENCE_AT_LEAST
from huying.dispatch.choices import ReturnReason
from huying.dispatch.queries.leads import MAY_NOT_LEAD
from huying.dispatch.queries.precedents import MatterOffer
from huying.domain.actors import Actor
from huying.organisation.choices import UnitKind
from huying.organisation.queries.units import units_for
from huying.workorders.forms import OrderForm

# What lies below a street gets orders passed down by it, never from the centre.
_BELOW_STREET = {UnitKind.COMMUNITY, UnitKind.GRID}
_BLANK = ("", "请选择")
_LONG, _BASIS = 5000, 400
_SHOWN_TO_ALL = "裁定会作为先例给各单位看，请勿写诉求人的姓名、电话和住址。"


def _leads(actor: Actor) -> list[tuple[int, str]]:
    """Return the units of the actor's centre that may lead."""
    return [(unit.id, unit.name) for unit in units_for(actor=actor) if unit.is_active and unit.kind not in MAY_NOT_LEAD]


def _writing(label: str, hint: str) -> forms.CharField:
    """Make a field for a text of several lines."""
    area = forms.Textarea(attrs={"rows": 5})
    return forms.CharField(label=label, max_length=_LONG, widget=area, help_text=hint)


def _is_yes(value: str) -> bool:
    return value == "yes"


class AssignForm(OrderForm):
    """Who leads, who assists, on what ground."""

    lead_unit_id = forms.TypedChoiceField(label="主办单位", coerce=int, help_text="首派负责：派出后由该单位负责到底。")
    assist_unit_ids = forms.TypedMultipleChoiceField(
        label="协办单位", coerce=int, required=False, help_text="可多选；协办单位各有自己的反馈时限。"
    )
    legal_basis = forms.CharField(label="派单依据", max_length=400, help_text="派单目录条目、三定规定或法律法规。")
    remark = forms.CharField(
        label="派单意见", max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer the units of the actor's centre; communities and grids are the street's to involve."""
        super().__init__(*args, **kwargs)
        units = [unit for unit in units_for(actor=self.actor) if unit.is_active and unit.kind not in _BELOW_STREET]
        self.fields["lead_unit_id"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "请选择"),
            *((unit.id, unit.name) for unit in units if unit.kind not in MAY_NOT_LEAD),
        ]
        assists = [(unit.id, unit.name) for unit in units if unit.kind != UnitKind.HOTLINE]
        self.fields["assist_unit_ids"].choices = assists  # type: ignore[attr-defined]  # a choice field


class RecallForm(OrderForm):
    """Why a dispatch is taken back, if anybody wants to say."""

    reason = forms.CharField(
        label="收回理由",
        max_length=400,
        required=False,
        help_text="可以不填。承办单位签收前可以收回；签收后由承办单位申请退单。",
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class ReturnForm(OrderForm):
    """Why the order is not the unit's, by what, and whose it is."""

    reason = forms.TypedChoiceField(label="退单原因", choices=[_BLANK, *ReturnReason.choices], coerce=ReturnReason)
    proposed_unit_id = forms.TypedChoiceField(
        label="建议承办单位",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="以非本单位职责、非本辖区退单的必须选择。",
    )
    evidence = _writing(
        "职责依据",
        f"写明依据的派单目录条目、三定规定或法律法规，以及核实情况，不少于 {EVIDENCE_AT_LEAST} 个字。"
        "审核期间办理时限不停，请继续签收和先行联系。",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer everyone who may lead but the unit itself."""
        super().__init__(*args, **kwargs)
        others = [(unit, name) for unit, name in _leads(self.actor) if unit != self.actor.unit_id]
        self.fields["proposed_unit_id"].choices = [("", "不清楚或不涉及"), *others]  # type: ignore[attr-defined]  # a choice field


class SettleReturnForm(OrderForm):
    """Whether the order goes back, whose duty it is, and why."""

    granted = forms.TypedChoiceField(
        label="审核结论",
        choices=[("yes", "同意退单，退回待派单"), ("no", "不予退单，仍由该单位承办（计为无效退单）")],
        coerce=_is_yes,
        widget=forms.RadioSelect,
    )
    found_unit_id = forms.TypedChoiceField(
        label="应承办单位",
        coerce=int,
        empty_value=None,
        required=False,
        help_text="同意退单时选择，派单员会看到；暂不能确定的可以不选。",
    )
    ruling = _writing("裁定理由", _SHOWN_TO_ALL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer everyone who may lead but the unit that asked."""
        super().__init__(*args, **kwargs)
        others = [(unit, name) for unit, name in _leads(self.actor) if unit != self.order.accountable_unit_id]
        self.fields["found_unit_id"].choices = [("", "由派单员研判"), *others]  # type: ignore[attr-defined]  # a choice field


class RuleForm(OrderForm):
    """Who does it for good, on what ground, and why."""

    lead_unit_id = forms.TypedChoiceField(
        label="指定承办单位", coerce=int, help_text="指定后禁止退回。指定退单单位自己的，计为无效退单。"
    )
    legal_basis = forms.CharField(
        label="指定依据", max_length=_BASIS, help_text="派单目录条目、三定规定、法律法规或会商纪要。"
    )
    ruling = _writing("裁定理由", _SHOWN_TO_ALL)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Offer everyone who may lead."""
        super().__init__(*args, **kwargs)
        self.fields["lead_unit_id"].choices = [_BLANK, *_leads(self.actor)]  # type: ignore[attr-defined]  # a choice field


class PrecedentForm(forms.Form):
    """Of which matter; what nobody offers is passed over."""

    matter = forms.ChoiceField(label="事项", required=False)

    def __init__(self, *args: Any, matters: Sequence[MatterOffer], **kwargs: Any) -> None:
        """Offer the matters of which there are rulings."""
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = [  # type: ignore[attr-defined]  # a choice field
            ("", "全部"),
            *((one.code, one.name) for one in matters),
        ]

    def code(self) -> str:
        """Return the matter chosen, empty for any."""
        self.is_valid()
        chosen: str = self.cleaned_data.get("matter", "")
        return chosen
