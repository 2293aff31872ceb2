"""A centre's own days: set, replaced, removed, never in the past."""

from __future__ import annotations

from datetime import date

import pytest

from huying.domain.actors import SIDES, Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation import memory
from huying.foundation.commit import one_row
from huying.policy.actions.remove_calendar_day import DayIsOver, DayNotSet, remove_calendar_day
from huying.policy.actions.set_calendar_day import DayIsPast, set_calendar_day
from huying.policy.models import CalendarDay
from huying.policy.queries import calendar_of
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db

TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def set_day(actor: Actor, day: date = TOMORROW, *, is_workday: bool = False) -> None:
    set_calendar_day(day=day, is_workday=is_workday, note="本市放假", actor=actor, at=MONDAY)


def test_the_centre_s_word_goes_before_the_national_calendar(cast: Cast, keeper: Actor) -> None:
    assert calendar_of(centre_id=cast.centre.pk).is_workday(TOMORROW)
    set_day(keeper)
    memory.forget()
    assert not calendar_of(centre_id=cast.centre.pk).is_workday(TOMORROW)
    assert calendar_of(centre_id=cast.stranger.centre_id).is_workday(TOMORROW)


def test_a_second_word_replaces_the_first(keeper: Actor) -> None:
    set_day(keeper)
    set_day(keeper, is_workday=True)
    assert CalendarDay.objects.get().is_workday


def test_a_removed_day_follows_the_national_calendar_again(cast: Cast, keeper: Actor) -> None:
    set_day(keeper)
    remove_calendar_day(day=TOMORROW, actor=keeper, at=MONDAY)
    memory.forget()
    assert calendar_of(centre_id=cast.centre.pk).is_workday(TOMORROW)
    with pytest.raises(DayNotSet), one_row():
        remove_calendar_day(day=TOMORROW, actor=keeper, at=MONDAY)


def test_a_day_that_has_begun_is_left_as_it_was_reckoned_with(cast: Cast, keeper: Actor) -> None:
    with pytest.raises(DayIsPast), one_row():
        set_day(keeper, TODAY)
    CalendarDay.objects.create(centre=cast.centre, day=TODAY, is_workday=False, note="")
    with pytest.raises(DayIsOver), one_row():
        remove_calendar_day(day=TODAY, actor=keeper, at=MONDAY)


def test_only_the_system_administrator_keeps_the_calendar(cast: Cast) -> None:
    for role in SIDES.keys() - {Role.SYSTEM_ADMIN}:
        actor = create_actor(unit=cast.hotline, role=role)
        with pytest.raises(NotAllowed), one_row():
            set_day(actor)
        with pytest.raises(NotAllowed), one_row():
            remove_calendar_day(day=TOMORROW, actor=actor, at=MONDAY)
