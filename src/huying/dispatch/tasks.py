"""Jobs of dispatch."""

from __future__ import annotations

import logging
from datetime import timedelta

from procrastinate.contrib.django import app

from huying.catalogue.actions.replace_findings import replace_findings
from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.lapse_return import lapse_return
from huying.dispatch.actions.record_guarantee import record_guarantee
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.queries.automatic import AUTO_DISPATCH, offer_for
from huying.dispatch.queries.decided import drifts_of
from huying.dispatch.queries.ranking import guesses_about
from huying.dispatch.queries.returns import has_waiting_return
from huying.dispatch.queries.standing import model_in_use
from huying.domain.actors import policy_actor
from huying.domain.errors import Refusal
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.outbox import AGAIN
from huying.organisation.queries.centres import centre_ids
from huying.policy.queries import NoPolicy, policy_at

_log = logging.getLogger("huying.jobs")


def lapse_return_when_waiting(*, order_id: int, centre_id: int) -> None:
    """Put the job that lets an ended order's request lapse into the present transaction; most orders have none."""
    if has_waiting_return(order_id=order_id):
        lapse_return_task.configure(queueing_lock=f"dispatch.lapse_return:{order_id}").defer(
            order_id=order_id, centre_id=centre_id
        )


@app.task(queue="dispatch", name="dispatch.suggest_unit", retry=AGAIN)
def suggest_unit_task(*, order_id: int) -> None:
    """Suggest a unit for an order; running it again replaces the suggestion. The model is asked before the write."""
    guesses, at = guesses_about(order_id=order_id), clock.now()
    with one_commit():
        suggest_unit(order_id=order_id, guesses=guesses, at=at)
        if offer_for(order_id=order_id, at=at):
            lock = f"dispatch.assign_by_rule:{order_id}"
            assign_by_rule_task.configure(queueing_lock=lock).defer(order_id=order_id)


@app.task(queue="dispatch", name="dispatch.assign_by_rule", retry=AGAIN)
def assign_by_rule_task(*, order_id: int) -> None:
    """Send an order where the rule is sure enough; asked anew, for a person may have been quicker."""
    at = clock.now()
    offer = offer_for(order_id=order_id, at=at)
    if offer is None:
        return
    actor = policy_actor(centre_id=offer.centre_id, name=AUTO_DISPATCH)
    try:
        with one_commit():
            assign_unit(
                order_id=order_id,
                lead_unit_id=offer.unit_id,
                legal_basis=offer.legal_basis,
                seen=offer.seen,
                actor=actor,
                at=at,
            )
    except Refusal as refused:
        _log.info("自动派单没有进行，留给派单员：%s", refused.code, extra={"order_id": order_id})


@app.task(queue="dispatch", name="dispatch.record_guarantees", retry=AGAIN)
def record_guarantees_task(*, timestamp: int) -> None:
    """Work out anew, centre by centre, from which threshold on the rule may be trusted."""
    del timestamp
    for centre_id in centre_ids():
        number = model_in_use(centre_id=centre_id)
        if number is not None:
            with one_commit():
                actor = policy_actor(centre_id=centre_id, name=AUTO_DISPATCH)
                record_guarantee(model_number=number, actor=actor, at=clock.now())


@app.task(queue="dispatch", name="dispatch.lapse_return", priority=10, retry=AGAIN)
def lapse_return_task(*, order_id: int, centre_id: int) -> None:
    """Let the request to return an ended order lapse; running it again changes nothing."""
    with one_commit():
        lapse_return(order_id=order_id, actor=policy_actor(centre_id=centre_id, name="lapsed_roads"), at=clock.now())


@app.task(queue="dispatch", name="dispatch.find_drifts", queueing_lock="dispatch.find_drifts")
def find_drifts_task(*, timestamp: int) -> None:
    """Count where decisions differ from the duty lists, nightly and centre by centre."""
    del timestamp
    at = clock.now()
    for centre_id in centre_ids():
        try:
            days = policy_at(centre_id=centre_id, at=at).policy.finding_days
        except NoPolicy:
            continue
        since = at - timedelta(days=days)
        found = drifts_of(centre_id=centre_id, since=since, at=at)
        with one_commit():
            actor = policy_actor(centre_id=centre_id, name="find_drifts")
            replace_findings(drifts=found, since=since, actor=actor, at=at)
