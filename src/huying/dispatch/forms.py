"""What a dispatcher types."""

from __future__ import annotations

from typing import Any

from django import forms

from huying.dispatch.actions.assign_unit import MAY_NOT_LEAD
from huying.organisation.choices import UnitKind
from huying.organisation.queries.units import units_for
from huying.workorders.forms import OrderForm

# What lies below a street gets orders passed down by it, never from the centre.
_BELOW_STREET = {UnitKind.COMMUNITY, UnitKind.GRID}


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
        self.fields["assist_unit_ids"].choices = [(unit.id, unit.name) for unit in units]  # type: ignore[attr-defined]
