"""Letting go of notices and messages of long ago."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.domain.actors import citizen_actor
from huying.notices.actions.choose_messages import choose_messages
from huying.notices.actions.sweep_notices import MESSAGES_KEPT, NOTICES_KEPT, sweep_notices
from huying.notices.choices import MessageState
from huying.notices.models import Message, Notice, Recipient
from tests import walk
from tests.cast import MONDAY, Cast, create_cast
from tests.told import link_of, told

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
SENT_AT = MONDAY + DAY


@pytest.fixture
def cast() -> Cast:
    cast = create_cast()
    told(walk.assigned(cast))
    Message.objects.update(state=MessageState.SENT, ended_at=SENT_AT)
    return cast


def test_what_is_not_over_its_time_stays(cast: Cast) -> None:
    assert sweep_notices(at=MONDAY + NOTICES_KEPT) == 0


def test_notices_go_after_half_a_year_and_messages_with_their_telephone_after_a_year(cast: Cast) -> None:
    sweep_notices(at=SENT_AT + NOTICES_KEPT)
    assert (Notice.objects.count(), Message.objects.count(), Recipient.objects.count()) == (0, 1, 1)
    sweep_notices(at=SENT_AT + MESSAGES_KEPT + DAY)
    assert (Message.objects.count(), Recipient.objects.count()) == (0, 0)


def test_a_telephone_that_stopped_messages_stays_stopped(cast: Cast) -> None:
    citizen = citizen_actor(centre_id=cast.centre.pk)
    choose_messages(code=link_of(Message.objects.get()), is_wanted=False, actor=citizen, at=SENT_AT)
    sweep_notices(at=SENT_AT + MESSAGES_KEPT + DAY)
    assert Recipient.objects.get().stopped_at == SENT_AT


def test_a_message_that_still_waits_is_never_swept(cast: Cast) -> None:
    Message.objects.update(state=MessageState.WAITING, ended_at=None)
    sweep_notices(at=SENT_AT + 10 * MESSAGES_KEPT)
    assert Message.objects.count() == 1
