"""How long personal data are kept, and from when they may go. Pure."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

DEFAULT_MONTHS = 36
"""约定 (domain.md 17): three years after closing, for texts and for who called."""
FEWEST_MONTHS = 12
"""约定: a year of statistics and appeals is never cut short."""


class RetentionClass(StrEnum):
    """What a model declares as ``retention``, as far as a nightly job may take it away."""

    ORDER = "order"
    IDENTITY = "identity"


RETENTION_LABELS: dict[RetentionClass, str] = {
    RetentionClass.ORDER: "工单正文、标题、地点和检索词",
    RetentionClass.IDENTITY: "诉求人身份和电话",
}


def closed_before(*, at: datetime, months: int) -> datetime:
    """Return the moment before which an order must have closed, so that ``months`` have gone by ``at``.

    The same day of an earlier month; its last day where it is shorter (约定), as the civil code counts months.
    """
    place = at.year * 12 + at.month - 1 - months
    year, month = divmod(place, 12)
    for day in (at.day, 30, 29, 28):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("every month has 28 days")
