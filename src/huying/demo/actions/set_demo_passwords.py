"""Give the people of the demonstration passwords that fit where the site can be reached from."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import transaction

from huying.demo.queries import FIXED_PASSWORD, city
from huying.organisation.choices import Role
from huying.organisation.models import Person, Seat


@dataclass(frozen=True, kw_only=True)
class Account:
    """An account as the terminal prints it."""

    username: str
    password: str
    name: str


@transaction.atomic(savepoint=False)
def set_demo_passwords(*, loopback: bool) -> list[Account]:
    """Set the fixed password while the site is bound to loopback, one random password otherwise.

    Returns the named people of ``city.toml``; the hundreds of others share their password.

    One hash serves everybody: hashing is slow on purpose, and all share the password anyway.
    """
    password = FIXED_PASSWORD if loopback else secrets.token_urlsafe(12)
    people = Person.objects.filter(centre__is_demo=True)
    people.update(password=make_password(password), must_change_password=False, slip_expires_at=None)
    named = [
        row[0] for part in (city()["people"]["rows"], *(o["people"] for o in city()["other_centres"])) for row in part
    ]
    seats = (
        Seat.objects.filter(person__in=people, person__username__in=named, ended_at=None)
        .select_related("person", "unit")
        .order_by("id")
    )
    return [
        Account(
            username=seat.person.username,
            password=password,
            name=f"{seat.person.display_name}（{seat.unit.name} {Role(seat.role).label}）",
        )
        for seat in seats
    ]
