"""历史导入: closed orders with their own times, written in bulk, and as sure as any other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from huying.callers.models import Caller
from huying.domain.actors import Actor, policy_actor
from huying.domain.errors import NotAllowed
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.foundation.clock import day_of
from huying.workorders.actions.import_history import HistoricOrder, HistoryTaken, import_history
from huying.workorders.choices import Channel, TextKind
from huying.workorders.models import Assignment, Clock, Event, Order, SearchRow, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR

pytestmark = pytest.mark.django_db

YEARS_AGO = MONDAY - timedelta(days=3000)


def past(number: int | str = 1, **changes: Any) -> HistoricOrder:
    """Return a lamp that was mended long ago."""
    given: dict[str, Any] = {
        "number": number and f"P{number}",
        "channel": Channel.PHONE,
        "kind": OrderKind.HELP,
        "urgency": Urgency.ORDINARY,
        "title": "路灯不亮",
        "original": f"第 {number} 盏路灯不亮，请派人修理。",
        "reply": "已更换灯泡。",
        "registered_at": YEARS_AGO,
        "closed_at": YEARS_AGO + 30 * HOUR,
    }
    return HistoricOrder(**given | changes)


def take(cast: Cast, *rows: HistoricOrder, actor: Actor | None = None) -> HistoryTaken:
    by = actor or policy_actor(centre_id=cast.centre.pk, name="import")
    return import_history(rows=rows, source="old", actor=by, at=MONDAY)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_an_order_of_the_past_stands_as_it_was(cast: Cast) -> None:
    row = past(unit_id=cast.street.pk, district_id=cast.district.pk, state=State.ANSWERED)
    assert take(cast, row) == HistoryTaken(accepted=1, already_there=0, refused={})
    order = Order.objects.get()
    assert (order.registered_at, order.state_since) == (YEARS_AGO, YEARS_AGO + 30 * HOUR)
    assert (order.state, order.is_open, order.due_at) == ("answered", False, None)
    assert order.number == f"{day_of(YEARS_AGO):%Y%m%d}{order.pk:06d}"
    assert (order.accountable_unit_id, order.district_id) == (cast.street.pk, cast.district.pk)
    assert Assignment.objects.get().closed_at == order.state_since


def test_one_event_says_what_the_source_said(cast: Cast) -> None:
    take(cast, past(due_at=YEARS_AGO + 20 * HOUR, data={"satisfaction": "satisfied"}))
    event = Event.objects.get()
    assert (event.seq, event.action, event.policy) == (1, "imported", "import")
    assert event.occurred_at == YEARS_AGO < event.recorded_at
    assert event.data["times"]["closed"] == (YEARS_AGO + 30 * HOUR).isoformat(timespec="microseconds")
    assert event.data["satisfaction"] == "satisfied"
    assert "灯" not in str(event.data)


def test_nothing_follows_from_it(cast: Cast, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        take(cast, past())
    assert not callbacks
    assert not Clock.objects.exists()
    assert not ProcrastinateJob.objects.exists()


def test_its_texts_and_words_are_kept(cast: Cast) -> None:
    take(cast, past(place_text="桥头街", transfer="请修路灯。"))
    kept = dict(Text.objects.values_list("kind", "body"))
    assert kept == {
        TextKind.ORIGINAL: "第 1 盏路灯不亮，请派人修理。",
        TextKind.TRANSFER: "请修路灯。",
        TextKind.REPLY: "已更换灯泡。",
    }
    for word in ("路灯", "桥头", "修理"):
        assert SearchRow.objects.filter(words=word).exists(), word


def test_a_number_is_taken_once_and_another_demand_under_it_refused(cast: Cast) -> None:
    take(cast, past(1))
    done = take(cast, past(1), past(2), past(2), past(2, original="别的事"), past(1, original="别的事"))
    assert (done.accepted, done.already_there, sorted(done.refused)) == (1, 2, [3, 4])
    assert Order.objects.count() == 2


def test_a_number_whose_first_row_is_refused_is_taken_from_its_second(cast: Cast) -> None:
    taken = take(cast, past(1, phone="12"), past(1, phone="13800000000"), past(1))
    assert (taken.accepted, taken.already_there, list(taken.refused)) == (1, 1, [0])


def test_rows_without_a_number_are_always_new(cast: Cast) -> None:
    take(cast, past(number=""), past(2))
    take(cast, past(number=""))
    assert Order.objects.filter(external_no="", external_source="").count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": State.HANDLING}, "还没有办结"),
        ({"registered_at": MONDAY + HOUR, "closed_at": None}, "登记时间"),
        ({"registered_at": MONDAY - timedelta(days=30_000), "closed_at": None}, "登记时间"),
        ({"closed_at": YEARS_AGO - HOUR}, "办结时间"),
        ({"closed_at": MONDAY + HOUR}, "办结时间"),
        ({"phone": "12"}, "号码"),
    ],
)
def test_what_cannot_have_been_is_refused_by_itself(cast: Cast, changes: dict[str, Any], said: str) -> None:
    done = take(cast, past(1), past(2, **changes), past(3))
    assert (done.accepted, list(done.refused)) == (2, [1])
    assert said in done.refused[1]


def test_one_that_nobody_says_when_it_was_closed_counts_from_the_import(cast: Cast) -> None:
    take(cast, past(closed_at=None))
    assert Order.objects.get().state_since == MONDAY
    assert Event.objects.get().data["times"]["closed"] is None


def test_a_caller_is_sealed_and_was_last_seen_then(cast: Cast) -> None:
    take(cast, past(phone="13800000000", name="张三"))
    caller = Caller.objects.get()
    assert caller.last_seen_at == YEARS_AGO
    assert Order.objects.filter(caller=caller, identity__isnull=False).exists()


def test_only_a_named_policy_imports(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        take(cast, past(), actor=cast.operator)
