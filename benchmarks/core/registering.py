"""Registering: the operator's whole use case, one durable commit each, from several processes at once."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

import django

from benchmarks.core import wording
from benchmarks.core.machine import server_processor
from huying.domain.actors import Actor

if TYPE_CHECKING:
    from huying.workorders.models import Order

_WARM_UP = 40
_MATTERS = 100
_PATIENCE = 120


@dataclass(frozen=True, kw_only=True)
class Registered:
    """What a run came to: orders a second, and milliseconds of processor time for each order."""

    processes: int
    per_s: float
    app_ms: float
    database_ms: float

    @property
    def cpu_ms(self) -> float:
        """Return the processor time of application and database together."""
        return self.app_ms + self.database_ms


def register_for(*, seconds: float, processes: int, operator: Actor, data: Path) -> Registered:
    """Register for so long from so many processes, all warm before the clock starts."""
    context = multiprocessing.get_context("spawn")
    barrier, answers = context.Barrier(processes + 1), context.Queue()
    workers = [
        context.Process(target=_work, args=(number, seconds, operator, barrier, answers), daemon=True)
        for number in range(processes)
    ]
    for worker in workers:
        worker.start()
    barrier.wait(_PATIENCE)
    before = server_processor(data)
    barrier.wait(_PATIENCE + seconds)
    database = server_processor(data) - before
    runs = [answers.get(timeout=_PATIENCE) for _ in workers]
    for worker in workers:
        worker.join()
    orders = sum(done for done, _, _ in runs)
    return Registered(
        processes=processes,
        per_s=orders / max(taken for _, taken, _ in runs),
        app_ms=1000 * sum(used for _, _, used in runs) / orders,
        database_ms=1000 * database / orders,
    )


def _work(
    number: int, seconds: float, operator: Actor, barrier: Barrier, answers: Queue[tuple[int, float, float]]
) -> None:
    """Be one web process whose callers never stop."""
    django.setup()
    register = registrar(operator=operator, seed=number)
    for _ in range(_WARM_UP):
        register()
    barrier.wait(_PATIENCE)
    done, began, used = 0, time.perf_counter(), time.process_time()
    while (taken := time.perf_counter() - began) < seconds:
        register()
        done += 1
    used = time.process_time() - used
    barrier.wait(_PATIENCE)
    answers.put((done, taken, used))


def registrar(*, operator: Actor, seed: int) -> Callable[[], Order]:
    """Return a function that registers one more demand, as an operator's form would hand it over."""
    # A new process may import models only once Django is set up.
    from huying.catalogue.choices import CatalogueKind
    from huying.catalogue.queries.matters import matter, matters_of, version_at
    from huying.domain.policies import OrderKind, Urgency
    from huying.foundation import clock
    from huying.foundation.commit import one_commit
    from huying.intake.actions.register_order import Registration, register_order
    from huying.organisation.queries.regions import regions_of
    from huying.workorders.choices import Channel

    random = Random(f"{time.time_ns()}-{seed}")
    demands, places = wording.demands(2000, seed=seed), wording.places(2000, seed=seed)
    version = version_at(centre_id=operator.centre_id, kind=CatalogueKind.MATTERS, at=clock.now())
    assert version
    matters = [row.id for row in matters_of(version_id=version) if row.level > 1][:_MATTERS]
    for one in matters:
        matter(matter_id=one)
    regions = list(regions_of(centre_id=operator.centre_id))

    def register() -> Order:
        place = random.choice(places)
        given = Registration(
            channel=random.choice(list(Channel)),
            kind=random.choice(list(OrderKind)),
            urgency=random.choice((Urgency.ORDINARY, Urgency.ORDINARY, Urgency.TIMELY)),
            original=f"{place}，{random.choice(demands)}",
            place_text=place,
            region_id=random.choice(regions),
            matter_id=random.choice(matters),
            phone=f"13{random.randint(0, 999_999_999):09d}",
            name=random.choice(("王小明", "李华", "张三", "欧阳娜娜")),
            home_address=place,
        )
        with one_commit():
            return register_order(registration=given, actor=operator, at=clock.now())

    return register
