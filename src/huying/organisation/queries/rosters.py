"""Duty rosters: one unit's, with its gaps, and who is on duty now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Q, QuerySet

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.rosters import Hours, gaps
from huying.foundation import clock
from huying.organisation.choices import ShiftRank, UnitKind
from huying.organisation.models import Shift
from huying.organisation.queries.units import UnitRow, unit_for, units_for

_AHEAD = timedelta(days=7)
_WEEKDAYS = "一二三四五六日"
# 依据: 北京市接诉即办工作条例 art 19: 水、电、气、热 serve all day; the hotline takes calls at all hours (art 5).
ALL_DAY = frozenset({UnitKind.UTILITY, UnitKind.HOTLINE})


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """Somebody on duty; those of a lower ``rank`` are called first."""

    rank: int
    rank_label: str
    person_name: str
    telephone: str


@dataclass(frozen=True, kw_only=True)
class ShiftRow:
    """One shift as the roster shows it, such as 「周一至周五」 「17:00 至次日 09:00」."""

    id: int
    days: str
    hours: str
    first_day: date | None
    last_day: date | None
    is_over: bool
    is_on: bool
    who: OnDuty


@dataclass(frozen=True, kw_only=True)
class Roster:
    """A unit's roster; ``gaps`` are the stretches of the next seven days in which nobody is on duty."""

    shifts: tuple[ShiftRow, ...]
    now: tuple[OnDuty, ...]
    gaps: tuple[tuple[datetime, datetime], ...]
    gap_hours: float
    must_be_all_day: bool


@dataclass(frozen=True, kw_only=True)
class BoardLine:
    """A unit and who is on duty there now; ``is_missing``: nobody, though somebody must be at all hours."""

    unit: UnitRow
    now: tuple[OnDuty, ...]
    has_roster: bool
    is_missing: bool


def keeper_of(*, unit_id: int, actor: Actor) -> UnitRow:
    """Return the unit whose roster the actor may change; raises ``NotAllowed``, ``UnitNotFound``."""
    if not may_keep(unit_id=unit_id, actor=actor):
        raise NotAllowed("值班表由本单位的承办审核员或系统管理员维护，请与他们联系。")
    return unit_for(unit_id=unit_id, actor=actor)


def may_keep(*, unit_id: int, actor: Actor) -> bool:
    """Say whether the actor may change the roster of a unit. 约定."""
    return actor.role in {Role.SYSTEM_ADMIN, Role.POLICY} or (actor.role is Role.REVIEWER and actor.unit_id == unit_id)


def roster_of(*, unit: UnitRow, at: datetime) -> Roster:
    """Return the roster of a unit that the actor was shown, as it stands at a moment."""
    rows = list(Shift.objects.filter(unit_id=unit.id).order_by("rank", "begins", "id"))
    until = at + _AHEAD
    found = tuple(gaps([_hours(row) for row in rows], since=at, until=until, zone=clock.SHANGHAI))
    return Roster(
        shifts=tuple(_row(row, at) for row in rows),
        now=_on(rows, at),
        gaps=found,
        gap_hours=round(sum((ends - begins).total_seconds() for begins, ends in found) / 3600, 1),
        must_be_all_day=unit.kind in ALL_DAY,
    )


def on_duty(*, unit_ids: Collection[int], at: datetime) -> dict[int, tuple[OnDuty, ...]]:
    """Return who is on duty at some units at a moment, those to be called first in front; two reads at most."""
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for row in _about(at).filter(unit_id__in=unit_ids):
        shifts[row.unit_id].append(row)
    return {unit: _on(rows, at) for unit, rows in shifts.items()}


def board(*, words: str, kind: str, only_missing: bool, actor: Actor, at: datetime) -> tuple[BoardLine, ...]:
    """Return the active units of the actor's centre by tree, cut to a name, a kind, or those who should be there."""
    units = [
        unit
        for unit in units_for(actor=actor)
        if unit.is_active and (words in unit.name or words == unit.code) and kind in {"", unit.kind}
    ]
    ids = {unit.id for unit in units}
    now = on_duty(unit_ids=ids, at=at)
    kept = set(Shift.objects.filter(unit_id__in=ids).values_list("unit_id", flat=True).distinct())
    lines = (
        BoardLine(
            unit=unit,
            now=now.get(unit.id, ()),
            has_roster=unit.id in kept,
            is_missing=unit.kind in ALL_DAY and not now.get(unit.id),
        )
        for unit in units
    )
    return tuple(line for line in lines if line.is_missing or not only_missing)


def _about(at: datetime) -> QuerySet[Shift]:
    """Return the shifts that could be on: those whose days hold today or, over midnight, yesterday."""
    today = clock.day_of(at)
    yesterday = today - timedelta(days=1)
    return Shift.objects.filter(
        Q(first_day=None) | Q(first_day__lte=today), Q(last_day=None) | Q(last_day__gte=yesterday)
    ).order_by("rank", "begins", "id")


def _on(rows: Iterable[Shift], at: datetime) -> tuple[OnDuty, ...]:
    return tuple(_who(row) for row in rows if _hours(row).is_on(at, clock.SHANGHAI))


def _who(row: Shift) -> OnDuty:
    return OnDuty(
        rank=row.rank, rank_label=ShiftRank(row.rank).label, person_name=row.person_name, telephone=row.telephone
    )


def _hours(row: Shift) -> Hours:
    return Hours(
        weekdays=frozenset(row.weekdays),
        begins=row.begins,
        ends=row.ends,
        first_day=row.first_day,
        last_day=row.last_day,
    )


def _row(row: Shift, at: datetime) -> ShiftRow:
    return ShiftRow(
        id=row.pk,
        days=_days(row.weekdays),
        hours=_told(row.begins, row.ends),
        first_day=row.first_day,
        last_day=row.last_day,
        is_over=row.last_day is not None and row.last_day < clock.day_of(at) - timedelta(days=1),
        is_on=_hours(row).is_on(at, clock.SHANGHAI),
        who=_who(row),
    )


def _days(weekdays: list[int]) -> str:
    known = {(1, 2, 3, 4, 5, 6, 7): "每天", (1, 2, 3, 4, 5): "周一至周五", (6, 7): "周六、周日"}
    return known.get(tuple(weekdays)) or "、".join(f"周{_WEEKDAYS[day - 1]}" for day in weekdays)


def _told(begins: time, ends: time) -> str:
    if begins == ends:
        return f"{begins:%H:%M} 起 24 小时"
    return f"{begins:%H:%M} 至{'次日 ' if ends < begins else ' '}{ends:%H:%M}"
