"""短信: quiet hours, the pauses of what did not go out, and when the work of a lost worker is taken up."""

from __future__ import annotations

from datetime import datetime, time, timedelta, tzinfo

# 约定: growing pauses of ten hours together; a message that is older tells nobody anything.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360))
REST = timedelta(minutes=1)
"""约定: how long a gateway that failed is left alone by every other message."""
LEASE = timedelta(minutes=2)
"""约定: a worker that has not said how a message went is lost; a gateway is waited for much shorter."""


def pause_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many failed tries, ``None`` when it is given up."""
    return _PAUSES[tries - 1] if tries <= len(_PAUSES) else None


def after_quiet(at: datetime, *, from_hour: int, until_hour: int, zone: tzinfo) -> datetime:
    """Return ``at``, or the end of the quiet hours that it falls into (夜间免打扰).

    The first moment of the quiet is quiet, its last is not. The same hour twice: there is no quiet.
    """
    local = at.astimezone(zone)
    if not _is_quiet(local.hour, from_hour=from_hour, until_hour=until_hour):
        return at
    day = local.date() if local.hour < until_hour else local.date() + timedelta(days=1)
    return datetime.combine(day, time(until_hour), tzinfo=zone)


def _is_quiet(hour: int, *, from_hour: int, until_hour: int) -> bool:
    if from_hour <= until_hour:
        return from_hour <= hour < until_hour
    return hour >= from_hour or hour < until_hour
