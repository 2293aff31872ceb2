"""谁来办: which unit goes before which, and what is left to people."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.candidates import (
    MOST,
    Circumstances,
    Guessed,
    HeldBack,
    as_successors,
    held_back,
    ranked,
    rulings_by_unit,
)
from huying.domain.routing import Ground, Suggestion

BUREAU, STREET, WATER, OTHER = 1, 2, 3, 4
ALL = {BUREAU, STREET, WATER, OTHER}


def listed(lead: int | None, ground: Ground) -> Suggestion:
    return Suggestion(lead_unit_id=lead, ground=ground, reason="")


def order_of(says: Suggestion, *, guessed: dict[int, float], ruled: dict[int, int] | None = None) -> list[int]:
    given_guesses = [Guessed(unit_id=unit, probability=sure) for unit, sure in guessed.items()]
    found = ranked(listed=says, guessed=given_guesses, ruled=ruled or {}, allowed=ALL)
    return [one.unit_id for one in found]


def test_a_written_duty_goes_before_a_sure_model_and_before_rulings() -> None:
    says = listed(BUREAU, Ground.DUTY)
    assert order_of(says, guessed={WATER: 0.99, BUREAU: 0.01}, ruled={OTHER: 3}) == [BUREAU, OTHER, WATER]


def test_a_ruling_goes_before_the_model_and_the_model_before_the_place() -> None:
    says = listed(STREET, Ground.PLACE)
    assert order_of(says, guessed={WATER: 0.8}, ruled={OTHER: 1}) == [OTHER, WATER, STREET]


def test_a_doubtful_model_goes_behind_the_place() -> None:
    assert order_of(listed(STREET, Ground.PLACE), guessed={WATER: 0.4, BUREAU: 0.3}) == [STREET, WATER, BUREAU]


def test_without_a_model_it_is_the_list_alone() -> None:
    assert order_of(listed(STREET, Ground.PLACE), guessed={}) == [STREET]
    assert order_of(listed(None, Ground.NONE), guessed={}) == []


@given(
    st.dictionaries(st.integers(1, 12), st.floats(0, 1)),
    st.dictionaries(st.integers(1, 12), st.integers(1, 5)),
    st.sets(st.integers(1, 12)),
    st.one_of(st.none(), st.integers(1, 12)),
    st.sampled_from(Ground),
)
def test_nobody_is_ranked_who_may_not_lead(
    guessed: dict[int, float], ruled: dict[int, int], allowed: set[int], lead: int | None, ground: Ground
) -> None:
    guesses = [Guessed(unit_id=unit, probability=sure) for unit, sure in guessed.items()]
    found = [one.unit_id for one in ranked(listed=listed(lead, ground), guessed=guesses, ruled=ruled, allowed=allowed)]
    assert set(found) <= allowed
    assert len(found) == len(set(found)) <= MOST


def test_a_ruling_for_the_street_of_another_district_says_nothing_here() -> None:
    assert rulings_by_unit([(STREET, 7), (BUREAU, None), (OTHER, 8), (BUREAU, None)], district_id=7) == Counter(
        {BUREAU: 2, STREET: 1}
    )


PLAIN = {
    "is_urgent": False,
    "is_dangerous": False,
    "is_confidential": False,
    "has_assists": False,
    "was_dispatched": False,
    "is_on_a_road": False,
}


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("is_urgent", HeldBack.URGENT),
        ("is_dangerous", HeldBack.DANGER),
        ("is_confidential", HeldBack.CONFIDENTIAL),
        ("has_assists", HeldBack.SEVERAL),
        ("was_dispatched", HeldBack.AGAIN),
        ("is_on_a_road", HeldBack.ON_A_ROAD),
    ],
)
def test_each_of_these_alone_leaves_the_order_to_a_person(named: str, why: HeldBack) -> None:
    order = Circumstances(**PLAIN | {named: True})
    assert held_back(order=order, first_unit_id=BUREAU, guessed_unit_id=BUREAU) is why


def test_where_list_and_model_differ_a_person_decides() -> None:
    plain = Circumstances(**PLAIN)
    assert held_back(order=plain, first_unit_id=BUREAU, guessed_unit_id=STREET) is HeldBack.NOT_FIRST
    assert held_back(order=plain, first_unit_id=BUREAU, guessed_unit_id=None) is HeldBack.NO_GUESS
    assert held_back(order=plain, first_unit_id=BUREAU, guessed_unit_id=BUREAU) is HeldBack.NOTHING


@pytest.mark.parametrize(
    ("guessed", "today"),
    [
        ([], []),
        ([("new", 0.6), ("x", 0.2)], [("new", 0.6), ("x", 0.2)]),
        ([("old", 0.6), ("x", 0.2)], [("new", 0.6), ("x", 0.2)]),
        ([("x", 0.5), ("old", 0.25), ("new", 0.25), ("y", 0.1)], [("x", 0.5), ("new", 0.5), ("y", 0.1)]),
        ([("x", 0.4), ("old", 0.25), ("older", 0.25)], [("new", 0.5), ("x", 0.4)]),
        ([("old", 0.75), ("new", 0.5)], [("new", 1.0)]),
    ],
)
def test_what_a_merged_unit_is_guessed_is_added_to_its_successor_s(
    guessed: list[tuple[str, float]], today: list[tuple[str, float]]
) -> None:
    assert as_successors(guessed, successors={"old": "new", "older": "new"}) == today
