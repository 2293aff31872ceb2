"""Urge whoever has an order in hand (催办)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, Invalid, TooMany
from huying.foundation import clock
from huying.intake.choices import UrgeKind
from huying.intake.models import Urge
from huying.intake.queries import has_urged_today, kind_of_words
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.models import Order

URGE_MAX = 400


class UrgeUnfit(Invalid):
    """Urging without a word why, or with more than anyone reads. 约定: the figure; a citizen need say nothing."""

    code = "urge_unfit"
    sentence = f"请写明催办的情况和要求，不超过 {URGE_MAX} 个字。"


class NotNearlyDue(Conflict):
    """临期超期催办 of an order that has time enough."""

    code = "not_nearly_due"
    sentence = "工单还没有临期，请改选其他催办类型。"


class UrgedToday(TooMany):
    """约定: a citizen urges the own order once a day; whoever telephones is written down each time."""

    code = "urged_today"
    sentence = "今天已经催办过，承办单位会看到。明天还可以再催一次，着急的请拨打 12345。"


@transaction.atomic(savepoint=False)
def urge_order(*, order_id: int, kind: UrgeKind, words: str = "", seen: int | None, actor: Actor, at: datetime) -> None:
    """Write who urges and why, and count it on the order; neither state nor limits change.

    The unit answers by what it does next (登记进展).

    Raises:
        UrgeUnfit, NotNearlyDue, UrgedToday, or what ``move`` raises.

    """
    is_own = actor.role is Role.CITIZEN
    least = 0 if is_own else 1
    if not least <= len(words.strip()) <= URGE_MAX:
        raise UrgeUnfit(fields={"words": UrgeUnfit.sentence})
    order = move(
        order_id=order_id,
        action="urge_order",
        actor=actor,
        at=at,
        seen=seen,
        data={"kind": kind},
        texts={kind_of_words(order_id=order_id, usual=TextKind.URGE, actor=actor): words.strip()},
    )
    if kind is UrgeKind.OVERDUE and (order.nearly_at is None or at < order.nearly_at):
        raise NotNearlyDue
    if is_own and has_urged_today(order_id=order_id, at=at):
        raise UrgedToday
    Order.objects.filter(pk=order_id).update(urges=F("urges") + 1)
    Urge.objects.create(
        order=order,
        number=order.urges + 1,
        kind=kind,
        event=order.events,
        at=at,
        day=clock.day_of(at),
        person_id=actor.person_id,
    )
