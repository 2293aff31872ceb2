"""承接单位: who took over from a unit that was merged; the chain leads on, and never back."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import IntegrityError

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation import memory
from huying.foundation.commit import one_row
from huying.organisation.actions.change_unit import change_unit
from huying.organisation.actions.name_successor import UnitStillActive, name_successor
from huying.organisation.actions.switch_off_unit import switch_off_unit
from huying.organisation.choices import Level, UnitKind
from huying.organisation.models import Unit
from huying.organisation.queries.successors import SuccessorInvalid
from huying.organisation.queries.units import UnitNotFound, names_with_successors, successors
from huying.records.models import AccessRecord
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


@pytest.fixture
def old(cast: Cast) -> Unit:
    return create_unit(centre=cast.centre, name="市市容局")


def off(unit: Unit, admin: Actor, *, to: Unit | None = None) -> None:
    switch_off_unit(unit_id=unit.pk, successor_id=to.pk if to else None, actor=admin, at=MONDAY)


def taken(cast: Cast) -> dict[int, int]:
    memory.forget()
    return {old: today.id for old, today in successors(centre_id=cast.centre.pk).items()}


def switch_on(unit: Unit, admin: Actor) -> None:
    change_unit(
        unit_id=unit.pk,
        name=unit.name,
        kind=UnitKind.BUREAU,
        level=Level.CITY,
        parent_id=None,
        region_id=None,
        contact_name="",
        contact_phone="",
        duties="",
        is_active=True,
        actor=admin,
    )


def test_a_unit_switched_off_names_who_took_over_and_it_is_recorded(cast: Cast, admin: Actor, old: Unit) -> None:
    off(old, admin, to=cast.bureau)
    assert taken(cast) == {old.pk: cast.bureau.pk}
    record = AccessRecord.objects.get()
    assert (record.kind, record.subject) == ("unit_change", f"单位 {old.code}：停用，由 {cast.bureau.code} 承接")
    names = names_with_successors(unit_ids={old.pk, cast.bureau.pk}, centre_id=cast.centre.pk)
    assert names == {old.pk: "原市市容局（现由市城市管理局承接）", cast.bureau.pk: "市城市管理局"}


def test_a_unit_may_be_switched_off_with_nobody_to_take_over(cast: Cast, admin: Actor, old: Unit) -> None:
    off(old, admin)
    assert taken(cast) == {}
    assert AccessRecord.objects.get().subject == f"单位 {old.code}：停用，没有承接单位"


def test_it_is_named_changed_and_taken_back_later(cast: Cast, admin: Actor, old: Unit) -> None:
    other = create_unit(centre=cast.centre, name="市住建局")
    off(old, admin)
    for successor in (cast.bureau, other, other, None):
        name_successor(unit_id=old.pk, successor_id=successor.pk if successor else None, actor=admin, at=MONDAY)
        assert taken(cast) == ({old.pk: successor.pk} if successor else {})
    assert list(AccessRecord.objects.order_by("pk").values_list("subject", flat=True))[1:] == [
        f"单位 {old.code}：改由 {cast.bureau.code} 承接",
        f"单位 {old.code}：改由 {other.code} 承接",
        f"单位 {old.code}：改为没有承接单位",
    ]


def test_a_chain_leads_to_who_answers_today_and_nowhere_where_it_ends(cast: Cast, admin: Actor, old: Unit) -> None:
    second = create_unit(centre=cast.centre, name="市城建局")
    off(old, admin, to=second)
    off(second, admin)
    assert taken(cast) == {}
    name_successor(unit_id=second.pk, successor_id=cast.bureau.pk, actor=admin, at=MONDAY)
    assert taken(cast) == {old.pk: cast.bureau.pk, second.pk: cast.bureau.pk}


def test_who_took_over_is_read_in_one_statement_and_kept(
    cast: Cast, admin: Actor, old: Unit, django_assert_num_queries: object
) -> None:
    off(old, admin, to=cast.bureau)
    memory.forget()
    with django_assert_num_queries(1):  # type: ignore[operator]  # the fixture has no type
        successors(centre_id=cast.centre.pk)
        successors(centre_id=cast.centre.pk)


def test_a_unit_taken_into_use_again_answers_for_itself(cast: Cast, admin: Actor, old: Unit) -> None:
    off(old, admin, to=cast.bureau)
    switch_on(old, admin)
    old.refresh_from_db()
    assert (old.is_active, old.successor) == (True, None)


@pytest.mark.parametrize("whose", ["itself", "below", "closed", "stranger", "nobody"])
def test_who_cannot_take_over_is_refused_in_a_sentence(cast: Cast, admin: Actor, old: Unit, whose: str) -> None:
    closed = create_unit(centre=cast.centre, name="市城建局")
    off(closed, admin)
    off(old, admin)
    below = create_unit(centre=cast.centre, name="市容支队", parent=old)
    ids = {"itself": old.pk, "below": below.pk, "closed": closed.pk, "stranger": cast.stranger.unit_id, "nobody": 10**9}
    with pytest.raises(SuccessorInvalid) as refused, one_row():
        name_successor(unit_id=old.pk, successor_id=ids[whose], actor=admin, at=MONDAY)
    said = "下级单位" if whose == "below" else "没有这个承接单位，或它已停用"
    assert said in refused.value.fields["successor"]
    assert taken(cast) == {}


def test_a_unit_in_use_is_its_own_and_not_taken_over_by_itself(cast: Cast, admin: Actor, old: Unit) -> None:
    with pytest.raises(UnitStillActive), one_row():
        name_successor(unit_id=old.pk, successor_id=cast.bureau.pk, actor=admin, at=MONDAY)
    with pytest.raises(SuccessorInvalid), one_row():
        off(old, admin, to=old)


def test_only_the_system_administrator_of_its_centre_names_it(cast: Cast, admin: Actor, old: Unit) -> None:
    off(old, admin)
    security = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    foreign = replace(admin, centre_id=cast.stranger.centre_id)
    for actor, refusal in ((cast.dispatcher, NotAllowed), (security, NotAllowed), (foreign, UnitNotFound)):
        with pytest.raises(refusal), one_row():
            name_successor(unit_id=old.pk, successor_id=cast.bureau.pk, actor=actor, at=MONDAY)


def test_the_database_refuses_an_active_unit_with_one_itself_and_whatever_could_make_a_cycle(
    cast: Cast, admin: Actor, old: Unit
) -> None:
    closed = create_unit(centre=cast.centre, name="市城建局")
    off(old, admin, to=cast.bureau)
    off(closed, admin)
    rows = Unit.objects.all()
    for unit, changes in (
        (cast.bureau, {"successor": closed}),
        (closed, {"successor": closed}),
        (closed, {"successor": old}),
        (closed, {"successor": cast.stranger.unit_id}),
        (old, {"is_active": True}),
    ):
        with pytest.raises(IntegrityError), one_row():
            rows.filter(pk=unit.pk).update(**changes)
    with pytest.raises(IntegrityError), one_row():
        Unit.objects.create(
            centre=cast.centre, code="x", name="新局", kind="bureau", level="city", is_active=False, successor=old
        )
