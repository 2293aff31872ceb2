"""The days or the month that a list or its figures are cut to."""

from __future__ import annotations

from dataclasses import dataclass
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


@dataclass(frozen=True, kw_only=True)
class Month:
    """A calendar month in Asia/Shanghai: its first moment, the first after it, and where the ones beside it are shown.

    ``next_url`` is ``None`` for the present month.
    """

    since: datetime
    until: datetime
    code: str
    previous_url: str
    next_url: str | None


def month_of(text: str, *, at: datetime) -> Month:
    """Return the month that a text such as 2026-03 names; the one of ``at`` for anything else."""
    try:
        since = datetime.strptime(text, "%Y-%m").replace(tzinfo=clock.SHANGHAI)
    except ValueError:
        since = _begins(clock.day_of(at).replace(day=1))
    until = (since + timedelta(days=32)).replace(day=1)
    before = (since - timedelta(days=1)).replace(day=1)
    return Month(
        since=since,
        until=until,
        code=f"{since:%Y-%m}",
        previous_url=f"?month={before:%Y-%m}",
        next_url=f"?month={until:%Y-%m}" if until <= at else None,
    )
