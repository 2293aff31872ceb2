"""Facts are pushed to who subscribed: signed, at least once with one id, and never in the way of a write."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from procrastinate.contrib.django import app

from huying.domain.actors import Role
from huying.domain.errors import NotAllowed
from huying.exchange.actions.plan_push import plan_push
from huying.exchange.actions.record_push import record_push
from huying.exchange.actions.send_again import send_again
from huying.exchange.actions.sweep_deliveries import sweep_deliveries
from huying.exchange.choices import DeliveryState
from huying.exchange.models import Delivery, Subscription
from huying.exchange.tasks import note_fact_task, push_task, send_waiting_task
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.organisation.models import Centre
from tests.api.system import System, create_system, demand
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.receiver import Receiver, receiving

SECRET = "s" * 40


@pytest.fixture(autouse=True)
def _inside(settings: Any) -> None:
    settings.HUYING_WEBHOOK_PRIVATE = True


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def cast(own_database: str) -> Cast:
    with one_commit():
        cast = create_cast()
        Centre.objects.update(is_demo=False)
    return cast


def system_of(cast: Cast, unit: str = "hotline", role: Role = Role.OPERATOR) -> System:
    with one_commit():
        return create_system(unit=getattr(cast, unit), role=role)


def subscribe(system: System, receiver: Receiver, *facts: str) -> None:
    answer = system.post("/webhooks", {"url": receiver.url, "facts": list(facts), "secret": SECRET})
    assert answer.status_code == 201, answer.content


def work() -> None:
    """Do the jobs of the exchange that are due, as a worker does, until none is left."""
    while job := _next_job():
        name, args = job
        app.tasks[name].func(**json.loads(args))


def _next_job() -> tuple[str, str] | None:
    with connection.cursor() as cursor:
        cursor.execute("""
            UPDATE procrastinate_jobs SET status = 'succeeded' WHERE id = (
                SELECT min(id) FROM procrastinate_jobs
                 WHERE status = 'todo' AND queue_name = 'exchange' AND (scheduled_at IS NULL OR scheduled_at <= now()))
            RETURNING task_name, (args - 'caused_by')::text
        """)
        found: tuple[str, str] | None = cursor.fetchone()
    return found


def later() -> None:
    """Let every pause end."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET scheduled_at = NULL WHERE status = 'todo'")
    Subscription.objects.update(resume_at=None)


def jobs(name: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = %s AND status IN ('todo', 'doing')", [name]
        )
        return int(cursor.fetchone()[0])


def test_a_demonstration_pushes_nothing_out_of_the_house(cast: Cast, receiver: Receiver) -> None:
    Centre.objects.update(is_demo=True)
    system = system_of(cast)
    subscribe(system, receiver, "OrderOpened")
    system.post("/orders", demand())
    work()
    assert (receiver.got, Delivery.objects.get().state) == ([], DeliveryState.SENT)


def test_a_fact_arrives_signed_and_without_personal_data(cast: Cast, receiver: Receiver) -> None:
    system = system_of(cast)
    subscribe(system, receiver, "OrderOpened")
    made = system.post("/orders", demand()).json()
    assert receiver.got == []
    work()
    ((body, headers),) = receiver.got
    said = json.loads(body)
    assert said.keys() == {"id", "fact", "order", "event", "state", "at"}
    assert (said["fact"], said["order"], said["event"]) == ("OrderOpened", made["number"], 1)
    assert headers["Huying-Delivery"] == said["id"]
    moment, mac = (part.split("=")[1] for part in headers["Huying-Signature"].split(","))
    assert hmac.new(SECRET.encode(), f"{moment}.".encode() + body, "sha256").hexdigest() == mac
    assert Delivery.objects.get().state == DeliveryState.SENT


