"""Stopping messages by the link in them, and beginning again."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.domain.actors import citizen_actor
from huying.domain.errors import NotAllowed
from huying.notices.actions.choose_messages import choose_messages
from huying.notices.actions.claim_message import claim_message
from huying.notices.choices import MessageState, Suppression
from huying.notices.models import Message, Recipient
from huying.notices.queries.recipients import LinkUnknown, choice_of
from tests import walk
from tests.cast import MONDAY, Cast, create_cast
from tests.told import link_of, told

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def written(cast: Cast) -> Message:
    order = walk.replied(cast)
    told(order)
    return Message.objects.get(order=order)


def choose(cast: Cast, code: str, *, is_wanted: bool) -> None:
    choose_messages(code=code, is_wanted=is_wanted, actor=citizen_actor(centre_id=cast.centre.pk), at=MONDAY)


def test_a_stopped_telephone_is_not_written_to_of_any_order(cast: Cast) -> None:
    first = written(cast)
    choose(cast, link_of(first), is_wanted=False)
    for message in (first, written(cast)):
        assert claim_message(message_id=message.pk, at=LATER).outgoing is None
        message.refresh_from_db()
        assert (message.state, message.suppression) == (MessageState.SUPPRESSED, Suppression.STOPPED)


def test_whoever_begins_again_is_written_to_again(cast: Cast) -> None:
    message = written(cast)
    for is_wanted in (False, False, True, True):
        choose(cast, link_of(message), is_wanted=is_wanted)
    assert claim_message(message_id=message.pk, at=LATER).outgoing


def test_a_message_that_policy_requires_goes_out_all_the_same(cast: Cast) -> None:
    message = written(cast)
    choose(cast, link_of(message), is_wanted=False)
    Message.objects.update(is_required=True)
    assert claim_message(message_id=message.pk, at=LATER).outgoing


def test_the_link_has_eighty_bits_and_stands_nowhere_in_clear(cast: Cast) -> None:
    message = written(cast)
    code = link_of(message).replace("-", "")
    assert len(code) == 16
    row = Recipient.objects.get()
    for column in (row.code_hash, row.code_sealed, row.phone_hash, row.phone_sealed):
        assert code.encode() not in bytes(column)
        assert b"13800000000" not in bytes(column)


def test_the_page_shows_the_telephone_masked(cast: Cast) -> None:
    found = choice_of(text=link_of(written(cast)).lower())
    assert (found.phone, found.is_stopped) == ("138****0000", False)


@pytest.mark.parametrize("text", ["", "0000-0000-0000-0000", "nonsense", "٣" * 16])
def test_another_link_leads_nowhere(cast: Cast, text: str) -> None:
    written(cast)
    with pytest.raises(LinkUnknown):
        choice_of(text=text)
    with pytest.raises(LinkUnknown):
        choose(cast, text, is_wanted=False)


def test_staff_do_not_choose_for_a_citizen(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        choose_messages(code=link_of(written(cast)), is_wanted=False, actor=cast.operator, at=MONDAY)
