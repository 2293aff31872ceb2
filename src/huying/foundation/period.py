"""The days that a list or its figures are cut to."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django import forms

from huying.foundation import clock


class PeriodForm(forms.Form):
    """Days, both included."""

    since = forms.DateField(label="从", required=False, widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(label="到", required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def period(self) -> tuple[datetime, datetime]:
        """Return the first moment, and the first moment after; a month up to today where nothing was chosen."""
        self.is_valid()
        last = self.cleaned_data.get("until") or clock.today()
        first = self.cleaned_data.get("since") or last - timedelta(days=30)
        return _begins(first), _begins(last + timedelta(days=1))


def _begins(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.SHANGHAI)
