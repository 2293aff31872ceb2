"""What each of the cast sees of a caller without opening anything."""

from typing import Any
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.callers.models import Identity
from huying.callers.queries import UNREADABLE, masked
from huying.domain.actors import policy_actor
from huying.domain.privacy import Purpose, Sight
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.callers import create_identity

pytestmark = pytest.mark.django_db

MASKED = ("王**", "138****0000", "460*************3X", "和平大道12号3栋**")
NOTHING = ("", "", "", "")


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def recorded(cast: Cast, **changes: Any) -> UUID:
    return create_identity(actor=cast.operator, at=MONDAY, **changes).id


def seen(cast: Cast, who: str, identity_id: UUID) -> tuple[str, str, str, str]:
    row = masked(identity_ids=[identity_id], actor=getattr(cast, who))[identity_id]
    return row.name, row.phone, row.id_number, row.home_address


@pytest.mark.parametrize("who", ["operator", "dispatcher", "followup", "clerk", "community_worker", "leader"])
def test_an_open_caller_is_shown_masked(cast: Cast, who: str) -> None:
    assert seen(cast, who, recorded(cast)) == MASKED


@pytest.mark.parametrize(
    ("who", "shown"),
    [
        ("operator", MASKED),
        ("followup", MASKED),
        ("clerk", NOTHING),
        ("supervisor", NOTHING),
        ("leader", NOTHING),
    ],
)
def test_a_confidential_caller_is_shown_to_the_hotline_only(
    cast: Cast, who: str, shown: tuple[str, str, str, str]
) -> None:
    assert seen(cast, who, recorded(cast, wants_secrecy=True)) == shown


def test_a_unit_is_told_that_contact_goes_through_the_hotline(cast: Cast) -> None:
    identity_id = recorded(cast, wants_secrecy=True)
    row = masked(identity_ids=[identity_id], actor=cast.clerk)[identity_id]
    assert (row.sight, row.purposes, row.wants_secrecy) == (Sight.RELAY_ONLY, (), True)


def test_the_purposes_that_a_role_may_state_come_along(cast: Cast) -> None:
    identity_id = recorded(cast)
    row = masked(identity_ids=[identity_id], actor=cast.clerk)[identity_id]
    assert row.purposes == (Purpose.CONTACT, Purpose.VISIT)


def test_administrators_policies_and_other_centres_see_nothing(cast: Cast) -> None:
    identity_id = recorded(cast)
    robot = policy_actor(centre_id=cast.centre.pk, name="followup_due")
    for actor in (cast.auditor, cast.stranger, robot):
        assert masked(identity_ids=[identity_id], actor=actor) == {}


def test_an_anonymous_caller_has_a_line_but_no_name(cast: Cast) -> None:
    identity_id = recorded(cast, name="", id_number="", home_address="")
    assert seen(cast, "operator", identity_id) == ("", "138****0000", "", "")


def test_a_page_of_callers_takes_one_round_trip(cast: Cast) -> None:
    several = [recorded(cast) for _ in range(3)]
    with CaptureQueriesContext(connection) as statements:
        rows = masked(identity_ids=several, actor=cast.operator)
    assert len(statements) == 1
    assert rows.keys() == set(several)


def test_a_broken_seal_is_named_and_leaves_the_rest_readable(cast: Cast) -> None:
    mine, other = recorded(cast), recorded(cast)
    Identity.objects.filter(pk=mine).update(name_sealed=Identity.objects.get(pk=other).name_sealed)
    assert seen(cast, "operator", mine) == (UNREADABLE, *MASKED[1:])
    assert seen(cast, "operator", other) == MASKED
