"""Check the answer to a supervision order: it suffices, or the unit answers again (督查跟进)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import Stage
from huying.domain.supervising import Form, form_of_next_round
from huying.policy.queries import policy_of
from huying.supervision.actions.issue_supervision import MOST_DAYS
from huying.supervision.choices import Outcome, Verdict
from huying.supervision.models import SupervisionOrder, SupervisionRound
from huying.supervision.queries.asking import answer_due, open_supervision
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.models import Clock, Order


class CheckUnfit(Invalid):
    """约定: who has to answer again is told what is missing."""

    code = "supervision_check_unfit"
    sentence = "不予认可的，请写明答复还缺什么；自定时限为 1 到 30 个工作日。"


@transaction.atomic(savepoint=False)
def check_supervision(
    *,
    order_id: int,
    verdict: Verdict,
    words: str = "",
    days: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Accept the answer, which closes the supervision order; or have the unit answer again, with a new limit.

    As often as the policy says (``supervision_rounds``) the form goes a rung up with the next round.

    Raises:
        CheckUnfit, or what ``move`` raises.

    """
    is_accepted = verdict is Verdict.ACCEPTED
    wrong = [] if is_accepted or words.strip() else ["words"]
    if days is not None and not 0 < days <= MOST_DAYS:
        wrong.append("days")
    if wrong:
        raise CheckUnfit(fields=dict.fromkeys(wrong, CheckUnfit.sentence))
    due_at = answer_due(order_id=order_id, days=days, actor=actor, at=at)
    asked = open_supervision(order_id=order_id)
    order = move(
        order_id=order_id,
        action="check_supervision",
        actor=actor,
        at=at,
        seen=seen,
        data={"outcome": verdict.value, "round": asked.round} if asked else {},
        texts={TextKind.SUPERVISION: words.strip()},
        clocks=[] if is_accepted or asked is None else [(Stage.SUPERVISION, asked.unit_id)],
        is_settled=is_accepted,
    )
    if asked is None:  # the table saw one open
        raise AssertionError(order_id)
    SupervisionRound.objects.filter(supervision=asked, number=asked.round).update(
        checked_at=at, checked_event=order.events, is_accepted=is_accepted
    )
    if is_accepted:
        SupervisionOrder.objects.filter(pk=asked.pk).update(
            closed_at=at, closed_event=order.events, outcome=Outcome.ACCEPTED
        )
    else:
        _ask_again(asked, order, due_at=due_at, at=at)


def _ask_again(asked: SupervisionOrder, order: Order, *, due_at: datetime, at: datetime) -> None:
    """Begin the next round; the insufficient answers are as many as the rounds that were."""
    often = policy_of(version_id=order.policy_version_id).supervision_rounds
    form = form_of_next_round(form=Form(asked.form), insufficient=asked.round, often=often)
    Clock.objects.filter(order=order, stage=Stage.SUPERVISION, stopped_at=None).update(due_at=due_at)
    SupervisionOrder.objects.filter(pk=asked.pk).update(
        round=asked.round + 1, form=form, due_at=due_at, answered_at=None
    )
    SupervisionRound.objects.create(
        supervision=asked, number=asked.round + 1, form=form, event=order.events, asked_at=at, due_at=due_at
    )
