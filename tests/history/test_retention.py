"""保存期: what is personal goes when its time is over; the history stays whole, and verification says so."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from huying.callers.models import Caller, Identity
from huying.domain import chain
from huying.domain.actors import Actor, Role, policy_actor
from huying.domain.policies import OrderKind, Urgency
from huying.domain.retention import RetentionClass
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.intake.actions.add_information import add_information
from huying.intake.actions.withdraw_order import withdraw_order
from huying.records.actions.set_retention import RetentionInvalid, set_retention
from huying.workorders.actions.import_history import HistoricOrder, import_history
from huying.workorders.actions.lift_hold import lift_hold
from huying.workorders.actions.place_hold import AlreadyOnHold, place_hold
from huying.workorders.choices import Channel
from huying.workorders.models import Attachment, Event, Hold, Order, SearchRow, Text
from huying.workorders.queries.retention import retention_report
from huying.workorders.tasks import expire_orders, expire_orders_task
from tests.cast import MONDAY
from tests.factories.organisation import create_actor
from tests.factories.pictures import kept
from tests.history.store import History, SuperUser, found, seal, verified
from tests.walk import HOUR, seen

YEAR = timedelta(days=366)
NOW = MONDAY + 24 * HOUR
BLANKED = "UPDATE workorders_text SET body = '', salt = NULL, erased_at = now() WHERE order_id = %s AND kind = 'reply'"


@pytest.fixture
def past(history: History) -> list[Order]:
    """Import three closed orders of one telephone: five, four and two years ago; switch removal on."""
    rows = [_closed(years, history) for years in (5, 4, 2)]
    with one_commit():
        import_history(rows=rows, source="old", actor=_policy(history), at=NOW)
    switch(history)
    return list(Order.objects.filter(external_source="old").order_by("pk"))


def _closed(years: int, history: History) -> HistoricOrder:
    return HistoricOrder(
        number=f"R{years}",
        channel=Channel.PHONE,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        title="张三家门口的路灯",
        original="我是张三，门口的路灯不亮。",
        reply="已修复。",
        place_text="桥头街 3 号",
        registered_at=NOW - years * YEAR - HOUR,
        closed_at=NOW - years * YEAR,
        unit_id=history.cast.street.pk,
        phone="13900000000",
        name="张三",
    )


def _policy(history: History) -> Actor:
    return policy_actor(centre_id=history.cast.centre.pk, name="import")


def switch(history: History, **changes: Any) -> None:
    given: dict[str, Any] = {"months": 36, "is_on": True, "reason": "第 1 号文", "at": NOW - HOUR}
    for kind in RetentionClass:
        with one_commit():
            set_retention(kind=kind, actor=_policy(history), **given | changes)


def run(history: History, *, at: Any = NOW) -> int:
    with clock.moved(at):
        return expire_orders(centre_id=history.cast.centre.pk)


def test_pictures_go_with_their_files_and_verification_says_so(history: History, files: Path) -> None:
    order = history.sent
    with one_commit():
        add_information(
            order_id=order.pk,
            information="见图。",
            seen=seen(order),
            actor=history.cast.operator,
            at=MONDAY + 10 * HOUR,
            pictures=kept("red", "blue"),
        )
    with one_commit():
        withdraw_order(order_id=order.pk, reason="已自行解决。", seen=seen(order), actor=history.cast.operator, at=NOW)
    switch(history, months=12)
    assert len(list(files.rglob("*/*"))) == 4
    assert run(history, at=NOW + 2 * YEAR) == 1
    assert not [path for path in files.rglob("*") if path.is_file()]
    assert not Attachment.objects.filter(order=order, erased_at=None).exists()
    assert found() == []
    assert "file_expired" in {note.code for note in verified().notes}


def test_texts_title_place_words_and_caller_go_and_the_history_stays(history: History, past: list[Order]) -> None:
    events = Event.objects.count()
    assert run(history) == 2
    gone = Order.objects.get(pk=past[0].pk)
    assert (gone.title, gone.place_text, gone.caller_id) == (chain.EXPIRED_TITLE, "", None)
    assert not Text.objects.filter(order=gone).exclude(body="", salt=None).exists()
    assert (SearchRow.objects.get(order=gone).words, SearchRow.objects.get(order=gone).likeness) == ("", None)
    assert not Identity.objects.filter(pk__in=[gone.identity_id]).exclude(name_sealed=None, caller=None).exists()
    assert Event.objects.count() == events + 2
    assert Event.objects.filter(order=gone).last().data["months"] == {"identity": 36, "order": 36}  # type: ignore[union-attr]


def test_a_telephone_stays_while_a_younger_order_came_from_it(history: History, past: list[Order]) -> None:
    run(history)
    assert Caller.objects.filter(pk__in=[past[2].caller_id]).exists()
    run(history, at=NOW + 2 * YEAR)
    assert not Caller.objects.filter(pk__in=[past[2].caller_id]).exists()


def test_verification_is_clean_and_notes_each_text(history: History, past: list[Order]) -> None:
    seal(at=NOW)
    run(history)
    seal(at=NOW)
    report = verified()
    assert report.findings == []
    assert report.noted["text_expired"] == 6


def test_a_second_run_finds_nothing_to_do(history: History, past: list[Order]) -> None:
    run(history)
    assert run(history) == 0


def test_open_orders_and_young_ones_are_never_touched(history: History, past: list[Order]) -> None:
    run(history, at=NOW)
    assert Order.objects.get(pk=past[2].pk).title == "张三家门口的路灯"
    run(history, at=NOW + 20 * YEAR)
    for order in (history.long, history.sent, history.new):
        assert not Text.objects.filter(order=order, body="").exists()


def test_nothing_goes_unless_the_centre_switched_it_on(history: History, past: list[Order]) -> None:
    switch(history, is_on=False, at=NOW - HOUR / 2)
    with clock.moved(NOW):
        expire_orders_task(timestamp=0)
    assert not Text.objects.filter(body="").exists()


def test_the_nightly_job_does_what_is_switched_on(history: History, past: list[Order]) -> None:
    with clock.moved(NOW):
        expire_orders_task(timestamp=0)
    assert Text.objects.filter(body="").count() == 6


def test_an_order_on_hold_stays_until_the_hold_is_lifted(history: History, past: list[Order]) -> None:
    guard = create_actor(unit=history.cast.hotline, role=Role.SECURITY_ADMIN)
    with one_commit():
        hold = place_hold(order_number=past[0].number, reason="法院第 12 号函", actor=guard, at=NOW)
    with pytest.raises(AlreadyOnHold), one_commit():
        place_hold(order_number=past[0].number, reason="再来一次", actor=guard, at=NOW)
    assert run(history) == 1
    assert Order.objects.get(pk=past[0].pk).title == "张三家门口的路灯"
    with one_commit():
        lift_hold(hold_id=hold.pk, actor=history.cast.auditor, at=NOW)
    assert run(history) == 1
    assert not Hold.objects.filter(lifted_at=None).exists()
    assert verified().findings == []


def test_the_report_says_what_would_go_and_takes_nothing(history: History, past: list[Order]) -> None:
    guard = create_actor(unit=history.cast.hotline, role=Role.SECURITY_ADMIN)
    with one_commit():
        place_hold(order_number=past[1].number, reason="审计", actor=guard, at=NOW)
    texts, identities = retention_report(centre_id=history.cast.centre.pk, at=NOW)
    month = f"{past[0].state_since.astimezone(clock.SHANGHAI):%Y-%m}"
    assert [(row.month, row.orders) for row in texts.months] == [(month, 1)]
    assert (texts.held, identities.orders, identities.held) == (1, 1, 1)
    assert not Text.objects.filter(body="").exists()


def test_each_class_has_its_own_period(history: History, past: list[Order]) -> None:
    with one_commit():
        set_retention(
            kind=RetentionClass.ORDER, months=60, is_on=True, reason="更久", actor=_policy(history), at=NOW - HOUR / 2
        )
    run(history)
    young = Order.objects.get(pk=past[1].pk)
    assert (young.title, young.caller_id) == ("张三家门口的路灯", None)
    assert verified().findings == []


@pytest.mark.parametrize("changes", [{"months": 11}, {"reason": " "}, {"reason": "长" * 401}])
def test_a_period_needs_a_year_and_a_reason(history: History, changes: dict[str, Any]) -> None:
    with pytest.raises(RetentionInvalid):
        switch(history, **changes)


def test_a_text_blanked_by_hand_is_still_named(history: History, past: list[Order], superuser: SuperUser) -> None:
    run(history)
    superuser.run(BLANKED, past[2].pk)
    superuser.run("UPDATE workorders_order SET title = '张三' WHERE id = %s", past[0].pk)
    assert sorted(found()) == sorted([("text_blanked", past[2].number), ("heading_changed", past[0].number)])
