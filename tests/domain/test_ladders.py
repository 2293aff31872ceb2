"""Which rung of the ladder a question goes to next."""

from __future__ import annotations

import pytest

from huying.domain.ladders import Office, Rung, next_rung
from huying.domain.limits import Limit, LimitUnit

_LIMIT = Limit(amount=1, unit=LimitUnit.HOUR)
HOTLINE, GOVERNMENT = Office.HOTLINE, Office.GOVERNMENT
LADDER = [
    Rung(code=code, label=code, office=office, limit=_LIMIT, basis="约定：试验。")
    for code, office in (("chief", HOTLINE), ("secretary", GOVERNMENT), ("mayor", GOVERNMENT), ("again", HOTLINE))
]


@pytest.mark.parametrize(
    ("above", "offices", "found"),
    [
        ("", {HOTLINE, GOVERNMENT}, "chief"),
        ("chief", {HOTLINE, GOVERNMENT}, "secretary"),
        ("secretary", {HOTLINE, GOVERNMENT}, "mayor"),
        ("again", {HOTLINE, GOVERNMENT}, None),
        ("", {GOVERNMENT}, "secretary"),
        ("chief", {HOTLINE}, "again"),
        ("", set(), None),
        ("of an older version", {HOTLINE}, "chief"),
    ],
)
def test_the_next_rung_is_the_first_above_whose_office_is_there(
    above: str, offices: set[Office], found: str | None
) -> None:
    rung = next_rung(LADDER, above=above, offices=offices)
    assert (rung.code if rung else None) == found
