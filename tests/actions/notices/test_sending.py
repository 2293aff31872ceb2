"""Sending messages: by one worker, past a dead gateway, past a worker that was lost, not in the quiet."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import partial
from threading import Event as Signal
from typing import Any

import pytest
from django.db import connection, connections

from huying.adapters.sms.client import HttpGateway
from huying.domain.actors import Actor, Role
from huying.domain.messages import LEASE, REST
from huying.domain.policies import Urgency
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.notices import tasks
from huying.notices.actions.claim_message import claim_message
from huying.notices.actions.plan_messages import plan_messages
from huying.notices.actions.send_message_again import send_message_again
from huying.notices.choices import MessageState, Suppression
from huying.notices.models import Message
from huying.notices.tasks import send_message_task, send_waiting_task, tell_task
from huying.organisation.models import Centre, Unit
from huying.workorders.models import Order
from tests import walk
from tests.cast import Cast, create_cast
from tests.factories.organisation import create_actor
from tests.receiver import Receiver, receiving
from tests.told import clock_at, fact_of
from tests.walk import HOUR

NOON = clock_at(12)


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    with receiving() as receiver:
        settings.HUYING_SMS_URL, settings.HUYING_SMS_SECRET = receiver.url, "s" * 20
        settings.HUYING_PUBLIC_URL = "https://12345.example.cn"
        yield receiver


@pytest.fixture
def cast(own_database: str) -> Cast:
    with one_commit():
        cast = create_cast()
        Centre.objects.update(is_demo=False)
    return cast


def written(cast: Cast, *, at: datetime = NOON, count: int = 1, **changes: Any) -> list[int]:
    """Return messages to callers whose orders were answered, due at a moment."""
    found = []
    for _ in range(count):
        with one_commit():
            order = walk.replied(cast, **changes)
        tell_task(**{**vars(fact_of(order)), "at": at.isoformat()})
        found.append(Message.objects.get(order=order).pk)
    return found


def send(message_id: int, *, at: datetime) -> Message:
    with clock.moved(at):
        send_message_task(message_id=message_id)
    return Message.objects.get(pk=message_id)


def planned(message_id: int) -> list[datetime]:
    """Return when jobs of a message are due."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT scheduled_at FROM procrastinate_jobs WHERE task_name = 'notices.send_message'"
            " AND status = 'todo' AND (args ->> 'message_id')::bigint = %s",
            [message_id],
        )
        return [moment for (moment,) in cursor.fetchall()]


