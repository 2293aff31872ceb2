"""A centre with a few thousand orders of every sort, laid once and analysed: what plans are made from."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import psycopg
import pytest
from pytest_django import DjangoDbBlocker

from huying.domain.states import State
from huying.foundation import embedded, memory
from huying.organisation.models import Centre
from tests import databases
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.policy import create_policy
from tests.queries.workorders.orders import held_by, many, with_words

_NUMBER = 2000


@pytest.fixture(scope="session")
def laid_orders(
    server: embedded.Server, template: str, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[tuple[str, Cast]]:
    """Lay the orders in a database of their own; give its name and who works there."""
    name = databases.clone(server, template=template)
    with django_db_blocker.unblock(), databases.pointed_at(server, name):
        cast = create_cast()
        _lay(cast)
    with psycopg.connect(server.url(role=embedded.OWNER, dbname=name), autocommit=True) as owner:
        owner.execute("ANALYZE")
    yield name, cast
    databases.drop(server, name)


@pytest.fixture
def many_orders(
    server: embedded.Server, laid_orders: tuple[str, Cast], django_db_blocker: DjangoDbBlocker
) -> Iterator[Cast]:
    """Stand in the database of many orders; nothing may be written there."""
    name, cast = laid_orders
    memory.forget()
    with django_db_blocker.unblock(), databases.pointed_at(server, name):
        yield cast
    memory.forget()


def _lay(cast: Cast) -> None:
    states = [State.HANDLING, State.AWAITING_DISPATCH, State.REWORK, State.REPLIED, State.CLOSED, State.ANSWERED]
    ours = many(
        _NUMBER,
        operator=cast.operator,
        at=MONDAY,
        state=[states[place % len(states)].value for place in range(_NUMBER)],
        urgency=[1 + place % 4 for place in range(_NUMBER)],
        kind=[["help", "report", "complaint"][place % 3] for place in range(_NUMBER)],
        channel=[["phone", "sms", "app", "web", "platform"][place % 5] for place in range(_NUMBER)],
        matter_top=[f"{place % 14:02}" for place in range(_NUMBER)],
        due_at=[MONDAY + timedelta(hours=place - _NUMBER // 2) for place in range(_NUMBER)],
        nearly_at=[MONDAY + timedelta(hours=place - _NUMBER // 2 - 5) for place in range(_NUMBER)],
        difficulties=[["legacy", "group"] if place % 40 == 0 else None for place in range(_NUMBER)],
        district_id=[cast.district.pk if place % 9 == 0 else None for place in range(_NUMBER)],
        accountable_unit_id=[cast.street.pk if place % 9 == 0 else cast.bureau.pk for place in range(_NUMBER)],
        holder_unit_id=[cast.community.pk if place % 18 == 0 else cast.bureau.pk for place in range(_NUMBER)],
    )
    held_by(cast.bureau.pk, ours[:1500])
    held_by(cast.street.pk, ours[1500:1700])
    with_words(ours[::2], transfer="小区停水")
    with_words(ours[1::20], transfer="路灯损坏")
    create_policy(centre=Centre.objects.get(pk=cast.stranger.centre_id))
    elsewhere = many(_NUMBER, operator=cast.stranger, at=MONDAY)
    with_words(elsewhere[::20], transfer="路灯损坏")
