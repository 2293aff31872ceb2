"""Whole pages, as a signed-in person gets them: middleware, session, queries and template."""

from __future__ import annotations

from collections.abc import Callable
from itertools import cycle
from typing import Any

import psycopg
from django.test import Client
from django.urls import reverse

from benchmarks.core import wording
from benchmarks.core.city import City
from benchmarks.core.timing import Timed, timed
from huying.callers.queries import seal_context
from huying.desks.views.search import address_of
from huying.domain.actors import Actor
from huying.foundation import embedded
from huying.foundation.sealing import seal
from huying.organisation.models import Person
from huying.workorders.models import Order

_SAMPLE = 250
_OK = 200


def orders(city: City, *, calls: int, server: embedded.Server) -> dict[str, Timed]:
    """Time the order page over a sample of open and closed orders, for the hotline and for a street."""
    found = {}
    for name, actor in {"street": city.street, "city": city.city}.items():
        sample = _sample(actor)
        _seal(sample, server)
        urls = [reverse("order", kwargs={"number": order.number}) for order in sample]
        found[f"{name} · whole page"] = timed(calls, _opened(actor, urls))
    return found


def queue(city: City, *, calls: int) -> dict[str, Timed]:
    """Time the dispatcher's queue as a whole page."""
    return {"city · whole page": timed(calls, _opened(city.city, [f"{reverse('queue')}?tab=all"]))}


def search(city: City, *, calls: int) -> dict[str, Timed]:
    """Time the dispatcher's search for a common word as a whole page."""
    url = address_of(wording.COMMON[0])
    return {"city · whole page, common 2": timed(calls, _opened(city.city, [url]))}


def _opened(actor: Actor, urls: list[str]) -> Callable[[], Any]:
    """Return a function that opens the next of the pages as this person."""
    assert actor.person_id
    browser, turn = Client(SERVER_NAME="localhost"), cycle(urls)
    browser.force_login(Person.objects.get(pk=actor.person_id))

    def open_page() -> None:
        answer = browser.get(next(turn))
        assert answer.status_code == _OK, answer.status_code

    return open_page


def _sample(actor: Actor) -> list[Order]:
    """Return orders of all ages that the actor may see, every other one open."""
    mine = Order.objects.filter(centre_id=actor.centre_id)
    if not actor.is_centre_wide:
        mine = mine.filter(accountable_unit_id=actor.unit_id)
    halves = []
    for is_open in (True, False):
        ids = list(mine.filter(is_open=is_open).order_by("pk").values_list("pk", flat=True))
        halves.append(Order.objects.filter(pk__in=ids[:: max(1, len(ids) // (_SAMPLE // 2))]))
    return [order for pair in zip(*halves, strict=False) for order in pair]


def _seal(sample: list[Order], server: embedded.Server) -> None:
    """Give the callers of the sample names and numbers that open; the loader laid noise."""
    with psycopg.connect(server.url(role=embedded.SUPERUSER)) as superuser, superuser.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for order in sample:
            assert order.identity_id
            assert order.caller_id
            name, home, phone = (
                seal(text, context=seal_context(column, row))
                for text, column, row in (
                    ("王小明", "identity.name", order.identity_id),
                    ("和平路12号3栋", "identity.home_address", order.identity_id),
                    ("13800000000", "caller.phone", order.caller_id),
                )
            )
            cursor.execute(
                "UPDATE callers_identity SET name_sealed = %s, home_address_sealed = %s WHERE id = %s",
                [name, home, order.identity_id],
            )
            cursor.execute("UPDATE callers_caller SET phone_sealed = %s WHERE id = %s", [phone, order.caller_id])
