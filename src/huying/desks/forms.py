"""What cuts a list: every field may stay empty, and what nobody offers is passed over."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django import forms

from huying.desks.queries.offers import classes_offered, tags_offered, units_offered
from huying.desks.queries.tabs import Tab
from huying.domain.alerts import LIGHT_LABELS
from huying.domain.alerts import Light as Colour
from huying.domain.states import FINAL, STATE_LABELS, State
from huying.foundation.period import PeriodForm
from huying.records.choices import AccessKind
from huying.web.rows import Light
from huying.workorders.choices import Channel, OrderKind, Urgency
from huying.workorders.queries.queue import QueueFilter

_ANY = ("", "全部")
_LIGHTS = (
    (Light.OVER.value, LIGHT_LABELS[Colour.RED]),
    (Light.NEAR.value, LIGHT_LABELS[Colour.YELLOW]),
    (Light.NORMAL.value, LIGHT_LABELS[Colour.GREEN]),
)


class QueueForm(forms.Form):
    """The filters above a queue."""

    state = forms.TypedChoiceField(
        label="状态",
        coerce=State,
        empty_value=None,
        required=False,
        choices=[_ANY, *((state.value, label) for state, label in STATE_LABELS.items() if state not in FINAL)],
    )
    light = forms.TypedChoiceField(
        label="时限",
        coerce=Light,
        empty_value=None,
        required=False,
        choices=[_ANY, *_LIGHTS],
    )
    urgency = forms.TypedChoiceField(
        label="紧急程度", coerce=int, empty_value=None, required=False, choices=[_ANY, *Urgency.choices]
    )
    kind = forms.ChoiceField(label="诉求类型", required=False, choices=[_ANY, *OrderKind.choices])
    channel = forms.ChoiceField(label="受理渠道", required=False, choices=[_ANY, *Channel.choices])
    matter_top = forms.ChoiceField(label="事项", required=False)
    difficulty = forms.ChoiceField(label="疑难标签", required=False)
    unit_id = forms.TypedChoiceField(label="主办单位", coerce=int, empty_value=None, required=False)

    def __init__(self, *args: Any, tab: Tab, centre_id: int, is_centre_wide: bool, **kwargs: Any) -> None:
        """Offer the centre's classes and tags, its units to those who see more than theirs; fix what the tab fixes."""
        super().__init__(*args, **kwargs)
        self.tab = tab
        self.fields["matter_top"].choices = [_ANY, *classes_offered(centre_id=centre_id)]  # type: ignore[attr-defined]  # a choice field
        self.fields["difficulty"].choices = [_ANY, *tags_offered(centre_id=centre_id)]  # type: ignore[attr-defined]  # a choice field
        if is_centre_wide:
            self.fields["unit_id"].choices = [_ANY, *units_offered(centre_id=centre_id)]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["unit_id"]
        if tab.wanted.is_over:  # hundreds of thousands, with one index each for a centre, a district and a unit
            self.fields = {name: field for name, field in self.fields.items() if name == "unit_id"}
        elif tab.wanted.state:
            del self.fields["state"]

    def wanted(self) -> QueueFilter:
        """Return the tab's list, cut by what was chosen."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        return replace(self.tab.wanted, **chosen)


class AccessForm(PeriodForm):
    """The days of the access log, and what was looked at."""

    kind_of_access = forms.ChoiceField(label="类型", required=False, choices=[_ANY, *AccessKind.choices])

    def kind(self) -> AccessKind | None:
        """Return what was looked at, ``None`` for anything."""
        self.is_valid()
        chosen = self.cleaned_data.get("kind_of_access")
        return AccessKind(chosen) if chosen else None
