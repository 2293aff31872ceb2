"""Jobs of the intake: what happens to merged orders when something happens to their master."""

from __future__ import annotations

from procrastinate.contrib.django import app

from huying.domain.actors import policy_actor
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.intake.actions.answer_merged import answer_merged
from huying.intake.actions.follow_master import follow_master
from huying.intake.actions.unmerge_order import unmerge_order
from huying.workorders.queries.merges import master_of, open_children

_POLICY = "merged"


def let_follow(*, order_id: int, centre_id: int) -> None:
    """Put the job that lets a merged order follow its master into the present transaction."""
    follow_master_task.defer(order_id=order_id, centre_id=centre_id)


def let_children_follow(*, order_id: int, centre_id: int) -> None:
    """Do so for every order that is merged into this one."""
    for child in open_children(order_id=order_id):
        follow_master_task.defer(order_id=child, centre_id=centre_id)


def answer_children(*, order_id: int, centre_id: int, event: int) -> None:
    """Put a job for each order merged into this one, whose reply went out with event number ``event``."""
    for child in open_children(order_id=order_id):
        answer_merged_task.defer(order_id=child, centre_id=centre_id, event=event, master_id=order_id)


def release_children(*, order_id: int, centre_id: int) -> None:
    """Put a job for each order merged into this one, which ended without an answer to them."""
    for child in open_children(order_id=order_id):
        unmerge_task.defer(order_id=child, centre_id=centre_id, master_id=order_id)


@app.task(queue="intake", name="intake.follow_master", priority=10)
def follow_master_task(*, order_id: int, centre_id: int) -> None:
    """Give a merged order the lead of its master; running it again changes nothing."""
    with one_commit():
        follow_master(order_id=order_id, actor=policy_actor(centre_id=centre_id, name=_POLICY), at=clock.now())


@app.task(queue="intake", name="intake.answer_merged", priority=10)
def answer_merged_task(*, order_id: int, centre_id: int, event: int, master_id: int | None = None) -> None:
    """Answer a merged order by its master's reply; running it again changes nothing."""
    follow_master_task(order_id=order_id, centre_id=centre_id)
    actor = policy_actor(centre_id=centre_id, name=_POLICY)
    with one_commit():
        answer_merged(order_id=order_id, until=event, master_id=master_id, actor=actor, at=clock.now())


@app.task(queue="intake", name="intake.unmerge_order", priority=10)
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
            actor=policy_actor(centre_id=centre_id, name=_POLICY),
            at=clock.now(),
        )
