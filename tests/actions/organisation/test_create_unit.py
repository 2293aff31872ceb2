"""Centres, places and units: what has a place in the tree, and who may make it."""

from __future__ import annotations

from typing import Any

import pytest

from huying.domain.actors import Actor, Role, policy_actor
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.create_centre import CentreCodeTaken, CentreInvalid, create_centre
from huying.organisation.actions.create_region import RegionCodeTaken, RegionInvalid, create_region
from huying.organisation.actions.create_unit import UnitInvalid, UnitTaken, create_unit
from huying.organisation.choices import CentreLevel, Level, UnitKind
from huying.organisation.models import Unit
from tests.cast import Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db
SET_UP = policy_actor(centre_id=0, name="tests")


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN, name="席系统")


def unit(admin: Actor, **changes: Any) -> Unit:
    given = {"code": "new", "name": "新单位", "kind": UnitKind.BUREAU, "level": Level.DISTRICT}
    return create_unit(**{**given, **changes}, actor=admin)


def test_a_unit_knows_its_path_and_its_district(cast: Cast, admin: Actor) -> None:
    made = unit(admin, parent_id=cast.district.pk)
    assert made.path == f"{cast.district.path}{made.pk}."
    assert made.district_id == cast.district.pk


def test_a_district_government_is_its_own_district(cast: Cast, admin: Actor) -> None:
    made = unit(admin, kind=UnitKind.GOVERNMENT, parent_id=None)
    assert made.district_id == made.pk
    assert unit(admin, code="b", parent_id=made.pk).district_id == made.pk


@pytest.mark.parametrize("level", [Level.PROVINCE, Level.CITY])
def test_a_unit_is_not_above_the_one_it_stands_under(cast: Cast, admin: Actor, level: Level) -> None:
    with pytest.raises(UnitInvalid), one_row():
        unit(admin, level=level, parent_id=cast.district.pk)


def test_a_unit_stands_in_its_own_centre(cast: Cast, admin: Actor) -> None:
    elsewhere = Unit.objects.exclude(centre=cast.centre).get()
    with pytest.raises(UnitInvalid), one_row():
        unit(admin, parent_id=elsewhere.pk)
    with pytest.raises(UnitInvalid), one_row():
        unit(admin, region_id=10**9)


def test_codes_and_names_beside_each_other_are_taken_once(cast: Cast, admin: Actor) -> None:
    with pytest.raises(UnitTaken), one_row():
        unit(admin, code=cast.bureau.code)
    with pytest.raises(UnitTaken), one_row():
        unit(admin, name=cast.bureau.name)
    assert unit(admin, name=cast.bureau.name, parent_id=cast.district.pk).pk


def test_a_place_lies_in_a_larger_one_of_its_centre(cast: Cast, admin: Actor) -> None:
    street = cast.region_street
    made = create_region(code="c", name="河畔社区", level=Level.COMMUNITY, actor=admin, parent_id=street.pk)
    assert (made.centre_id, made.parent_id) == (cast.centre.pk, street.pk)
    with pytest.raises(RegionCodeTaken), one_row():
        create_region(code="c", name="又一个", level=Level.COMMUNITY, actor=admin)
    with pytest.raises(RegionInvalid), one_row():
        create_region(code="s", name="又一街", level=Level.STREET, actor=admin, parent_id=street.pk)
    with pytest.raises(RegionInvalid), one_row():
        create_region(code="s", name="又一街", level=Level.STREET, actor=admin, parent_id=10**9)


def test_a_centre_has_a_code_of_its_own(cast: Cast) -> None:
    made = create_centre(code="haicheng-2", name="海城", level=CentreLevel.CITY, actor=SET_UP)
    assert not made.is_demo
    with pytest.raises(CentreCodeTaken), one_row():
        create_centre(code="haicheng-2", name="海城", level=CentreLevel.CITY, actor=SET_UP)


@pytest.mark.parametrize("code", ["", "大写", "A", "a b", "-a", "a" * 33, "a/b"])
def test_a_centre_s_code_can_be_typed(code: str) -> None:
    with pytest.raises(CentreInvalid), one_row():
        create_centre(code=code, name="海城", level=CentreLevel.CITY, actor=SET_UP)


def test_only_set_up_makes_centres_and_only_the_system_administrator_units(cast: Cast, admin: Actor) -> None:
    with pytest.raises(NotAllowed), one_row():
        create_centre(code="x", name="海城", level=CentreLevel.CITY, actor=admin)
    with pytest.raises(NotAllowed), one_row():
        unit(cast.operator)
    with pytest.raises(NotAllowed), one_row():
        create_region(code="x", name="某地", level=Level.CITY, actor=cast.operator)