def done() -> None:
    """Let every job that waits be one that a worker has taken."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE status = 'todo'")


def test_a_message_goes_out_with_the_link_that_stops_it(cast: Cast, receiver: Receiver) -> None:
    (message_id,) = written(cast)
    assert planned(message_id) == [NOON]
    message = send(message_id, at=NOON)
    ((body, _),) = receiver.got
    text = body.decode()
    assert (message.state, message.tries) == (MessageState.SENT, 1)
    assert '"phone": "+8613800000000"' in text
    assert "https://12345.example.cn/m/" in text
    send(message_id, at=NOON + HOUR)
    assert len(receiver.got) == 1


def test_a_gateway_that_fails_is_tried_again_and_again_and_loses_nothing(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500, 503]
    (message_id,) = written(cast)
    at = NOON
    for tries in (1, 2):
        done()
        message = send(message_id, at=at)
        assert (message.state, message.tries, message.last_fault[-4:-1]) == (
            MessageState.WAITING,
            tries,
            ("500", "503")[tries - 1],
        )
        (at,) = planned(message_id)
        assert at == message.due_at
    done()
    assert send(message_id, at=at).state == MessageState.SENT
    assert len({body for body, _ in receiver.got}) == 1


def test_a_gateway_that_is_dead_for_long_leaves_a_failure_that_is_sent_again_by_hand(
    cast: Cast, receiver: Receiver
) -> None:
    receiver.statuses = [500] * 7
    (message_id,) = written(cast, urgency=Urgency.EMERGENCY)
    at = NOON
    for _ in range(7):
        done()
        message = send(message_id, at=at)
        at = message.due_at
    assert (message.state, message.tries, planned(message_id)) == (MessageState.FAILED, 7, [])
    with one_commit():
        admin = _administrator(cast)
        send_message_again(message_id=message_id, actor=admin, at=at)
        plan_messages(due=[(message_id, at)])
    assert send(message_id, at=at + REST).state == MessageState.SENT


def test_a_number_that_the_gateway_refuses_is_not_tried_again(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [422]
    first, second = written(cast, count=2)
    assert send(first, at=NOON).state == MessageState.FAILED
    assert send(second, at=NOON).state == MessageState.SENT


def test_while_the_gateway_fails_the_others_leave_it_alone(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500]
    first, *others = written(cast, count=3)
    send(first, at=NOON)
    done()
    for message_id in others:
        message = send(message_id, at=NOON)
        assert (message.tries, planned(message_id)) == (0, [NOON + REST])
    assert len(receiver.got) == 1
    for message_id in (first, *others):
        assert send(message_id, at=NOON + REST).state == MessageState.SENT


def test_a_gateway_that_hangs_stops_no_order(cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "HttpGateway", partial(HttpGateway, seconds=0.3))
    receiver.hold = Signal()
    (message_id,) = written(cast)
    with ThreadPoolExecutor(1) as other:
        sending = other.submit(_in_thread, message_id)
        with one_commit():
            order = walk.replied(cast)
        assert Order.objects.get(pk=order.pk).state == "replied"
        sending.result()
    receiver.hold.set()
    message = Message.objects.get(pk=message_id)
    assert message.state == MessageState.WAITING
    assert "没有应答" in message.last_fault


def test_two_workers_send_one_message_once(cast: Cast, receiver: Receiver) -> None:
    receiver.hold = Signal()
    (message_id,) = written(cast)
    with ThreadPoolExecutor(2) as workers:
        both = [workers.submit(_in_thread, message_id) for _ in range(2)]
        receiver.hold.set()
        for one in both:
            one.result()
    assert len(receiver.got) == 1
    assert Message.objects.get(pk=message_id).state == MessageState.SENT


def test_the_message_of_a_lost_worker_is_sent_once_more_and_marked(cast: Cast, receiver: Receiver) -> None:
    (message_id,) = written(cast)
    _lose_worker(message_id, at=NOON)
    done()
    assert send(message_id, at=NOON + LEASE / 2).state == MessageState.SENDING
    assert planned(message_id) == [NOON + LEASE]
    message = send(message_id, at=NOON + LEASE)
    assert (message.state, message.may_repeat, len(receiver.got)) == (MessageState.SENT, True, 1)


def test_a_worker_process_killed_while_the_gateway_holds_its_request_repeats_once(
    cast: Cast, receiver: Receiver
) -> None:
    receiver.hold = Signal()
    (message_id,) = written(cast)
    connections.close_all()
    worker = os.fork()
    if worker == 0:
        try:
            _in_thread(message_id)
        finally:
            os._exit(0)
    while not receiver.got:
        time.sleep(0.02)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)
    receiver.hold.set()
    assert Message.objects.get(pk=message_id).state == MessageState.SENDING
    message = send(message_id, at=NOON + LEASE)
    assert (message.state, message.may_repeat) == (MessageState.SENT, True)
    (first, _), (second, _) = receiver.got
    assert first == second


def test_a_message_that_lost_two_workers_is_left_to_a_person(cast: Cast, receiver: Receiver) -> None:
    (message_id,) = written(cast)
    _lose_worker(message_id, at=NOON)
    _lose_worker(message_id, at=NOON + LEASE)
    message = send(message_id, at=NOON + 2 * LEASE)
    assert (message.state, receiver.got) == (MessageState.FAILED, [])
    assert "请核实" in message.last_fault


def test_a_message_whose_job_was_lost_gets_another(cast: Cast, receiver: Receiver) -> None:
    (message_id,) = written(cast)
    done()
    with clock.moved(NOON + HOUR):
        send_waiting_task(timestamp=0)
    assert planned(message_id) == [NOON + HOUR]


@pytest.mark.parametrize(
    ("at", "sent"),
    [
        (clock_at(20, 59), clock_at(20, 59)),
        (clock_at(21), clock_at(8) + timedelta(days=1)),
        (clock_at(7, 59), clock_at(8)),
        (clock_at(8), clock_at(8)),
    ],
)
def test_a_citizen_is_not_written_to_in_the_quiet(cast: Cast, receiver: Receiver, at: datetime, sent: datetime) -> None:
    (message_id,) = written(cast, at=at)
    assert Message.objects.get().due_at == sent
    assert (send(message_id, at=at).state == MessageState.SENT) is (at == sent)
    assert send(message_id, at=sent).state == MessageState.SENT


def test_an_emergency_is_written_of_at_any_hour(cast: Cast, receiver: Receiver) -> None:
    (message_id,) = written(cast, at=clock_at(23), urgency=Urgency.EMERGENCY)
    assert send(message_id, at=clock_at(23)).state == MessageState.SENT


def test_a_try_that_would_fall_into_the_quiet_waits_too(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [500]
    (message_id,) = written(cast, at=clock_at(20, 59))
    message = send(message_id, at=clock_at(20, 59))
    done()
    send(message_id, at=message.due_at)
    assert planned(message_id) == [clock_at(8) + timedelta(days=1)]


def test_without_a_gateway_nothing_is_sent_and_the_log_says_so(cast: Cast) -> None:
    (message_id,) = written(cast)
    assert send(message_id, at=NOON).suppression == Suppression.NO_GATEWAY


def test_a_demonstration_writes_to_nobody(cast: Cast, receiver: Receiver) -> None:
    with one_commit():
        Centre.objects.update(is_demo=True)
    (message_id,) = written(cast)
    message = send(message_id, at=NOON)
    assert (message.state, receiver.got) == (MessageState.SENT, [])
    assert message.provider_no.startswith("demo-")


def _in_thread(message_id: int) -> None:
    try:
        with clock.moved(NOON):
            send_message_task(message_id=message_id)
    finally:
        connections.close_all()


def _lose_worker(message_id: int, *, at: datetime) -> None:
    with one_commit():
        assert claim_message(message_id=message_id, at=at).outgoing


def _administrator(cast: Cast) -> Actor:
    return create_actor(unit=Unit.objects.get(pk=cast.hotline.pk), role=Role.SYSTEM_ADMIN)
