"""导入: what a row of a file becomes, and what is made for it."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from typing import Any

import pytest

from huying.catalogue.models import CatalogueVersion, Matter
from huying.catalogue.queries.matters import matters_of
from huying.domain.actors import Actor, policy_actor
from huying.domain.errors import NotAllowed
from huying.domain.import_maps import CentrePlan, Place
from huying.domain.importing import Incoming
from huying.domain.phones import PhoneInvalid
from huying.domain.policies import OrderKind, Urgency
from huying.foundation.commit import one_row
from huying.intake.actions.import_order import AlreadyRegistered, import_order
from huying.intake.actions.prepare_centre import CentreMissing, prepare_centre
from huying.intake.actions.prepare_matters import prepare_matters
from huying.intake.actions.prepare_units import prepare_units
from huying.organisation.models import Centre, Region, Unit
from huying.policy.models import PolicyVersion
from huying.workorders.models import Event, Order, Text
from huying.workorders.queries.external import NumberOfAnother, originals_by_number
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.policy import PROFILES

pytestmark = pytest.mark.django_db

PLAN = CentrePlan(
    name="海城市热线",
    level="city",
    profile="national",
    area_code="0898",
    city=Place(code="990100", name="海城市"),
    districts=(Place(code="990105", name="临江区"),),
)


def national() -> dict[str, Any]:
    return tomllib.loads((PROFILES / "national.toml").read_text())


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def importer(cast: Cast) -> Actor:
    return policy_actor(centre_id=cast.centre.pk, name="import")


def demand(**changes: Any) -> Incoming:
    given = {
        "line": 2,
        "number": "A1",
        "original": "桥头街路灯不亮",
        "title": "路灯不亮",
        "kind": OrderKind.HELP,
        "urgency": Urgency.ORDINARY,
        "channel": "web",
        "matter": (),
        "unit": "",
        "place_text": "桥头街",
        "phone": "",
        "name": "",
        "source_at": "2018-05-03",
    }
    return Incoming(**{**given, **changes})


def take(importer: Actor, registered: dict[str, str | None] | None = None, **changes: Any) -> Order:
    return import_order(
        demand=demand(**changes),
        registered=registered or {},
        source="elsewhere",
        matter=None,
        unit_id=None,
        actor=importer,
        at=MONDAY,
    )


def test_an_imported_order_waits_for_dispatch_and_is_registered_now(importer: Actor) -> None:
    order = take(importer)
    assert (order.state, order.registered_at, order.channel) == ("awaiting_dispatch", MONDAY, "web")
    assert (order.external_source, order.external_no) == ("elsewhere", "A1")
    assert set(Text.objects.filter(order=order).values_list("kind", "body")) == {
        ("original", "桥头街路灯不亮"),
        ("transfer", "桥头街路灯不亮"),
    }


def test_what_the_source_said_of_time_and_unit_stands_in_the_first_event(cast: Cast, importer: Actor) -> None:
    order = import_order(
        demand=demand(),
        registered={},
        source="elsewhere",
        matter=None,
        unit_id=cast.bureau.pk,
        actor=importer,
        at=MONDAY,
    )
    event = Event.objects.get(order=order)
    assert (event.policy, event.role) == ("import", "policy")
    assert (event.data["source_at"], event.data["source_unit"]) == ("2018-05-03", cast.bureau.pk)
    assert order.holder_unit_id is None


def test_a_caller_is_kept_only_where_the_file_names_one(importer: Actor) -> None:
    assert take(importer).identity_id is None
    assert take(importer, number="A2", phone="138 0000 0000").caller_id is not None
    assert take(importer, number="A3", name="某人").identity_id is not None


def test_a_number_that_cannot_be_called_is_refused(importer: Actor) -> None:
    with pytest.raises(PhoneInvalid):
        take(importer, phone="138****0000")


def test_a_number_that_is_there_is_not_taken_again(importer: Actor) -> None:
    take(importer)
    known = originals_by_number(centre_id=importer.centre_id, source="elsewhere", numbers=["A1", "A2"])
    assert known == {"A1": "桥头街路灯不亮"}
    with pytest.raises(AlreadyRegistered), one_row():
        take(importer, known)
    assert take(importer, known, number="A2").pk


def test_a_number_that_is_there_with_other_words_is_refused(importer: Actor) -> None:
    with pytest.raises(NumberOfAnother):
        take(importer, {"A1": "另一件事"})


def test_an_order_whose_words_were_erased_is_there(importer: Actor) -> None:
    with pytest.raises(AlreadyRegistered):
        take(importer, {"A1": None})


def test_a_number_that_another_import_took_meanwhile_is_there(importer: Actor) -> None:
    take(importer)
    with pytest.raises(AlreadyRegistered), one_row():
        take(importer)
    assert Order.objects.filter(external_no="A1").count() == 1


def test_numbers_of_other_sources_and_centres_do_not_count(cast: Cast, importer: Actor) -> None:
    take(importer)
    assert not originals_by_number(centre_id=importer.centre_id, source="other", numbers=["A1"])
    assert not originals_by_number(centre_id=cast.stranger.centre_id, source="elsewhere", numbers=["A1"])


def test_no_person_imports(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take(cast.operator)


def test_a_missing_centre_is_made_as_the_map_says() -> None:
    actor = prepare_centre(code="haicheng", plan=PLAN, policy=national(), at=MONDAY)
    centre = Centre.objects.get(code="haicheng")
    assert (centre.pk, centre.name, centre.is_demo) == (actor.centre_id, "海城市热线", False)
    assert PolicyVersion.objects.get(centre=centre).effective_from == MONDAY
    units = {unit.code: unit for unit in Unit.objects.filter(centre=centre)}
    assert {code: unit.kind for code, unit in units.items()} == {
        "990100": "government",
        "990105": "government",
        "hotline": "hotline",
    }
    assert units["990105"].parent == units["hotline"].parent == units["990100"]
    assert units["990105"].district == units["990105"]
    assert set(Region.objects.filter(centre=centre).values_list("name", "parent__name")) == {
        ("海城市", None),
        ("临江区", "海城市"),
    }


def test_a_centre_that_is_there_stays_as_it_is(cast: Cast) -> None:
    before = Unit.objects.count()
    actor = prepare_centre(code=cast.centre.code, plan=PLAN, policy=national(), at=MONDAY)
    assert (actor.centre_id, Unit.objects.count()) == (cast.centre.pk, before)


def test_a_centre_that_nobody_described_is_not_made() -> None:
    with pytest.raises(CentreMissing, match="nowhere"):
        prepare_centre(code="nowhere", plan=None, policy={}, at=MONDAY)


NAMES = {"临江区桥头街道办", "临江区住建局", "市教育局", "临江区政府", "市政府"}


def test_missing_units_are_made_under_their_district_with_the_place_they_govern() -> None:
    actor = prepare_centre(code="haicheng", plan=PLAN, policy=national(), at=MONDAY)
    found = prepare_units(names=NAMES, plan=PLAN, may_create=True, actor=actor)
    units = Unit.objects.in_bulk(found.values())
    street = units[found["临江区桥头街道办"]]
    district = units[found["临江区政府"]]
    assert district.name == "临江区人民政府"
    assert (street.kind, street.level, street.parent_id, street.district_id) == (
        "street",
        "street",
        district.pk,
        district.pk,
    )
    assert street.region is not None
    assert (street.region.name, street.region.parent) == ("桥头街道", district.region)
    assert units[found["临江区住建局"]].district_id == district.pk
    assert units[found["市教育局"]].parent_id == found["市政府"]
    assert prepare_units(names=NAMES, plan=PLAN, may_create=True, actor=actor) == found


def test_units_are_only_looked_up_where_the_map_makes_none(cast: Cast, importer: Actor) -> None:
    names = {cast.bureau.name, "没有的单位"}
    found = prepare_units(names=names, plan=None, may_create=False, actor=importer)
    assert found == {cast.bureau.name: cast.bureau.pk}


def test_missing_matters_become_the_next_version_and_keep_their_codes(importer: Actor) -> None:
    def prepare(*paths: tuple[str, ...], days: int, may_create: bool = True) -> dict[tuple[str, ...], str]:
        at = MONDAY + timedelta(days=days)
        found = prepare_matters(paths=paths, may_create=may_create, note="导入", actor=importer, at=at)
        return {path: row.code for path, row in found.items()}

    first = prepare(("城管", "路灯"), ("城管", "井盖"), (), days=0)
    assert first == {("城管", "井盖"): "M001001", ("城管", "路灯"): "M001002"}
    assert prepare(("城管", "路灯"), days=1) == {("城管", "路灯"): "M001002"}
    assert prepare(("教育",), days=1, may_create=False) == {}
    assert CatalogueVersion.objects.filter(centre_id=importer.centre_id).count() == 1
    assert prepare(("城管", "井盖"), ("城管", "积水"), days=2) == {
        ("城管", "井盖"): "M001001",
        ("城管", "积水"): "M001003",
    }
    assert CatalogueVersion.objects.filter(centre_id=importer.centre_id).count() == 2


def test_an_imported_order_bears_the_codes_of_its_matter(importer: Actor) -> None:
    found = prepare_matters(paths=[("城管", "路灯")], may_create=True, note="导入", actor=importer, at=MONDAY)
    order = import_order(
        demand=demand(),
        registered={},
        source="elsewhere",
        matter=found["城管", "路灯"],
        unit_id=None,
        actor=importer,
        at=MONDAY,
    )
    assert (order.matter_top, order.matter_id) == ("M001", Matter.objects.get(code="M001001").pk)
    assert len(matters_of(version_id=Matter.objects.get(code="M001").version_id)) == 2
