"""Publish facts: the jobs that follow are put into the same transaction as the write."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from django.conf import settings
from django.db import connection, transaction
from django.utils.module_loading import import_string
from procrastinate import RetryStrategy
from procrastinate.exceptions import ConnectorException

from huying.domain.facts import Fact
from huying.foundation import metrics

Reaction = Callable[[Fact], None]
AGAIN = RetryStrategy(max_attempts=10, wait=10)
"""How a job that follows from a fact is tried again: ten times, ten seconds apart. What it does is keyed, so that a
run that died in the middle is finished by the next."""

_held: ContextVar[bool] = ContextVar("huying_facts_held", default=False)


@cache
def _reactions() -> dict[str, tuple[Reaction, ...]]:
    table: dict[str, tuple[Reaction, ...]] = import_string(settings.HUYING_REACTIONS)
    return table


def publish(fact: Fact) -> None:
    """Wake what ``config/reactions.py`` lists for the fact; jobs vanish if the transaction does."""
    if _held.get():
        return
    try:
        for reaction in _reactions().get(fact.name, ()):
            reaction(fact)
    except ConnectorException as fault:
        # What the database said is known to everybody above; procrastinate wraps it.
        with connection.wrap_database_errors:
            raise (fault.__cause__ or fault) from None
    transaction.on_commit(metrics.FACTS.labels(fact.name).inc)


@contextmanager
def held() -> Iterator[None]:
    """Wake nothing in this context, where the writer itself does at once what the jobs would; for demonstrations."""
    token = _held.set(True)
    try:
        yield
    finally:
        _held.reset(token)
