"""Orders of the past are replayed, sealed and guarded like those that were walked here."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.domain.actors import policy_actor
from huying.domain.policies import OrderKind, Urgency
from huying.foundation.commit import one_commit
from huying.workorders.actions.import_history import HistoricOrder, import_history
from huying.workorders.choices import Channel
from huying.workorders.models import Order
from tests.cast import MONDAY
from tests.history.store import History, SuperUser, found, seal, verified
from tests.walk import HOUR

BEFORE = MONDAY - timedelta(days=900)


@pytest.fixture
def imported(history: History) -> list[Order]:
    """Import two orders, one of which nobody says when it was closed, and seal them."""
    rows = [
        HistoricOrder(
            number=f"P{number}",
            channel=Channel.PHONE,
            kind=OrderKind.HELP,
            urgency=Urgency.ORDINARY,
            title="路灯不亮",
            original="巷口的路灯不亮。",
            reply="已修复。",
            registered_at=BEFORE,
            closed_at=closed_at,
            unit_id=history.cast.street.pk,
            district_id=history.cast.district.pk,
        )
        for number, closed_at in enumerate([BEFORE + HOUR, None])
    ]
    actor = policy_actor(centre_id=history.cast.centre.pk, name="import")
    with one_commit():
        import_history(rows=rows, source="old", actor=actor, at=MONDAY + 10 * HOUR)
    seal(at=MONDAY + 10 * HOUR)
    return list(Order.objects.filter(external_source="old").order_by("pk"))


def test_imported_orders_have_no_findings(imported: list[Order]) -> None:
    report = verified()
    assert (len(imported), report.findings, report.orders) == (2, [], 5)
    assert "not_sealed_yet" not in report.noted


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("order SET state = 'withdrawn'", "order_row_changed"),
        ("order SET registered_at = registered_at - interval '1 day'", "order_row_changed"),
        ("order SET state_since = state_since - interval '1 day'", "order_row_changed"),
        ("order SET title = '表扬信'", "heading_changed"),
        ("event SET data = jsonb_set(data, '{times,closed}', '\"2020-01-01T00:00:00.000000+00:00\"')", "event_changed"),
        ("event SET occurred_at = occurred_at - interval '1 day'", "event_changed"),
        ("text SET body = '没有人来过。' WHERE kind = 'reply' AND", "text_changed"),
    ],
)
def test_whatever_is_changed_is_named(imported: list[Order], superuser: SuperUser, change: str, code: str) -> None:
    for order in imported:
        table, rest = change.split(" ", 1)
        where = "" if rest.endswith("AND") else " WHERE"
        superuser.run(
            f"UPDATE workorders_{table} {rest}{where} {'id' if table == 'order' else 'order_id'} = %s", order.pk
        )
    named = found()
    assert {one for one, _ in named} == {code}
    assert len({order for _, order in named}) == 2


def test_a_removed_one_is_named_after_a_seal(imported: list[Order], superuser: SuperUser) -> None:
    gone = imported[0]
    for table in ("text", "event", "assignment", "searchrow"):
        superuser.run(f"DELETE FROM workorders_{table} WHERE order_id = %s", gone.pk)
    superuser.run("DELETE FROM workorders_order WHERE id = %s", gone.pk)
    assert found() == [("order_removed", f"********{gone.pk:06d}")]
