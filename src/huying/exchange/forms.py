"""What the security administrator types about a token."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms

from huying.domain.actors import Actor
from huying.foundation import clock
from huying.organisation.actions.issue_token import MOST_PER_MINUTE
from huying.organisation.choices import ApiScope
from huying.organisation.queries.systems import seats_of_systems

# 约定: a year, so that a forgotten token ends by itself.
_USUAL_DAYS, _USUAL_RATE = 365, 600


class TokenForm(forms.Form):
    """A token for a system's seat."""

    seat_id = forms.TypedChoiceField(
        label="对接系统和岗位",
        coerce=int,
        help_text="先由系统管理员开通对接系统账号，再在人员页面设置岗位。",
    )
    name = forms.CharField(label="用途", max_length=40, help_text="如「城管平台派单对接」，用于以后辨认。")
    scopes = forms.TypedMultipleChoiceField(
        label="权限", choices=ApiScope.choices, coerce=ApiScope, widget=forms.CheckboxSelectMultiple
    )
    per_minute = forms.IntegerField(label="每分钟次数", min_value=1, max_value=MOST_PER_MINUTE, initial=_USUAL_RATE)
    expires_on = forms.DateField(
        label="有效期至",
        help_text="当日结束时失效。",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        """Offer the seats of the centre's systems."""
        super().__init__(*args, **kwargs)
        self.fields["seat_id"].choices = [("", "请选择"), *seats_of_systems(actor=actor)]  # type: ignore[attr-defined]  # a choice field
        self.fields["expires_on"].initial = clock.today() + timedelta(days=_USUAL_DAYS)

    def given(self) -> dict[str, Any]:
        """Return what was typed, as the action takes it."""
        given = dict(self.cleaned_data)
        last = given.pop("expires_on")
        return given | {"expires_at": datetime.combine(last + timedelta(days=1), time(), tzinfo=clock.SHANGHAI)}
