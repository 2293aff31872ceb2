"""The entrance opens the one transaction; the action does the work inside it."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import transaction


def one_commit() -> AbstractContextManager[None]:
    """Open the durable transaction of a request, a task or a batch; a second one inside is an error."""
    return transaction.atomic(durable=True)


def one_row() -> AbstractContextManager[None]:
    """Put a savepoint round one row of a batch, so that its refusal leaves the others."""
    return transaction.atomic(savepoint=True)
