"""What verification says of texts that two persons erased."""

from __future__ import annotations

import pytest

from huying.domain.actors import Role
from huying.foundation.commit import one_commit
from huying.workorders.actions.request_erasure import request_erasure
from huying.workorders.actions.settle_erasure import settle_erasure
from huying.workorders.choices import TextKind
from tests.cast import MONDAY
from tests.factories.organisation import create_actor
from tests.history.store import History, SuperUser, found, seal, verified
from tests.walk import HOUR

AT = MONDAY + 10 * HOUR
RESTORED = """
UPDATE workorders_text SET body = '张三', salt = '1234567890123456', erased_at = NULL WHERE erased_at IS NOT NULL
"""


def erase(history: History, *kinds: TextKind) -> None:
    guard = create_actor(unit=history.cast.hotline, role=Role.SECURITY_ADMIN)
    for kind in kinds:
        with one_commit():
            erasure = request_erasure(
                order_number=history.long.number, event=1, kind=kind, legal_basis="某条", actor=guard, at=AT
            )
            settle_erasure(erasure_id=erasure.pk, approve=True, actor=history.cast.auditor, at=AT)


@pytest.mark.parametrize("kinds", [[TextKind.ORIGINAL], [TextKind.TRANSFER], [TextKind.ORIGINAL, TextKind.TRANSFER]])
def test_a_lawful_erasure_is_listed_and_no_finding(history: History, kinds: list[TextKind]) -> None:
    erase(history, *kinds)
    seal(at=AT)
    report = verified()
    assert report.is_clean
    assert [(note.code, note.order, note.where["events"]) for note in report.notes] == [
        ("text_erased", history.long.number, "1")
    ] * len(kinds)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        (RESTORED, "text_restored"),
        ("UPDATE workorders_erasure SET legal_basis = '无'", "erasure_changed"),
        ("UPDATE workorders_erasure SET requested_by_id = requested_by_id + 1", "erasure_changed"),
        ("DELETE FROM workorders_erasure", "erasure_changed"),
        ("UPDATE workorders_order SET title = '张三投诉' WHERE title = '（已依法删除）'", "heading_changed"),
    ],
)
def test_tampering_with_an_erasure_is_named(history: History, superuser: SuperUser, statement: str, code: str) -> None:
    erase(history, TextKind.ORIGINAL)
    superuser.run(statement)
    assert found() == [(code, history.long.number)]
