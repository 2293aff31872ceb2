"""Duty rosters (值班表): whether a shift is on at a moment, and when nobody is on duty."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Hours:
    """When a shift is on: on these weekdays (1 Monday to 7 Sunday) from ``begins`` to ``ends``, local time.

    An end that is not after the beginning is of the next day; the same time twice is the whole day round. The days
    are those on which the shift begins, within ``first_day`` and ``last_day`` where these are given.
    """

    weekdays: frozenset[int]
    begins: time
    ends: time
    first_day: date | None = None
    last_day: date | None = None

    def on(self, day: date, zone: tzinfo) -> tuple[datetime, datetime] | None:
        """Return the stretch that begins on a day, ``None`` where none does."""
        if day.isoweekday() not in self.weekdays:
            return None
        if (self.first_day and day < self.first_day) or (self.last_day and day > self.last_day):
            return None
        until = day + _DAY if self.ends <= self.begins else day
        return datetime.combine(day, self.begins, tzinfo=zone), datetime.combine(until, self.ends, tzinfo=zone)

    def is_on(self, at: datetime, zone: tzinfo) -> bool:
        """Say whether the shift is on at a moment; its last moment is the next shift's."""
        today = at.astimezone(zone).date()
        found = (self.on(day, zone) for day in (today - _DAY, today))
        return any(stretch and stretch[0] <= at < stretch[1] for stretch in found)


def gaps(shifts: Iterable[Hours], *, since: datetime, until: datetime, zone: tzinfo) -> list[tuple[datetime, datetime]]:
    """Return the stretches within [since, until) in which no shift is on, in order."""
    found, reached = [], since
    for begins, ends in sorted(_stretches(shifts, since=since, until=until, zone=zone)):
        if begins > reached:
            found.append((reached, begins))
        reached = max(reached, ends)
    if reached < until:
        found.append((reached, until))
    return found


def _stretches(
    shifts: Iterable[Hours], *, since: datetime, until: datetime, zone: tzinfo
) -> Iterator[tuple[datetime, datetime]]:
    first, last = since.astimezone(zone).date() - _DAY, until.astimezone(zone).date()
    days = [first + _DAY * number for number in range((last - first).days + 1)]
    for shift in shifts:
        for day in days:
            stretch = shift.on(day, zone)
            if stretch and stretch[1] > since and stretch[0] < until:
                yield stretch
