"""Replace a password by the person's own."""

from __future__ import annotations

from django.db import transaction

from huying.organisation.models import Person


@transaction.atomic(savepoint=False)
def choose_password(*, person: Person, password: str) -> None:
    """Write the password that the person chose: a slip ends with it, and so does every other session.

    The person acts for themself, with or without a seat; the password was validated by the form.
    """
    person.set_password(password)
    person.must_change_password = False
    person.slip_expires_at = None
    person.save(update_fields=["password", "must_change_password", "slip_expires_at"])