def test_a_receiver_that_fails_first_gets_the_same_id_again(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [503, 500]
    system = system_of(cast)
    subscribe(system, receiver, "OrderOpened")
    system.post("/orders", demand())
    for attempt in (1, 2):
        work()
        delivery = Delivery.objects.get()
        assert (delivery.state, delivery.attempts, len(receiver.got)) == (DeliveryState.WAITING, attempt, attempt)
        assert delivery.next_try_at > clock.now()
        later()
    work()
    assert (Delivery.objects.get().state, jobs("exchange.push")) == (DeliveryState.SENT, 0)
    assert len(receiver.got) == 3
    assert len({headers["Huying-Delivery"] for _, headers in receiver.got}) == 1


def test_what_is_new_leaves_a_failing_receiver_alone_until_its_pause_ends(cast: Cast, receiver: Receiver) -> None:
    receiver.statuses = [503]
    system = system_of(cast)
    subscribe(system, receiver, "OrderOpened")
    system.post("/orders", demand())
    work()
    for _ in range(3):
        system.post("/orders", demand())
    work()
    assert len(receiver.got) == 1
    later()
    work()
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.SENT}
    assert len(receiver.got) == 5


def test_a_refused_write_tells_nobody(cast: Cast, receiver: Receiver) -> None:
    system = system_of(cast)
    subscribe(system, receiver, "OrderOpened")
    assert system.post("/orders", demand(phone="1")).status_code == 422
    assert jobs("exchange.note_fact") == 0


def test_a_dead_receiver_never_slows_a_write(cast: Cast) -> None:
    system = system_of(cast)
    nobody = Receiver(url="http://127.0.0.1:9/")
    subscribe(system, nobody, "OrderOpened")
    assert system.post("/orders", demand()).status_code == 201
    assert (jobs("exchange.note_fact"), Delivery.objects.count()) == (1, 0)
    work()
    assert Delivery.objects.get().attempts == 1


