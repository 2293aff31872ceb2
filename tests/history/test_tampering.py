"""What verification names when the superuser, with triggers off, lays hands on a sealed store."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from huying.domain import chain
from huying.foundation.commit import one_commit
from huying.foundation.secrets import key_id
from huying.workorders.models import Order, Seal
from huying.workorders.queries.verify.signed import body_of
from tests.cast import MONDAY
from tests.factories.workorders import create_order
from tests.history.store import TABLES, History, SuperUser, found, seal, verified
from tests.walk import HOUR

STATE = (
    "UPDATE workorders_event SET data = jsonb_set(data, '{set,state}', '\"closed\"') WHERE order_id = %s AND seq = %s"
)

BLANK = "body = '', salt = NULL, erased_at = now()"
ADDED = """
INSERT INTO workorders_text (order_id, event, kind, body, salt, written_at)
VALUES (%s, 1, 'reply', '已办结。', '1234567890123456', now())
"""


def test_a_store_that_nobody_touched_has_no_findings(history: History) -> None:
    report = verified()
    assert (report.is_clean, report.findings, report.notes) == (True, [], [])
    assert (report.orders, report.seals) == (3, 2)
    assert report.events == sum(Order.objects.values_list("events", flat=True))
    assert report.texts > report.orders


@pytest.mark.parametrize(
    "change",
    [
        'data = data || \'{"route": "answer"}\'',
        "action = 'record_verdict'",
        "person_id = person_id + 1",
        "unit_id = NULL",
        "role = 'leader'",
        "policy = 'nobody'",
        "occurred_at = occurred_at - interval '1 day'",
        "recorded_at = recorded_at + interval '1 microsecond'",
        "mac = sha256(mac)",
    ],
)
def test_a_changed_event_is_named(history: History, superuser: SuperUser, change: str) -> None:
    superuser.run(f"UPDATE workorders_event SET {change} WHERE order_id = %s AND seq = 3", history.long.pk)
    report = verified()
    assert ("event_changed", history.long.number) in [(each.code, each.order) for each in report.findings]
    assert {each.order for each in report.findings} == {history.long.number}
    assert str(report.findings[0].where["events"]).startswith("3")


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ("state = 'closed'", "状态"),
        ("round = 2", "办理轮次"),
        ("accountable_unit_id = NULL, holder_unit_id = NULL", "主办单位"),
        ("holder_unit_id = district_id", "当前办理单位"),
        ("due_at = due_at + interval '1 day'", "到期时间"),
        ("is_confidential = true", "保密标记"),
        ("registered_at = registered_at - interval '1 second'", "登记时间"),
        ("day = day + 1", "登记时间"),
        ("events = 1", "办理记录数"),
    ],
)
def test_a_changed_order_row_is_named(history: History, superuser: SuperUser, change: str, label: str) -> None:
    superuser.run(f"UPDATE workorders_order SET {change} WHERE id = %s", history.sent.pk)
    (finding,) = verified().findings
    assert finding.code == "order_row_changed"
    assert label in str(finding.where["what"])
    assert finding.order is not None
    assert finding.order.endswith(f"{history.sent.pk:06d}")


@pytest.mark.parametrize("change", ["title = '表扬信'", "place_text = '别处'"])
def test_a_changed_title_or_place_is_named(history: History, superuser: SuperUser, change: str) -> None:
    superuser.run(f"UPDATE workorders_order SET {change} WHERE id = %s", history.new.pk)
    assert found() == [("heading_changed", history.new.number)]


def test_a_row_that_follows_a_changed_event_does_not_hide_it(history: History, superuser: SuperUser) -> None:
    superuser.run(STATE, history.sent.pk, history.sent.events)
    superuser.run("UPDATE workorders_order SET state = 'closed' WHERE id = %s", history.sent.pk)
    assert found() == [("event_changed", history.sent.number)]


def test_an_event_removed_from_the_middle_is_named(history: History, superuser: SuperUser) -> None:
    superuser.run("DELETE FROM workorders_event WHERE order_id = %s AND seq = 4", history.long.pk)
    (finding,) = verified().findings
    assert (finding.code, finding.order, finding.where["events"]) == ("event_removed", history.long.number, "4")


def test_a_removed_last_event_is_named_though_the_row_was_set_back(history: History, superuser: SuperUser) -> None:
    superuser.run("DELETE FROM workorders_event WHERE order_id = %s AND seq = 2", history.sent.pk)
    superuser.run(
        "UPDATE workorders_order SET events = 1, state = 'awaiting_dispatch', accountable_unit_id = NULL,"
        " holder_unit_id = NULL WHERE id = %s",
        history.sent.pk,
    )
    (finding,) = verified().findings
    assert (finding.code, finding.order, finding.where["events"]) == ("event_removed", history.sent.number, "2")


def test_a_removed_order_is_named_though_nothing_of_it_is_left(history: History, superuser: SuperUser) -> None:
    for table in ("text", "clock", "event", "assignment", "searchrow"):
        superuser.run(f"DELETE FROM workorders_{table} WHERE order_id = %s", history.sent.pk)
    superuser.run("DELETE FROM workorders_order WHERE id = %s", history.sent.pk)
    assert found() == [("order_removed", f"********{history.sent.pk:06d}")]


def test_a_removed_order_keeps_its_number_where_its_first_event_is_left(history: History, superuser: SuperUser) -> None:
    superuser.run("DELETE FROM workorders_order WHERE id = %s", history.sent.pk)
    assert found() == [("order_removed", history.sent.number)]


def test_an_order_without_any_event_is_named(history: History, superuser: SuperUser) -> None:
    for table in ("event", "text", "clock"):
        superuser.run(f"DELETE FROM workorders_{table} WHERE order_id = %s", history.new.pk)
    superuser.run("DELETE FROM workorders_sealentry WHERE order_ref = %s", history.new.pk)
    superuser.run("UPDATE workorders_order SET events = 0 WHERE id = %s", history.new.pk)
    assert found() == [("event_removed", history.new.number), ("seal_entries_changed", None)]


def test_a_chain_that_a_thief_of_its_key_hashed_anew_is_named(history: History, superuser: SuperUser) -> None:
    superuser.run(STATE, history.sent.pk, history.sent.events)
    superuser.run("UPDATE workorders_order SET state = 'closed' WHERE id = %s", history.sent.pk)
    superuser.rehash(history.sent, key=settings.HUYING_SECRETS.chain_key)
    assert found() == [("chain_rewritten", history.sent.number)]


def test_the_thief_who_changes_the_seals_too_is_named(history: History, superuser: SuperUser) -> None:
    superuser.run(STATE, history.sent.pk, history.sent.events)
    superuser.run("UPDATE workorders_order SET state = 'closed' WHERE id = %s", history.sent.pk)
    superuser.rehash(history.sent, key=settings.HUYING_SECRETS.chain_key)
    superuser.run(
        "UPDATE workorders_sealentry AS entry SET mac = event.mac FROM workorders_event AS event"
        " WHERE event.order_id = order_ref AND event.seq = entry.seq AND order_ref = %s",
        history.sent.pk,
    )
    assert found() == [("seal_entries_changed", None)]


def test_an_event_hashed_with_a_strange_key_is_named(history: History, superuser: SuperUser) -> None:
    superuser.run("UPDATE workorders_event SET key_id = 'deadbeef' WHERE order_id = %s AND seq = 1", history.new.pk)
    assert found() == [("event_key_unknown", history.new.number)]


@pytest.mark.parametrize(
    ("change", "label"),
    [
        ("due_at = due_at + interval '1 day' WHERE stage = 'handle'", "办理"),
        ("stopped_at = started_at + interval '1 minute' WHERE stage = 'sign' AND stopped_at IS NOT NULL", "签收"),
        ("started_at = started_at - interval '1 minute' WHERE stage = 'sign' AND stopped_at IS NOT NULL", "签收"),
    ],
)
def test_a_changed_limit_is_named(history: History, superuser: SuperUser, change: str, label: str) -> None:
    superuser.run(f"UPDATE workorders_clock SET {change} AND order_id = %s", history.long.pk)
    (finding,) = verified().findings
    assert (finding.code, finding.order, finding.where["what"]) == ("clock_changed", history.long.number, label)


@pytest.mark.parametrize(
    ("statement", "code"),
    [
        ("UPDATE workorders_text SET body = '没有这回事。' WHERE order_id = %s AND kind = 'original'", "text_changed"),
        (
            "UPDATE workorders_text SET salt = '1234567890123456' WHERE order_id = %s AND kind = 'transfer'",
            "text_changed",
        ),
        ("DELETE FROM workorders_text WHERE order_id = %s AND kind = 'transfer'", "text_removed"),
        (f"UPDATE workorders_text SET {BLANK} WHERE order_id = %s AND kind = 'transfer'", "text_blanked"),
        (ADDED, "text_added"),
    ],
)
def test_a_text_that_is_not_as_its_event_says_is_named(
    history: History, superuser: SuperUser, statement: str, code: str
) -> None:
    superuser.run(statement, history.new.pk)
    assert (code, history.new.number) in found()


def test_a_forged_seal_is_named(history: History, superuser: SuperUser) -> None:
    first = Seal.objects.get(number=1)
    forger = Ed25519PrivateKey.generate()
    forged = forger.sign(chain.seal_bytes(body_of(first)))
    superuser.run("UPDATE workorders_seal SET signature = %s WHERE number = 1", forged)
    assert found() == [("seal_forged", None), ("seal_file_differs", None)]


def test_a_seal_by_a_strange_key_is_named(history: History, superuser: SuperUser) -> None:
    strange = bytes(range(32))
    signature = Ed25519PrivateKey.from_private_bytes(strange).sign(
        chain.seal_bytes(body_of(Seal.objects.get(number=1)))
    )
    superuser.run("UPDATE workorders_seal SET signature = %s, key_id = %s WHERE number = 1", signature, key_id(strange))
    assert ("seal_key_unknown", None) in found()


def test_a_removed_seal_is_named(history: History, superuser: SuperUser) -> None:
    superuser.run("DELETE FROM workorders_sealentry WHERE seal_id = 1")
    superuser.run("DELETE FROM workorders_seal WHERE number = 1")
    assert {"seal_missing", "seals_rolled_back"} <= {code for code, _ in found()}


def test_a_seal_set_to_another_hour_is_named(history: History, superuser: SuperUser) -> None:
    superuser.run("UPDATE workorders_seal SET sealed_at = sealed_at + interval '1 hour' WHERE number = 1")
    assert {"seal_forged", "seal_chain_broken"} <= {code for code, _ in found()}


def test_the_thief_of_both_keys_is_named_by_the_seal_file(history: History, superuser: SuperUser) -> None:
    """Whoever holds the seal key can sign anything; only a file that is kept elsewhere remembers."""
    secrets = settings.HUYING_SECRETS
    last = Seal.objects.get(number=2)
    later = {**vars(body_of(last)), "sealed_at": last.sealed_at + timedelta(minutes=1)}
    body = chain.SealBody(**later)
    signature = Ed25519PrivateKey.from_private_bytes(secrets.seal_key).sign(chain.seal_bytes(body))
    superuser.run(
        "UPDATE workorders_seal SET sealed_at = %s, signature = %s WHERE number = 2", body.sealed_at, signature
    )
    assert found() == [("seal_file_differs", None)]


def test_yesterdays_tables_are_named_by_the_seal_file(history: History, superuser: SuperUser) -> None:
    superuser.remember("yesterday")
    with one_commit():
        create_order(operator=history.cast.operator, at=MONDAY + 10 * HOUR)
    seal(at=MONDAY + 10 * HOUR)
    seal(at=MONDAY + 11 * HOUR)
    superuser.put_back("yesterday")
    (finding,) = verified().findings
    assert (finding.code, finding.where["seals"]) == ("seals_rolled_back", "3–4")


def test_yesterdays_tables_are_named_after_the_next_seal_too(history: History, superuser: SuperUser) -> None:
    superuser.remember("yesterday")
    seal(at=MONDAY + 10 * HOUR)
    seal(at=MONDAY + 11 * HOUR)
    superuser.put_back("yesterday")
    seal(at=MONDAY + 12 * HOUR)
    assert found() == [("seals_rolled_back", None), ("seal_file_differs", None)]


def test_yesterdays_tables_with_yesterdays_file_are_named_by_a_copy_kept_elsewhere(
    history: History, superuser: SuperUser, tmp_path: Path
) -> None:
    superuser.remember("yesterday")
    own = tmp_path / "seals.jsonl"
    yesterday = own.read_bytes()
    seal(at=MONDAY + 10 * HOUR)
    copy = tmp_path / "copy.jsonl"
    copy.write_bytes(own.read_bytes())
    superuser.put_back("yesterday")
    own.write_bytes(yesterday)
    assert found() == []
    assert found(copies=[copy]) == [("seals_rolled_back", None)]


def test_yesterdays_orders_under_todays_seals_are_named(history: History, superuser: SuperUser) -> None:
    superuser.remember("yesterday")
    with one_commit():
        order = create_order(operator=history.cast.operator, at=MONDAY + 10 * HOUR)
    seal(at=MONDAY + 10 * HOUR)
    superuser.put_back("yesterday", tables=[table for table in TABLES if "seal" not in table])
    assert found() == [("order_removed", f"********{order.pk:06d}")]


def test_after_a_change_of_keys_the_old_one_is_asked_for(history: History, superuser: SuperUser) -> None:
    old, new = settings.HUYING_SECRETS, bytes(range(1, 33))
    changed = {**vars(old), "chain_key": new, "seal_key": new[::-1]}
    settings.HUYING_SECRETS = type(old)(**changed)
    codes = {code for code, _ in found()}
    assert codes == {"event_key_unknown", "seal_key_unknown"}
    assert found(retired=[old.chain_key, old.seal_key]) == []
