"""A unit's duty roster: who keeps it, what it takes, who is on duty."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from huying.domain.actors import Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.add_shift import ShiftInvalid, add_shift
from huying.organisation.actions.remove_shift import ShiftNotFound, remove_shift
from huying.organisation.choices import ShiftRank
from huying.organisation.models import Shift, Unit
from huying.organisation.queries.rosters import board, on_duty, roster_of
from huying.organisation.queries.units import UnitNotFound, unit_for
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit

pytestmark = pytest.mark.django_db
NIGHT = MONDAY + timedelta(hours=14)  # 23:00 in Shanghai


def given(**changes: Any) -> dict[str, Any]:
    return {
        "weekdays": [1, 2, 3, 4, 5],
        "begins": time(9),
        "ends": time(17),
        "rank": ShiftRank.FIRST,
        "person_name": "陈值班",
        "telephone": "0898-12345",
    } | changes


def add(cast: Cast, **changes: Any) -> Shift:
    return add_shift(unit_id=cast.street.pk, **given(**changes), actor=cast.reviewer)


def test_who_is_on_duty_is_found_by_day_and_night_lower_ranks_in_front() -> None:
    cast = create_cast()
    add(cast, rank=ShiftRank.HEAD, person_name="凌负责")
    add(cast)
    add(cast, weekdays=range(1, 8), begins=time(17), ends=time(9), person_name="夜值班")
    by_day = on_duty(unit_ids={cast.street.pk, cast.bureau.pk}, at=MONDAY)
    assert [one.person_name for one in by_day[cast.street.pk]] == ["陈值班", "凌负责"]
    assert cast.bureau.pk not in by_day
    for moment in (NIGHT, NIGHT + timedelta(hours=9)):
        assert [one.person_name for one in on_duty(unit_ids={cast.street.pk}, at=moment)[cast.street.pk]] == ["夜值班"]


def test_a_shift_of_a_day_that_is_over_still_holds_until_its_morning() -> None:
    cast = create_cast()
    add(cast, begins=time(20), ends=time(8), first_day=date(2026, 3, 2), last_day=date(2026, 3, 2))
    assert on_duty(unit_ids={cast.street.pk}, at=MONDAY + timedelta(hours=22))[cast.street.pk]
    assert not on_duty(unit_ids={cast.street.pk}, at=MONDAY + timedelta(hours=23))[cast.street.pk]


def test_the_roster_names_its_gaps_of_the_next_seven_days() -> None:
    cast = create_cast()
    unit = unit_for(unit_id=cast.street.pk, actor=cast.clerk)
    assert roster_of(unit=unit, at=MONDAY).gap_hours == 168
    add(cast)
    roster = roster_of(unit=unit, at=MONDAY)
    assert (roster.gap_hours, len(roster.gaps), roster.must_be_all_day) == (128, 5, False)
    assert [row.days + row.hours for row in roster.shifts] == ["周一至周五09:00 至 17:00"]
    add(cast, weekdays=range(1, 8), begins=time(0), ends=time(0))
    assert roster_of(unit=unit, at=MONDAY).gaps == ()


def test_a_utility_with_nobody_stands_out_on_the_board() -> None:
    cast = create_cast()
    water = create_unit(centre=cast.centre, name="市自来水公司", kind="utility")
    add_shift(
        unit_id=cast.hotline.pk, **given(ends=time(9)), actor=create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    )
    missing = board(words="", kind="", only_missing=True, actor=cast.operator, at=MONDAY)
    assert [(line.unit.id, line.has_roster) for line in missing] == [(water.pk, False)]
    (found,) = board(words="热线中心", kind="", only_missing=False, actor=cast.operator, at=MONDAY)
    assert [one.telephone for one in found.now] == ["0898-12345"]


def test_only_the_unit_s_reviewer_and_the_system_administrator_keep_it() -> None:
    cast = create_cast()
    keeper = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    shift = add_shift(unit_id=cast.street.pk, **given(), actor=keeper)
    for actor in (cast.clerk, cast.operator, create_actor(unit=cast.bureau, role=Role.REVIEWER)):
        with pytest.raises(NotAllowed), one_row():
            add_shift(unit_id=cast.street.pk, **given(), actor=actor)
        with pytest.raises(NotAllowed), one_row():
            remove_shift(unit_id=cast.street.pk, shift_id=shift.pk, actor=actor)
    foreign = create_actor(unit=Unit.objects.get(pk=cast.stranger.unit_id or 0), role=Role.SYSTEM_ADMIN)
    with pytest.raises(UnitNotFound), one_row():
        add_shift(unit_id=cast.street.pk, **given(), actor=foreign)
    remove_shift(unit_id=cast.street.pk, shift_id=shift.pk, actor=cast.reviewer)
    assert not Shift.objects.exists()
    with pytest.raises(ShiftNotFound), one_row():
        remove_shift(unit_id=cast.street.pk, shift_id=shift.pk, actor=cast.reviewer)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"weekdays": []}, "weekdays"),
        ({"person_name": " "}, "person_name"),
        ({"telephone": ""}, "telephone"),
        ({"first_day": date(2026, 3, 3), "last_day": date(2026, 3, 2)}, "last_day"),
    ],
)
def test_a_shift_that_does_not_add_up_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(ShiftInvalid) as refused, one_row():
        add(create_cast(), **changes)
    assert list(refused.value.fields) == [field]


def test_the_database_takes_no_eighth_day() -> None:
    with pytest.raises(IntegrityError, match="shift_weekdays"), one_row():
        add(create_cast(), weekdays=[8])
