"""The demonstration as ``huying up`` asks for it."""

from __future__ import annotations

from datetime import datetime

from huying.demo.actions.make_demo_centre import make_demo_centre
from huying.demo.actions.register_demo_orders import register_demo_orders
from huying.demo.actions.set_demo_passwords import Account, set_demo_passwords
from huying.demo.queries import demo_centre_id, store_is_empty
from huying.foundation import memory
from huying.foundation.commit import one_commit


def demonstration(*, loopback: bool, at: datetime) -> list[Account]:
    """Make the invented city in an empty store, and return its accounts; none where real centres stand alone."""
    if store_is_empty():
        _make(at=at)
    if demo_centre_id() is None:
        return []
    with one_commit():
        return set_demo_passwords(loopback=loopback)


def _make(*, at: datetime) -> None:
    with one_commit():
        centre_id = make_demo_centre(at=at)
        memory.forget()
        register_demo_orders(centre_id=centre_id, at=at)
    memory.forget()
