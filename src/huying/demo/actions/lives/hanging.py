"""Let a hard matter of the demonstration be hung, reviewed each month, and brought to its end (挂账)."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.invented import texts
from huying.demo.queries.life import DAY, HOUR, MINUTE, Life, OverError
from huying.domain.actors import Role
from huying.foundation.clock import day_of
from huying.handling.actions.end_hanging import end_hanging
from huying.handling.actions.reach_milestone import reach_milestone
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.request_hanging import NewMilestone, request_hanging
from huying.handling.actions.review_hanging import review_hanging
from huying.handling.actions.review_hung import review_hung
from huying.handling.actions.settle_hanging import settle_hanging
from huying.handling.choices import HangingCategory, HungProgress
from huying.workorders.choices import AnsweredBy

_OWNERS = ("陈立行", "周正平", "许一鸣", "沈若山", "顾长河")
_POSTS = ("街道办事处副主任", "分管负责人", "工程科科长", "综合执法队队长")
_CATEGORIES = (
    HangingCategory.LEGACY,
    HangingCategory.MAJOR_WORKS,
    HangingCategory.LEGAL_PROCEDURE,
    HangingCategory.POLICY_GAP,
)
_MONTH = 27 * DAY


def live_hanging(*, life: Life) -> None:
    """Ask with a plan; once it is hung, speak with the caller and review every month until the plan is done."""
    months = 4 if life.call.way == "written_off" else life.rng.choice((6, 8, 10))
    if not _is_hung(life, months):
        return
    life.is_hung = True
    life.read_limit()
    step = partial(take_step, life=life)
    places = list(range(1, len(texts()["speech"]["side"]["step"]) + 1))
    for month in range(1, months + 1):
        clerk = life.of(life.lead_id)
        after = life.office(_MONTH + life.minutes(10, 300))
        step(action=record_contact, actor=clerk, after=after, reached=True, note=life.word("contact"))
        is_last = month * len(places) >= (len(places) - 1) * months
        step(
            action=review_hung,
            actor=clerk,
            after=life.minutes(15, 120),
            progress=HungProgress.MOSTLY_SOLVED if is_last else HungProgress.ADVANCING,
            words=life.said("hung_review"),
        )
        if life.call.way == "ended" and month > 1:
            step(action=end_hanging, actor=clerk, after=HOUR, words=life.said("hanging_ended"))
            life.read_limit()
            life.started, life.is_hung = life.at, False
            return
        if places and month * 4 >= places[0] * months:
            words = life.said("step_done")
            step(action=reach_milestone, actor=clerk, after=life.minutes(5, 60), place=places.pop(0), words=words)
        if not places:
            break
    life.started = life.at


def _is_hung(life: Life, months: int) -> bool:
    """Ask, and return whether it was granted."""
    way, step = life.call.way, partial(take_step, life=life)
    is_left = way in {"at_unit", "at_centre"}
    at = life.lately(60, 120) if is_left else life.office(life.minutes(60, 900))
    if at >= life.due:
        return False
    today, length = day_of(at), timedelta(days=30 * months + 20)
    steps = texts()["speech"]["side"]["step"]
    step(
        action=request_hanging,
        actor=life.of(life.lead_id),
        after=at,
        category=life.rng.choice(_CATEGORIES),
        plan=life.said("plan"),
        owner_name=life.rng.choice(_OWNERS),
        owner_post=life.rng.choice(_POSTS),
        milestones=[
            NewMilestone(due_on=today + length * number / (len(steps) + 0.2), what=what)
            for number, what in enumerate(steps, 1)
        ],
        until=today + length,
        told_by=life.rng.choice((AnsweredBy.PHONE, AnsweredBy.HOME_VISIT)),
    )
    if way == "at_unit":
        raise OverError
    after = 10 * MINUTE if is_left else life.office(life.minutes(10, 200))
    step(action=review_hanging, actor=life.of(life.lead_id, Role.REVIEWER), after=after, is_agreed=True)
    if is_left:
        raise OverError
    is_granted = way != "refused"
    step(
        action=settle_hanging,
        actor=life.hotline(Role.ARBITER),
        after=life.office(life.minutes(20, 500)),
        is_granted=is_granted,
        opinion="" if is_granted else life.said("hanging_refused"),
    )
    return is_granted
