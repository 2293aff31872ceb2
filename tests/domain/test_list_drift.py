"""Where decisions differ from the duty list: what counts, how wide it is told, what it is told by."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from huying.domain.list_drift import Decided, Signs, drifts

STREET, OTHER_STREET, DISTRICT = 11, 12, 1
BUREAU, OTHER = 7, 8


def decided(
    lead: int | None,
    orders: int,
    *,
    matter: tuple[str, ...] = ("0101", "01"),
    places: tuple[int, ...] = (STREET, DISTRICT),
    listed: int | None = BUREAU,
    is_listed: bool = True,
    signs: Signs | None = None,
    latest: tuple[int, ...] = (),
) -> Decided:
    return Decided(
        matter_path=matter,
        place_chain=places,
        lead_unit_id=lead,
        is_listed=is_listed,
        listed_unit_id=listed,
        orders=orders,
        signs=signs or Signs(),
        latest=latest,
    )


def found(*rows: Decided, least: int = 5, percent: int = 80) -> list[tuple[str, int | None, int | None, int, int]]:
    return [
        (one.matter_code, one.place_id, one.lead_unit_id, one.decided, one.orders)
        for one in drifts(rows, least=least, percent=percent)
    ]


def test_what_goes_where_the_list_says_is_no_finding() -> None:
    assert found(decided(BUREAU, 100)) == []


def test_most_of_a_matter_to_another_unit_is_told_once_and_as_wide_as_it_is() -> None:
    assert found(decided(OTHER, 8), decided(OTHER, 4, places=(OTHER_STREET, DISTRICT)), decided(BUREAU, 1)) == [
        ("01", None, OTHER, 12, 13)
    ]


def test_too_few_or_too_small_a_share_is_none() -> None:
    assert found(decided(OTHER, 4)) == []
    assert found(decided(OTHER, 79), decided(BUREAU, 21)) == []
    assert found(decided(OTHER, 80), decided(BUREAU, 20)) == [("01", None, OTHER, 80, 100)]


def test_one_place_alone_is_told_as_that_place() -> None:
    rows = [decided(OTHER, 6), decided(BUREAU, 60, places=(OTHER_STREET, 2))]
    assert found(*rows) == [("01", DISTRICT, OTHER, 6, 6)]


def test_a_matter_below_is_told_where_the_wider_one_is_mixed() -> None:
    rows = [decided(OTHER, 6), decided(BUREAU, 60, matter=("0102", "01"))]
    assert found(*rows) == [("0101", None, OTHER, 6, 6)]


def test_a_narrower_finding_that_names_another_unit_is_told_too() -> None:
    rows = [decided(OTHER, 90, places=(OTHER_STREET, 2)), decided(9, 6)]
    assert found(*rows) == [("01", None, OTHER, 90, 96), ("01", DISTRICT, 9, 6, 6)]


def test_streets_each_in_their_own_place_are_one_answer() -> None:
    rows = [decided(None, 3), decided(None, 3, places=(OTHER_STREET, DISTRICT))]
    assert found(*rows) == [("01", None, None, 6, 6)]


def test_what_the_list_does_not_know_is_found_too() -> None:
    assert found(decided(OTHER, 5, listed=None, is_listed=False)) == [("01", None, OTHER, 5, 5)]


def test_signs_are_added_and_the_last_five_orders_named() -> None:
    signs = Signs(not_taken=2, returned=1, wrongful=1)
    rows = [decided(OTHER, 5, signs=signs, latest=(9, 7, 5)), decided(OTHER, 3, signs=signs, latest=(8, 6, 4))]
    (one,) = drifts(rows, least=5, percent=80)
    assert one.signs == Signs(not_taken=4, returned=2, wrongful=2)
    assert one.latest == (9, 8, 7, 6, 5)


ROWS = st.lists(
    st.builds(
        decided,
        st.sampled_from([None, BUREAU, OTHER, 9]),
        st.integers(min_value=1, max_value=30),
        matter=st.sampled_from([("0101", "01"), ("0102", "01"), ("02",)]),
        places=st.sampled_from([(), (STREET, DISTRICT), (OTHER_STREET, DISTRICT), (13, 2)]),
    ),
    max_size=12,
)


@given(ROWS, st.integers(min_value=2, max_value=20), st.integers(min_value=51, max_value=100))
def test_every_finding_meets_the_policy_and_no_group_is_told_twice(
    rows: list[Decided], least: int, percent: int
) -> None:
    told = drifts(rows, least=least, percent=percent)
    assert len({(one.matter_code, one.place_id) for one in told}) == len(told)
    for one in told:
        assert least <= one.decided <= one.orders
        assert 100 * one.decided >= percent * one.orders
        assert one.lead_unit_id != BUREAU