def test_a_worker_killed_after_the_push_pushes_the_same_again_and_loses_nothing(
    cast: Cast, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = system_of(cast)
    subscribe(system, receiver, "OrderOpened")
    system.post("/orders", demand())

    def dies(**_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as killed:
        killed.setattr("huying.exchange.tasks.record_push", dies)
        with pytest.raises(SystemExit):
            work_to_death()
    assert Delivery.objects.get().state == DeliveryState.WAITING
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'succeeded' WHERE task_name = 'exchange.note_fact'")
    work()
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert len(receiver.got) == 2
    assert len({headers["Huying-Delivery"] for _, headers in receiver.got}) == 1


def note() -> None:
    """Do the job that notes the fact."""
    with connection.cursor() as cursor:
        known = "SELECT (args - 'caused_by')::text FROM procrastinate_jobs WHERE task_name = %s"
        cursor.execute(known, ["exchange.note_fact"])
        (args,) = cursor.fetchone()
    note_fact_task(**json.loads(args))


def work_to_death() -> None:
    """Do the push in this thread, as a worker that is killed over it."""
    note()
    push_task(delivery_id=Delivery.objects.get().pk)


def test_a_push_whose_job_was_lost_is_found(cast: Cast, receiver: Receiver) -> None:
    system = system_of(cast)
    subscribe(system, receiver, "OrderOpened")
    system.post("/orders", demand())
    work_once_without_pushing()
    assert jobs("exchange.push") == 0
    send_waiting_task(timestamp=0)
    send_waiting_task(timestamp=0)
    assert jobs("exchange.push") == 1
    work()
    assert len(receiver.got) == 1


def work_once_without_pushing() -> None:
    """Note the fact and lose the job that would push it."""
    note()
    note()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    assert Delivery.objects.count() == 1


def test_a_system_is_told_only_of_orders_that_its_seat_may_see(cast: Cast, receiver: Receiver) -> None:
    hotline, bureau = system_of(cast), system_of(cast, "bureau", Role.CLERK)
    dispatcher, street = system_of(cast, "hotline", Role.DISPATCHER), system_of(cast, "street", Role.CLERK)
    with receiving() as elsewhere:
        subscribe(bureau, elsewhere, "OrderOpened", "UnitAssigned")
        subscribe(street, receiver, "OrderOpened", "UnitAssigned")
        number = hotline.post("/orders", demand()).json()["number"]
        given = {"seen": 1, "lead_unit_id": cast.street.pk, "legal_basis": "属地管理"}
        assert dispatcher.post(f"/orders/{number}/actions/assign_unit", given).status_code == 200
        work()
        assert elsewhere.got == []
    told = [json.loads(body)["fact"] for body, _ in receiver.got]
    assert "UnitAssigned" in told


def test_what_was_given_up_is_shown_and_sent_again_with_the_same_id(cast: Cast, receiver: Receiver) -> None:
    system = system_of(cast)
    with one_commit():
        security = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    subscribe(system, receiver, "OrderOpened")
    system.post("/orders", demand())
    work_once_without_pushing()
    delivery = Delivery.objects.get()
    for _ in range(9):
        with one_commit():
            record_push(delivery_id=delivery.pk, fault="接收方应答 503。", at=MONDAY)
    assert Delivery.objects.get().state == DeliveryState.DEAD
    with pytest.raises(NotAllowed), one_commit():
        send_again(delivery_id=delivery.pk, actor=cast.operator, at=MONDAY)
    with browser(security, at=MONDAY) as client:
        assert "接收方应答 503" in client.get("/systems/").content.decode()
        assert client.post(f"/systems/deliveries/{delivery.pk}/again/").status_code == 302
        assert client.post(f"/systems/deliveries/{delivery.pk}/again/").status_code == 404
    later()
    work()
    assert receiver.got[0][1]["Huying-Delivery"] == str(delivery.push_id)
    assert Delivery.objects.get().state == DeliveryState.SENT
    assert sweep_deliveries(at=clock.now() + timedelta(days=31)) == 1


def test_planning_a_push_twice_is_planning_it_once(cast: Cast) -> None:
    with one_commit():
        plan_push(delivery_id=1)
        plan_push(delivery_id=1)
    assert jobs("exchange.push") == 1


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://example.cn/", True),
        ("ftp://example.cn/", True),
        ("https://user:pw@example.cn/", True),
        ("https://169.254.169.254/", True),
        ("https://[::ffff:169.254.169.254]/", True),
        ("https://10.0.0.1/", False),
        ("https://127.0.0.1/", False),
        ("http://10.0.0.1/", False),
        ("https://", True),
        ("https://a:99999/", True),
        ("/facts", True),
    ],
)
def test_an_address_that_may_not_be_called_is_refused(cast: Cast, settings: Any, url: str, private: bool) -> None:
    settings.HUYING_WEBHOOK_PRIVATE = private
    if url == "http://example.cn/":
        settings.HUYING_WEBHOOK_PRIVATE = False
    answer = system_of(cast).post("/webhooks", {"url": url, "facts": ["OrderOpened"], "secret": SECRET})
    assert answer.status_code == 422, answer.content
    assert answer.json()["errors"][0]["field"] == "url"


def test_a_system_sees_and_ends_its_own_subscriptions_only(cast: Cast, receiver: Receiver) -> None:
    mine, other = system_of(cast), system_of(cast, "bureau", Role.CLERK)
    subscribe(mine, receiver, "OrderOpened")
    (row,) = mine.get("/webhooks").json()["items"]
    assert (row["url"], row["facts"], row["is_failing"]) == (receiver.url, ["OrderOpened"], False)
    assert SECRET not in str(row)
    assert SECRET.encode() not in bytes(Subscription.objects.get().secret_sealed)
    assert other.get("/webhooks").json() == {"items": []}
    assert other.delete(f"/webhooks/{row['id']}").status_code == 404
    assert mine.delete(f"/webhooks/{row['id']}").status_code == 200
    assert mine.get("/webhooks").json() == {"items": []}
    mine.post("/orders", demand())
    assert jobs("exchange.note_fact") == 0
