"""Opening an identity: for a purpose, no more than it needs, and never without a record."""

from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import DatabaseError, connection
from django.db.models import F

from huying.callers.actions.unmask import (
    CallerIsConfidential,
    PurposeNotOpen,
    Revealed,
    UnmaskingInvalid,
    unmask,
)
from huying.callers.models import Identity, Unmasking
from huying.domain.actors import Actor, policy_actor
from huying.domain.errors import NotAllowed, NotFound
from huying.domain.privacy import IdentityField, Purpose
from huying.foundation.commit import one_row
from huying.foundation.sealing import SealBroken
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.callers import create_identity

pytestmark = pytest.mark.django_db

NAME, PHONE, ID_NUMBER, HOME_ADDRESS = IdentityField


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def recorded(cast: Cast, **changes: Any) -> UUID:
    return create_identity(actor=cast.operator, at=MONDAY, **{"phone": "0898-12345678-803"} | changes).id


def opened(identity_id: UUID, actor: Actor, **changes: Any) -> Revealed:
    given: dict[str, Any] = {
        "order_number": "20260302000001",
        "fields": [NAME, PHONE],
        "purpose": Purpose.CONTACT,
        "note": "",
    }
    with one_row():
        return unmask(identity_id=identity_id, **given | changes, actor=actor, at=MONDAY)


def test_the_parts_asked_for_are_shown_and_no_others(cast: Cast) -> None:
    identity_id = recorded(cast)
    assert opened(identity_id, cast.clerk) == Revealed(
        identity_id=identity_id,
        name="王小明",
        phone="0898-12345678 转 803",
        id_number=None,
        home_address=None,
    )


def test_printing_the_answer_shows_nothing(cast: Cast) -> None:
    assert "王小明" not in str(opened(recorded(cast), cast.clerk))


def test_a_lawful_demand_opens_everything_and_names_its_ground(cast: Cast) -> None:
    shown = opened(
        recorded(cast),
        cast.dispatcher,
        fields=list(IdentityField),
        purpose=Purpose.LAWFUL_DEMAND,
        note=" 海公调字〔2026〕1号 ",
    )
    assert (shown.name, shown.id_number) == ("王小明", "46010019900101123X")
    assert shown.home_address == "和平大道12号3栋1501室"
    assert Unmasking.objects.get().note == "海公调字〔2026〕1号"


def test_a_part_the_caller_never_gave_is_empty(cast: Cast) -> None:
    shown = opened(recorded(cast, phone=None, name=""), cast.clerk)
    assert (shown.name, shown.phone) == ("", "")


def test_it_leaves_a_record_of_who_what_why_and_when(cast: Cast) -> None:
    identity_id = recorded(cast)
    opened(identity_id, cast.clerk, fields=[PHONE, NAME, PHONE], note="约上门时间")
    row = Unmasking.objects.get()
    assert (row.identity_id, row.order_number, row.at) == (identity_id, "20260302000001", MONDAY)
    assert (row.person_id, row.unit_id, row.role) == (cast.clerk.person_id, cast.clerk.unit_id, "clerk")
    assert (row.opened, row.purpose, row.note) == (["name", "phone"], "contact", "约上门时间")


def test_nothing_is_shown_when_the_record_cannot_be_written(cast: Cast) -> None:
    with pytest.raises(DatabaseError, match="unmasking_order_number"):
        opened(recorded(cast), cast.clerk, order_number="")


@pytest.mark.parametrize("who", ["clerk", "reviewer", "bureau_clerk", "community_worker", "supervisor", "leader"])
def test_a_confidential_caller_is_closed_to_all_but_the_hotline(cast: Cast, who: str) -> None:
    with pytest.raises(CallerIsConfidential, match="通过热线代为联系"):
        opened(recorded(cast, wants_secrecy=True), getattr(cast, who))
    assert not Unmasking.objects.exists()


def test_the_hotline_relays_to_a_confidential_caller(cast: Cast) -> None:
    shown = opened(recorded(cast, wants_secrecy=True), cast.operator, purpose=Purpose.RELAY)
    assert shown.phone == "0898-12345678 转 803"


@pytest.mark.parametrize(
    ("who", "purpose"),
    [
        ("clerk", Purpose.VERIFY),
        ("clerk", Purpose.LAWFUL_DEMAND),
        ("community_worker", Purpose.CONTACT),
        ("supervisor", Purpose.CONTACT),
        ("leader", Purpose.CONTACT),
        ("auditor", Purpose.CONTACT),
        ("operator", Purpose.FOLLOW_UP),
        ("followup", Purpose.CONTACT),
    ],
)
def test_a_purpose_that_is_not_the_roles_opens_nothing(cast: Cast, who: str, purpose: Purpose) -> None:
    with pytest.raises(PurposeNotOpen):
        opened(recorded(cast), getattr(cast, who), purpose=purpose)
    assert not Unmasking.objects.exists()


def test_no_automatic_policy_opens_an_identity(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        opened(recorded(cast), policy_actor(centre_id=cast.centre.pk, name="followup_due"))


def test_another_centre_does_not_learn_that_the_identity_exists(cast: Cast) -> None:
    with pytest.raises(NotFound):
        opened(recorded(cast), cast.stranger)
    with pytest.raises(NotFound):
        opened(uuid4(), cast.operator)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"fields": []}, "fields"),
        ({"fields": [NAME, ID_NUMBER]}, "fields"),
        ({"fields": [HOME_ADDRESS]}, "fields"),
        ({"purpose": Purpose.LAWFUL_DEMAND, "note": "  "}, "note"),
        ({"note": "因" * 501}, "note"),
    ],
)
def test_more_than_the_purpose_needs_is_refused(cast: Cast, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(UnmaskingInvalid) as refused:
        opened(recorded(cast), cast.dispatcher, **changes)
    assert list(refused.value.fields) == [field]
    assert not Unmasking.objects.exists()


def test_a_name_copied_from_another_row_does_not_open(cast: Cast) -> None:
    mine, other = recorded(cast), recorded(cast, name="李四")
    stolen = Identity.objects.get(pk=other).name_sealed
    Identity.objects.filter(pk=mine).update(name_sealed=stolen)
    with pytest.raises(SealBroken):
        opened(mine, cast.clerk)


def test_a_name_moved_to_another_column_does_not_open(cast: Cast) -> None:
    identity_id = recorded(cast)
    Identity.objects.filter(pk=identity_id).update(name_sealed=F("id_number_sealed"))
    with pytest.raises(SealBroken):
        opened(identity_id, cast.clerk)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE callers_unmasking SET note = ''",
        "DELETE FROM callers_unmasking",
        "TRUNCATE callers_unmasking",
    ],
)
def test_the_application_cannot_change_a_record(cast: Cast, statement: str) -> None:
    opened(recorded(cast), cast.clerk)
    with pytest.raises(DatabaseError, match="permission denied"), one_row():
        connection.cursor().execute(statement)
    assert Unmasking.objects.count() == 1
