"""What verification remarks without accusing anybody."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from pytest_django import Settings

from huying.foundation.commit import one_commit
from huying.workorders.models import Order
from huying.workorders.queries.verify.findings import FINDINGS, NOTES
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order
from tests.history.store import History, seal, verified
from tests.walk import HOUR

PAGE = Path(__file__).parents[2] / "docs" / "why" / "history.md"


def test_events_since_the_last_seal_are_counted(history: History) -> None:
    with one_commit():
        create_order(operator=history.cast.operator, at=MONDAY + 10 * HOUR)
    notes = {note.code: note.where for note in verified().notes}
    assert notes["not_sealed_yet"] == {"count": 1}


def test_hours_without_a_seal_are_told(history: History) -> None:
    seal(at=MONDAY + 15 * HOUR)
    (note,) = verified().notes
    assert (note.code, note.where) == ("seal_pauses", {"count": 1, "hours": 6, "seals": "3"})


def test_an_hour_without_orders_is_sealed_too_and_nothing_is_remarked(history: History) -> None:
    seal(at=MONDAY + 10 * HOUR)
    report = verified()
    assert (report.seals, report.notes) == (3, [])


def test_numbers_of_registrations_that_were_rolled_back_are_explained(
    own_database: str, settings: Settings, tmp_path: Path
) -> None:
    settings.HUYING_SEAL_FILE = tmp_path / "seals.jsonl"
    with one_commit():
        operator = create_cast().operator
        create_order(operator=operator, at=MONDAY)
    for _ in range(3):
        with one_commit():
            create_order(operator=operator, at=MONDAY)
            transaction.set_rollback(True)
    with one_commit():
        create_order(operator=operator, at=MONDAY)
    seal(at=MONDAY)
    first, last = Order.objects.order_by("pk")
    report = verified()
    (note,) = report.notes
    assert report.is_clean
    assert (note.code, note.where["count"], last.pk - first.pk) == ("number_gaps", 3, 4)


def test_the_page_explains_each_finding_and_note() -> None:
    page = PAGE.read_text()
    assert [code for code in FINDINGS | NOTES if f"`{code}`" not in page] == []
