"""The entrance opens the one transaction; the action does the work inside it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

from django.db import OperationalError, transaction

from huying.foundation.database_faults import waited_for


@contextmanager
def one_commit() -> Iterator[None]:
    """Open the durable transaction of a request, a task or a batch; a second one inside is an error.

    Raises ``RowBusy`` or ``TookTooLong`` where the database would have kept its people waiting.
    """
    try:
        with transaction.atomic(durable=True):
            yield
    except OperationalError as fault:
        if refusal := waited_for(fault):
            raise refusal from fault
        raise


def one_row() -> AbstractContextManager[None]:
    """Put a savepoint round one row of a batch, so that its refusal leaves the others."""
    return transaction.atomic(savepoint=True)
