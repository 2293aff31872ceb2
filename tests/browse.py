"""A browser of one person, at a moment of the walk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.test import Client

from huying.domain.actors import Actor
from huying.foundation import clock
from huying.organisation.models import Person


@contextmanager
def browser(actor: Actor, *, at: datetime) -> Iterator[Client]:
    """Give a browser in which the actor's person is signed in, while the clock stands at ``at``."""
    client = Client()
    person = Person.objects.get(pk=actor.person_id or 0)
    with clock.moved(at):
        client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
        yield client
