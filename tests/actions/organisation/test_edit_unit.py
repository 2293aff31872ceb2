"""修改单位, 停用单位."""

from __future__ import annotations

import pytest

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.edit_unit import edit_unit
from huying.organisation.actions.switch_off_unit import UnitInUse, switch_off_unit
from huying.organisation.models import Seat, Unit
from huying.organisation.queries.units import UnitNotFound, unit_for
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db
NEW = {"contact_name": "值班室", "contact_phone": "0898-12345678", "duties": "街道综合执法权"}


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def test_contact_and_duties_are_kept_and_nothing_else_changes(cast: Cast, admin: Actor) -> None:
    before = unit_for(unit_id=cast.street.pk, actor=admin)
    edit_unit(unit_id=cast.street.pk, **NEW, actor=admin)
    after = unit_for(unit_id=cast.street.pk, actor=admin)
    assert {name: getattr(after, name) for name in NEW} == NEW
    assert (after.name, after.code, after.path) == (before.name, before.code, before.path)


def test_a_unit_of_another_centre_is_not_there(cast: Cast, admin: Actor) -> None:
    assert cast.stranger.unit_id
    with pytest.raises(UnitNotFound), one_row():
        edit_unit(unit_id=cast.stranger.unit_id, **NEW, actor=admin)
    with pytest.raises(UnitNotFound), one_row():
        switch_off_unit(unit_id=cast.stranger.unit_id, actor=admin, at=MONDAY)


def test_a_unit_with_units_below_or_people_is_not_switched_off(cast: Cast, admin: Actor) -> None:
    with pytest.raises(UnitInUse, match="还有 1 个下级单位"), one_row():
        switch_off_unit(unit_id=cast.street.pk, actor=admin, at=MONDAY)
    with pytest.raises(UnitInUse, match="还有 1 个岗位在任"), one_row():
        switch_off_unit(unit_id=cast.community.pk, actor=admin, at=MONDAY)
    assert Unit.objects.get(pk=cast.community.pk).is_active


def test_an_empty_unit_leaves_every_choice(cast: Cast, admin: Actor) -> None:
    Seat.objects.filter(unit=cast.bureau).update(ended_at=MONDAY)
    switch_off_unit(unit_id=cast.bureau.pk, actor=admin, at=MONDAY)
    with pytest.raises(UnitNotFound), one_row():
        unit_for(unit_id=cast.bureau.pk, actor=admin)


def test_only_the_system_administrator_keeps_units(cast: Cast) -> None:
    security = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    with pytest.raises(NotAllowed), one_row():
        edit_unit(unit_id=cast.street.pk, **NEW, actor=security)
    with pytest.raises(NotAllowed), one_row():
        switch_off_unit(unit_id=cast.bureau.pk, actor=security, at=MONDAY)
