"""Jobs of the intake: what happens to merged orders when something happens to their master.

Each job is of one order and one fact, by which it is locked; what it did already it does not do again.
"""

from __future__ import annotations

from typing import Any

from procrastinate.contrib.django import app

from huying.domain.actors import Actor, policy_actor
from huying.domain.facts import Fact
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.outbox import AGAIN
from huying.intake.actions.answer_merged import answer_merged
from huying.intake.actions.follow_master import follow_master
from huying.intake.actions.put_off_merged import put_off_merged
from huying.intake.actions.unmerge_order import unmerge_order
from huying.workorders.queries.merges import master_of, open_children


def let_follow(fact: Fact) -> None:
    """Put the job that lets a merged order follow its master into the present transaction."""
    _defer(follow_master_task, fact.order_id, fact)


def let_children_follow(fact: Fact) -> None:
    """Do so for every order that is merged into the fact's."""
    for child in open_children(order_id=fact.order_id):
        _defer(follow_master_task, child, fact)


def put_off_children(fact: Fact) -> None:
    """Put a job for each order merged into the fact's, whose limit may have changed."""
    for child in open_children(order_id=fact.order_id):
        _defer(put_off_merged_task, child, fact)


def answer_children(fact: Fact) -> None:
    """Put a job for each order merged into the fact's, whose reply went out."""
    for child in open_children(order_id=fact.order_id):
        _defer(answer_merged_task, child, fact, event=fact.event, master_id=fact.order_id)


def release_children(fact: Fact) -> None:
    """Put a job for each order merged into the fact's, which ended without an answer to them."""
    for child in open_children(order_id=fact.order_id):
        _defer(unmerge_task, child, fact, master_id=fact.order_id)


def _defer(task: Any, order_id: int, fact: Fact, **more: int) -> None:
    lock = f"{task.name}:{order_id}:{fact.order_id}:{fact.event}"
    task.configure(queueing_lock=lock).defer(order_id=order_id, centre_id=fact.centre_id, **more)


def _policy(centre_id: int) -> Actor:
    return policy_actor(centre_id=centre_id, name="merged")


@app.task(queue="intake", name="intake.follow_master", priority=10, retry=AGAIN)
def follow_master_task(*, order_id: int, centre_id: int) -> None:
    """Give a merged order the lead of its master, and its limit; running it again changes nothing."""
    with one_commit():
        follow_master(order_id=order_id, actor=_policy(centre_id), at=clock.now())
    put_off_merged_task(order_id=order_id, centre_id=centre_id)


@app.task(queue="intake", name="intake.put_off_merged", priority=10, retry=AGAIN)
def put_off_merged_task(*, order_id: int, centre_id: int) -> None:
    """Let a merged order be due with its master; running it again changes nothing."""
    with one_commit():
        put_off_merged(order_id=order_id, actor=_policy(centre_id), at=clock.now())


@app.task(queue="intake", name="intake.answer_merged", priority=10, retry=AGAIN)
def answer_merged_task(*, order_id: int, centre_id: int, event: int, master_id: int | None = None) -> None:
    """Answer a merged order by its master's reply; running it again changes nothing."""
    follow_master_task(order_id=order_id, centre_id=centre_id)
    with one_commit():
        answer_merged(order_id=order_id, until=event, master_id=master_id, actor=_policy(centre_id), at=clock.now())


@app.task(queue="intake", name="intake.unmerge_order", priority=10, retry=AGAIN)
def unmerge_task(*, order_id: int, centre_id: int, master_id: int | None = None) -> None:
    """Let an order whose master is gone go on by itself; running it again changes nothing."""
    master_id = master_id or master_of(order_id=order_id)
    if master_id is None:
        return
    with one_commit():
        unmerge_order(
            order_id=order_id,
            reason="主单已撤单，本单恢复单独办理。",
            only_from=master_id,
            seen=None,
            actor=_policy(centre_id),
            at=clock.now(),
        )
