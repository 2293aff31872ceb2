"""Let a street call bureaus to the spot for an order of the demonstration (吹哨报到)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from huying.coordination.actions.arrive import arrive
from huying.coordination.actions.blow_whistle import blow_whistle
from huying.coordination.actions.check_whistle import check_whistle
from huying.coordination.actions.end_whistle import end_whistle
from huying.coordination.actions.finish_task import finish_task
from huying.coordination.actions.rate_whistle import LOW, rate_whistle
from huying.coordination.actions.record_scene import record_scene
from huying.coordination.actions.refuse_call import refuse_call
from huying.coordination.choices.whistle import CheckWay
from huying.coordination.queries.whistle_ratings import owed_ratings
from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.hours import office_from
from huying.demo.queries.life import DAY, HOUR, MINUTE, Life, OverError
from huying.domain.actors import Role

_CALLED = ("cg", "hb", "zj", "gaj", "sc", "yj", "sl", "gd")
_SCORES = {"late": 3, "no_show": 1, "refused": 2}


@dataclass(frozen=True, kw_only=True)
class _Task:
    unit_id: int
    what: str
    due_at: datetime


def live_whistle(*, life: Life) -> None:
    """Blow, arrive (or not), look at the spot, share the work, end, and rate each other.

    Of two called units the second is the one that is late, does not come, or refuses.
    """
    if life.lead_id not in life.cast.streets:
        return
    way, step = life.call.way, partial(take_step, life=life)
    clerk, called = life.of(life.lead_id), _called(life)
    step(
        action=blow_whistle,
        actor=clerk,
        after=life.lately(25, 45) if way == "blown" else life.office(life.minutes(20, 300)),
        what=life.said("whistle"),
        place=f"{life.call.place or '社区居委会'}（{life.said('here')}）",
        unit_ids=called,
    )
    present = _gather(life, called)
    if way == "blown":
        raise OverError
    due = office_from(life.at + 2 * DAY, life.cast.calendar)
    step(
        action=record_scene,
        actor=clerk,
        after=life.minutes(20, 70),
        finding=life.said("finding"),
        decision=life.said("resolved"),
        tasks=[_Task(unit_id=unit, what=life.said("task"), due_at=due) for unit in present],
    )
    if way == "working":
        raise OverError
    if life.chance(0.6):
        watcher = life.hotline(Role.SUPERVISOR) if life.chance(0.4) else clerk
        way_of_check = life.rng.choice(list(CheckWay))
        after = life.office(life.minutes(60, 900))
        step(action=check_whistle, actor=watcher, after=after, way=way_of_check, note=life.said("check"))
    for unit in present:
        step(
            action=finish_task,
            actor=life.of(unit),
            after=life.office(life.minutes(90, 700)),
            note=life.said("task_done"),
        )
    step(
        action=end_whistle,
        actor=clerk,
        after=life.office(life.minutes(15, 200)),
        conclusion=life.said("conclusion") if len(present) > 1 else life.said("undone"),
    )
    _rate(life, called)


def _called(life: Life) -> list[int]:
    """Draw two units, among them the bureau of the trade where there is one."""
    duty = life.cast.duties.get(life.call.matter[:4])
    drawn = [life.cast.units[code] for code in life.rng.sample(_CALLED, 3)]
    units = [duty, *drawn] if duty and duty not in life.cast.streets else drawn
    return list(dict.fromkeys(units))[:2]


def _gather(life: Life, called: list[int]) -> list[int]:
    """Let the called units come; return those that are there."""
    way, begun, present = life.call.way, life.at, []
    for number, unit in enumerate(called):
        is_second = number == 1
        if is_second and way in {"no_show", "blown"}:
            continue
        if is_second and way == "refused":
            take_step(
                life=life,
                action=refuse_call,
                actor=life.of(unit),
                after=MINUTE * life.rng.uniform(5, 20),
                reason=life.said("no_come"),
            )
            continue
        wait = MINUTE * life.rng.uniform(75, 160) if is_second and way == "late" else MINUTE * life.rng.uniform(8, 26)
        after = max(begun + wait, life.at)
        take_step(
            life=life,
            action=arrive,
            actor=life.of(unit),
            after=after,
            place=life.call.place or "社区居委会",
            note=life.said("arrived"),
        )
        present.append(unit)
    if way == "no_show":
        life.at = max(life.at, begun + HOUR + 5 * MINUTE)
    return present


def _rate(life: Life, called: list[int]) -> None:
    """Let the street rate who was to come, and those the street; a long holiday outlasts the time for it."""
    for rater in (life.lead_id, *called):
        for owed in owed_ratings(order_id=life.order_id, unit_id=rater)[:1]:
            rated_at = life.office(life.minutes(10, 200))
            if rated_at > owed.until:
                continue
            bad = _SCORES.get(life.call.way, 5)
            scores = {
                unit: bad if owed.is_blower and unit == called[1] else life.rng.choice((4, 5, 5))
                for unit, _ in owed.rated
            }
            words = life.said("low") if min(scores.values()) <= LOW else ""
            take_step(
                life=life,
                action=rate_whistle,
                actor=life.of(rater),
                after=rated_at,
                scores=scores,
                words=words,
            )
