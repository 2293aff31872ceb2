"""What verification says of pictures: their rows, their files, and their lawful erasing."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from pytest_django import Settings

from huying.adapters.storage.client import storage
from huying.adapters.storage.port import FileLost
from huying.domain.actors import Role
from huying.domain.errors import Refusal
from huying.foundation.commit import one_commit
from huying.intake.actions.add_information import add_information
from huying.workorders.actions.request_erasure import request_erasure
from huying.workorders.actions.settle_erasure import settle_erasure
from huying.workorders.models import Attachment, Order
from huying.workorders.queries.verify.keys import keys_of
from huying.workorders.queries.verify.whole import verify_history
from tests.cast import MONDAY
from tests.factories.organisation import create_actor
from tests.factories.pictures import kept
from tests.history.store import History, SuperUser, found, seal, verified
from tests.walk import HOUR, seen

AT = MONDAY + 10 * HOUR
RESTORED = """
UPDATE workorders_attachment SET (sha256, thumbnail_sha256, salt, erased_at) = ('a', 'a', 'a', NULL)
WHERE erased_at IS NOT NULL
"""


@pytest.fixture
def order(history: History, files: Path) -> Order:
    """Give an order with two pictures, sealed."""
    order = history.sent
    pictures = kept("red", "blue")
    with one_commit():
        add_information(
            order_id=order.pk,
            information="见图。",
            seen=seen(order),
            actor=history.cast.operator,
            at=AT,
            pictures=pictures,
        )
    seal(at=AT)
    return order


def _row() -> Attachment:
    return Attachment.objects.order_by("event", "place")[0]


def _path(files: Path, file: UUID) -> Path:
    return files / file.hex[:2] / file.hex


def _erase(history: History, order: Order) -> Attachment:
    guard = create_actor(unit=history.cast.hotline, role=Role.SECURITY_ADMIN)
    row = _row()
    with one_commit():
        erasure = request_erasure(order_number=order.number, file=row.file, legal_basis="某条", actor=guard, at=AT)
    with one_commit():
        settle_erasure(erasure_id=erasure.pk, approve=True, actor=history.cast.auditor, at=AT)
    seal(at=AT)
    return row


def test_whole_pictures_are_no_finding(order: Order) -> None:
    report = verified()
    assert report.is_clean
    assert report.files == 2


@pytest.mark.parametrize("which", ["file", "thumbnail"])
def test_a_file_that_was_changed_exchanged_or_removed_is_named(order: Order, files: Path, which: str) -> None:
    row, other = Attachment.objects.order_by("event", "place")
    path = _path(files, getattr(row, which))
    whole = path.read_bytes()
    for content, code in (
        (whole[:-1] + b"\0", "file_changed"),
        (whole + b"\0", "file_changed"),
        (_path(files, getattr(other, which)).read_bytes(), "file_changed"),
        (None, "file_missing"),
    ):
        path.unlink()
        if content is not None:
            path.write_bytes(content)
        (finding,) = verified().findings
        assert (finding.code, finding.order, finding.where["what"]) == (code, order.number, row.file.hex)
        path.write_bytes(whole)
    assert verified().is_clean


def test_files_left_unread_are_said(order: Order, files: Path, settings: Settings) -> None:
    _path(files, _row().file).unlink()
    report = verify_history(keys=keys_of(settings.HUYING_SECRETS), own_file=None, look=None)
    assert report.is_clean
    assert [note.where["count"] for note in report.notes if note.code == "files_not_read"] == [2]


@pytest.mark.parametrize(
    ("statement", "codes"),
    [
        ("UPDATE workorders_attachment SET sha256 = thumbnail_sha256 WHERE id = {id}", ["file_changed"]),
        ("UPDATE workorders_attachment SET salt = 'abcdabcdabcdabcd' WHERE id = {id}", ["file_changed"]),
        ("UPDATE workorders_attachment SET thumbnail = gen_random_uuid() WHERE id = {id}", ["file_missing"]),
        ("UPDATE workorders_attachment SET file = gen_random_uuid() WHERE id = {id}", ["file_added", "file_removed"]),
        ("UPDATE workorders_attachment SET event = 1 WHERE id = {id}", ["file_added", "file_removed"]),
        ("DELETE FROM workorders_attachment WHERE id = {id}", ["file_removed"]),
        (
            "UPDATE workorders_attachment SET (sha256, thumbnail_sha256, salt, erased_at) = (NULL, NULL, NULL, now())",
            ["file_blanked", "file_blanked"],
        ),
    ],
)
def test_tampering_with_a_row_is_named(order: Order, superuser: SuperUser, statement: str, codes: list[str]) -> None:
    superuser.run(statement.format(id=_row().pk))
    assert sorted(found()) == [(code, order.number) for code in codes]


def test_a_lawful_erasure_takes_the_files_and_is_listed_and_no_finding(history: History, order: Order) -> None:
    row = _erase(history, order)
    for file in (row.file, row.thumbnail):
        with pytest.raises(FileLost):
            storage().opened(file)
    report = verified()
    assert report.is_clean
    assert [(note.code, note.order, note.where["what"]) for note in report.notes] == [
        ("file_erased", order.number, row.file.hex)
    ]


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE workorders_erasure SET legal_basis = '无'", "file_erasure_changed"),
        ("DELETE FROM workorders_erasure", "file_erasure_changed"),
        (
            RESTORED,
            "file_restored",
        ),
    ],
)
def test_tampering_with_an_erasure_is_named(
    history: History, order: Order, superuser: SuperUser, statement: str, code: str
) -> None:
    _erase(history, order)
    superuser.run(statement)
    assert found() == [(code, order.number)]


def test_a_file_put_back_after_its_erasure_is_named(history: History, order: Order, files: Path) -> None:
    row = _erase(history, order)
    _path(files, row.file).write_bytes(b"from a backup")
    assert found() == [("file_restored", order.number)]


def test_nobody_asks_for_a_picture_twice_or_for_one_of_another_order(history: History, order: Order) -> None:
    row = _erase(history, order)
    guard = create_actor(unit=history.cast.hotline, role=Role.SECURITY_ADMIN)
    for number in (order.number, history.long.number):
        with pytest.raises(Refusal), one_commit():
            request_erasure(order_number=number, file=row.file, legal_basis="某条", actor=guard, at=AT)
