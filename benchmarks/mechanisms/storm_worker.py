"""Some of the people in a storm: one process, a thread for each, every thread with a connection of its own.

``python -m benchmarks.mechanisms.storm_worker DATA PLAN``. Each person writes down what was acknowledged, refused or
cut off, outside the database, so that it can be compared with what the database holds afterwards.
"""

from __future__ import annotations

import json
import sys
import time
import traceback
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any, TextIO

import httpx

from huying.cli.store import opened

_PATIENCE, _PAUSE = 120.0, 0.3
_LATER = timedelta(days=60)
_BUSY = {409: "conflict", 403: "refused", 404: "refused", 422: "refused", 429: "refused"}


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What the process is told. ``hot`` is among how many orders, those due first, somebody chooses."""

    people: list[dict[str, Any]]
    sites: list[str]
    numbers: list[int]
    steps: int
    arrivals: int
    hot: int
    seed: int
    by_http: int
    journal: str


class Person:
    """One who works through the hours of the storm, by the API or past it."""

    def __init__(self, number: int, plan: Plan) -> None:
        self.number, self.plan = number, plan
        self.is_http = number % plan.by_http == 0
        self.chance = Random(f"{plan.seed}-{number}")  # no secret
        self.client = httpx.Client(timeout=20, trust_env=False)
        self.leads = [row["unit_id"] for row in plan.people if row["role"] == "clerk"]

    def work(self) -> None:
        """Take so many steps; some are arrivals of new demands, evenly spread."""
        from django.db import connection

        with Path(f"{self.plan.journal}-{self.number}.jsonl").open("w", encoding="utf-8") as journal:
            for step in range(self.plan.steps):
                arrives = step * self.plan.arrivals // self.plan.steps
                is_arrival = step == 0 or arrives > (step - 1) * self.plan.arrivals // self.plan.steps
                self._step(f"〔{self.number}-{step}〕", journal, is_arrival=is_arrival)
        connection.close()

    def _step(self, mark: str, journal: TextIO, *, is_arrival: bool) -> None:
        from django.db import InterfaceError, OperationalError, connection

        begun = time.monotonic()
        while time.monotonic() < begun + _PATIENCE:
            try:
                line = self._arrival(mark) if is_arrival else self._act(mark)
            except (OperationalError, InterfaceError):  # cut off while reading: nothing was tried
                connection.close()
                time.sleep(_PAUSE)
                continue
            if line:
                journal.write(json.dumps({**line, "mark": mark, "at": time.time(), "http": self.is_http}) + "\n")
                journal.flush()
            return

    def _arrival(self, mark: str) -> dict[str, Any]:
        row = self._seat("operator", None)
        said: dict[str, Any] = {
            "kind": "help",
            "original": f"楼下烧烤店油烟扰民。{mark}",
            "phone": f"138{self.number:08d}",
        }
        line = {"action": "open_order", "person": row["person_id"], "seq": 1}
        if self.is_http:
            return line | self._post("/orders", said, row, mark)

        def register() -> dict[str, Any]:
            from huying.foundation import clock
            from huying.intake.actions.register_order import register_order
            from huying.intake.schemas import OrderIn

            demand = OrderIn(**said).registration(source="")
            order = register_order(registration=demand, actor=_actor(row), at=clock.now())
            return {"order": order.pk}

        return line | _attempt(register)

    def _seat(self, role: str, unit_id: int | None) -> dict[str, Any]:
        fitting = [one for one in self.plan.people if one["role"] == role and unit_id in {None, one["unit_id"]}]
        return self.chance.choice(fitting)

    def _act(self, mark: str) -> dict[str, Any] | None:
        """Choose one of the orders that are due first, and do to it what somebody would."""
        from benchmarks.mechanisms.storm_choices import wish
        from huying.workorders.models import Order
        from huying.workorders.queries.facts import facts_of

        waiting = Order.objects.filter(centre_id=self.plan.people[0]["centre_id"], is_open=True)
        found = list(waiting.exclude(state="replied").order_by("due_at", "pk")[: self.plan.hot])
        if not found:
            return None
        order = self.chance.choice(found)
        facts = facts_of(order=order)
        others = [one.number for one in found if one.pk != order.pk and not one.open_roads and one.round == 1]
        chosen = wish(facts, others=others, leads=self.leads, mark=mark, chance=self.chance)
        if chosen is None:
            return None
        row = self._seat(chosen.role, chosen.unit_id)
        words = {**chosen.words, "seen": facts.events}
        line = {"action": chosen.action, "person": row["person_id"], "order": order.pk, "seq": facts.events + 1}
        if self.is_http and chosen.in_time:
            return self._post(f"/orders/{order.number}/actions/{chosen.action}", words, row, mark) | line
        return line | _attempt(lambda: _do(chosen.action, order.pk, words, row, in_time=chosen.in_time))

    def _post(self, path: str, said: dict[str, Any], row: dict[str, Any], mark: str) -> dict[str, Any]:
        """Send it until an answer comes, with the same key each time."""
        key = f"storm-{self.plan.seed}-{mark.strip('〔〕')}-key"
        headers = {"Authorization": f"Bearer {row['token']}", "Idempotency-Key": key}
        begun, tried = time.monotonic(), 0
        while time.monotonic() < begun + _PATIENCE:
            tried += 1
            try:
                site = self.chance.choice(self.plan.sites)
                answer = self.client.post(f"{site}/api/v1{path}", json=said, headers=headers)
            except httpx.TransportError:
                time.sleep(_PAUSE)
                continue
            if answer.status_code == 503:
                time.sleep(_PAUSE)
                continue
            body = answer.json() if "json" in answer.headers.get("content-type", "") else {}
            if answer.is_success:
                return {"outcome": "done", "order": int(body["number"][8:]), "tried": tried}
            outcome = _BUSY.get(answer.status_code, "fault")
            return {"outcome": outcome, "code": body.get("code", str(answer.status_code)), "tried": tried}
        return {"outcome": "broken", "tried": tried}


def _attempt(act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """Do it in one commit, as an entrance does, and say how it ended."""
    from django.db import InterfaceError, OperationalError, connection
    from psycopg.errors import DeadlockDetected

    from huying.domain.errors import Conflict, Refusal
    from huying.foundation.commit import one_commit

    try:
        with one_commit():
            more = act()
    except Conflict as fault:
        cause = fault.__cause__.__cause__ if fault.__cause__ else None
        return {"outcome": "conflict", "code": "deadlock" if isinstance(cause, DeadlockDetected) else fault.code}
    except Refusal as fault:
        return {"outcome": "refused", "code": fault.code}
    except (OperationalError, InterfaceError):
        connection.close()
        time.sleep(_PAUSE)
        return {"outcome": "broken"}
    except Exception:  # noqa: BLE001  whatever it is, it is counted
        return {"outcome": "fault", "code": traceback.format_exc()[-2000:]}
    return {"outcome": "done", **more}


def _do(action: str, order_id: int, words: dict[str, Any], row: dict[str, Any], *, in_time: bool) -> dict[str, Any]:
    from benchmarks.mechanisms.storm_actions import ACTIONS
    from huying.foundation import clock

    act, schema = ACTIONS[action]
    at = clock.now() if in_time else clock.now() + _LATER
    act(order_id=order_id, **dict(schema(**words)), actor=_actor(row), at=at)
    return {}


def _actor(row: dict[str, Any]) -> Any:
    from huying.domain.actors import Actor, Role

    names = ("person_id", "unit_id", "district_id", "centre_id")
    return Actor(role=Role(row["role"]), **{name: row[name] for name in names})


def main() -> None:
    """Let the people of this process work side by side."""
    plan = Plan(**json.loads(Path(sys.argv[2]).read_text(encoding="utf-8")))
    with opened(Path(sys.argv[1])), ThreadPoolExecutor(len(plan.numbers)) as threads:
        for done in [threads.submit(Person(number, plan).work) for number in plan.numbers]:
            done.result()


if __name__ == "__main__":
    main()
