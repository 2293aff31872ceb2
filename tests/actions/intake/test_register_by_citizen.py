"""What registering by a citizen writes, once, however often and however fast it is sent."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from huying.domain.actors import citizen_actor
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_commit
from huying.intake.actions.register_by_citizen import CitizenDemand, Registered, register_by_citizen
from huying.intake.actions.register_order import register_order
from huying.intake.models import QueryCode, Tally
from huying.workorders.models import Event, Order
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import registration

NONCE = "0123456789abcdef" * 2
DEMAND = CitizenDemand(original="路灯不亮。", phone="13800007788")


def register(centre_id: int, *, nonce: str = NONCE) -> Registered:
    return register_by_citizen(
        demand=DEMAND, nonce=nonce, address="192.0.2.1", actor=citizen_actor(centre_id=centre_id), at=MONDAY
    )


@pytest.mark.django_db
def test_the_code_stands_nowhere_but_in_the_answer() -> None:
    cast = create_cast()
    told = register(cast.centre.pk)
    plain = told.code.replace("-", "")
    row = QueryCode.objects.get()
    assert bytes(row.code_hash).hex() != plain.encode().hex()
    event = Event.objects.get()
    assert (event.role, event.person_id, event.unit_id, event.policy) == ("citizen", None, None, "citizen")
    assert plain not in str(event.data)
    assert "13800007788" not in str([bytes(tally.subject) for tally in Tally.objects.all()])
    assert register(cast.centre.pk, nonce="f" * 32).code != told.code


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["operator", "clerk", "stranger"])
def test_people_register_their_own_way_and_a_citizen_not_theirs(who: str) -> None:
    cast = create_cast()
    with pytest.raises(NotAllowed):
        register_by_citizen(demand=DEMAND, nonce=NONCE, address="", actor=getattr(cast, who), at=MONDAY)
    with pytest.raises(NotAllowed):
        register_order(registration=registration(), actor=citizen_actor(centre_id=cast.centre.pk), at=MONDAY)


def test_two_clicks_at_once_make_one_order(own_database: str) -> None:
    with one_commit():
        cast: Cast = create_cast()

    def click(_: int) -> Registered:
        try:
            with one_commit():
                return register(cast.centre.pk)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        told = set(threads.map(click, range(4)))
    assert len(told) == 1
    assert Order.objects.count() == 1
