"""Guessing at once is judged one after another, and a wrong try stays written down."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from huying.domain.actors import citizen_actor
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_commit
from huying.foundation.known_browser import KnownBrowser
from huying.intake.actions.open_by_code import Tried, open_by_code
from huying.intake.actions.register_by_citizen import CitizenDemand, register_by_citizen
from huying.intake.models import Tally
from tests.cast import MONDAY, create_cast


def test_guesses_sent_at_once_do_not_pass_the_limit(own_database: str) -> None:
    with one_commit():
        cast = create_cast()
        actor = citizen_actor(centre_id=cast.centre.pk)
        demand = CitizenDemand(original="路灯不亮。", phone="13800007788")
        code = register_by_citizen(demand=demand, nonce="a" * 32, address="192.0.2.1", actor=actor, at=MONDAY).code

    def guess(number: int) -> Tried:
        try:
            with one_commit():
                return open_by_code(
                    text=code,
                    digits=f"{number:04d}",
                    address=f"192.0.2.{number}",
                    browser=KnownBrowser(),
                    actor=actor,
                    at=MONDAY,
                )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as threads:
        said = [tried.fault.code for tried in threads.map(guess, range(20)) if tried.fault]
    assert sorted(said) == ["digits_wrong"] * 15 + ["too_many_tries"] * 5


@pytest.mark.django_db
def test_counts_are_cleared_away_after_two_days_and_people_try_no_codes() -> None:
    cast = create_cast()
    actor = citizen_actor(centre_id=cast.centre.pk)
    for at in (MONDAY, MONDAY + timedelta(days=3)):
        open_by_code(
            text="0000-0000-0000-0000", digits="", address="192.0.2.1", browser=KnownBrowser(), actor=actor, at=at
        )
    assert Tally.objects.get().since > MONDAY + timedelta(days=2)
    with pytest.raises(NotAllowed):
        open_by_code(text="", digits="", address="", browser=KnownBrowser(), actor=cast.operator, at=MONDAY)
