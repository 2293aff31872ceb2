"""The record of openings: told to the caller, read by the auditor, closed to others."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from huying.callers.actions.unmask import unmask
from huying.callers.queries import unmaskings, unmaskings_of, unmaskings_per_person
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.privacy import IdentityField, Purpose
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.callers import create_identity
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db

TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def recorded(actor: Actor) -> UUID:
    return create_identity(actor=actor, at=MONDAY).id


def opened(identity_id: UUID, actor: Actor, *, at: datetime = MONDAY) -> None:
    unmask(
        identity_id=identity_id,
        order_number="20260302000001",
        fields=[IdentityField.PHONE],
        purpose=Purpose.CONTACT,
        note="约上门时间",
        actor=actor,
        at=at,
    )


def test_a_caller_is_told_which_office_why_what_and_when(cast: Cast) -> None:
    identity_id = recorded(cast.operator)
    opened(identity_id, cast.operator)
    opened(identity_id, cast.clerk, at=TUESDAY)
    opened(recorded(cast.operator), cast.clerk)
    told = unmaskings_of(identity_id=identity_id, actor=cast.operator)
    assert [(row.at, row.unit_name, row.role, row.purpose, row.opened) for row in told] == [
        (TUESDAY, "桥头街道办事处", Role.CLERK, "联系诉求人", ("电话",)),
        (MONDAY, "海城市12345热线中心", Role.OPERATOR, "联系诉求人", ("电话",)),
    ]


def test_a_caller_is_told_no_persons_name_and_no_note(cast: Cast) -> None:
    identity_id = recorded(cast.operator)
    opened(identity_id, cast.clerk)
    told = str(unmaskings_of(identity_id=identity_id, actor=cast.operator))
    assert "陈承办" not in told
    assert "约上门时间" not in told


@pytest.mark.parametrize("who", ["clerk", "reviewer", "community_worker", "supervisor", "leader"])
def test_those_outside_the_hotline_do_not_tell_the_caller(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed):
        unmaskings_of(identity_id=recorded(cast.operator), actor=getattr(cast, who))


def test_another_centre_has_nothing_to_tell(cast: Cast) -> None:
    identity_id = recorded(cast.operator)
    opened(identity_id, cast.clerk)
    assert unmaskings_of(identity_id=identity_id, actor=cast.stranger) == ()


def test_the_auditor_reads_who_opened_what_newest_first(cast: Cast) -> None:
    identity_id = recorded(cast.operator)
    opened(identity_id, cast.operator)
    opened(identity_id, cast.clerk, at=TUESDAY)
    newest, oldest = unmaskings(actor=cast.auditor, since=MONDAY, until=TUESDAY + timedelta(days=1))
    assert (newest.person_name, newest.unit_name, newest.at) == ("陈承办", "桥头街道办事处", TUESDAY)
    assert (newest.identity_id, newest.order_number, newest.note) == (
        identity_id,
        "20260302000001",
        "约上门时间",
    )
    assert oldest.person_id == cast.operator.person_id


def test_the_auditor_cuts_by_period_person_and_page(cast: Cast) -> None:
    identity_id = recorded(cast.operator)
    opened(identity_id, cast.operator)
    opened(identity_id, cast.clerk, at=TUESDAY)
    wednesday = TUESDAY + timedelta(days=1)

    def read(*, since: datetime = MONDAY, until: datetime = wednesday, **cut: Any) -> list[datetime]:
        rows = unmaskings(actor=cast.auditor, since=since, until=until, **cut)
        return [row.at for row in rows]

    newest = unmaskings(actor=cast.auditor, since=MONDAY, until=wednesday)[0]
    assert read() == [TUESDAY, MONDAY]
    assert read(until=TUESDAY) == [MONDAY]
    assert read(since=TUESDAY) == [TUESDAY]
    assert read(person_id=cast.operator.person_id) == [MONDAY]
    assert read(limit=1) == [TUESDAY]
    assert read(limit=1, before=newest.id) == [MONDAY]


def test_openings_are_counted_per_person(cast: Cast) -> None:
    identity_id = recorded(cast.operator)
    for actor in (cast.operator, cast.clerk, cast.clerk):
        opened(identity_id, actor)
    opened(identity_id, cast.operator, at=TUESDAY)
    counts = unmaskings_per_person(actor=cast.auditor, since=MONDAY, until=TUESDAY)
    assert [(row.person_name, row.times) for row in counts] == [("陈承办", 2), ("欧受理", 1)]


def test_the_auditor_of_another_centre_reads_nothing(cast: Cast) -> None:
    opened(recorded(cast.operator), cast.operator)
    unit = create_actor(unit=cast.hotline, role=Role.AUDIT_ADMIN, name="同级审计")
    there = Actor(
        role=Role.AUDIT_ADMIN,
        centre_id=cast.stranger.centre_id,
        person_id=unit.person_id,
        unit_id=unit.unit_id,
    )
    assert unmaskings(actor=there, since=MONDAY, until=TUESDAY) == ()
    assert unmaskings_per_person(actor=there, since=MONDAY, until=TUESDAY) == ()


@pytest.mark.parametrize("who", ["operator", "dispatcher", "clerk", "supervisor", "leader", "stranger"])
def test_nobody_but_the_auditor_reads_the_whole_record(cast: Cast, who: str) -> None:
    for query in (unmaskings, unmaskings_per_person):
        with pytest.raises(NotAllowed):
            query(actor=getattr(cast, who), since=MONDAY, until=TUESDAY)
