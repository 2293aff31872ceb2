"""What the rule of automatic dispatch may send, has sent, and would have sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Q

from huying.dispatch.choices import HeldBack
from huying.dispatch.models import Comparison, Suggestion
from huying.dispatch.queries.standing import standing_of
from huying.dispatch.queries.suggestion import hundred
from huying.domain.actors import Actor, Role
from huying.domain.guarantees import AutoDispatch
from huying.domain.states import STATE_LABELS, State
from huying.organisation.queries.units import names_of
from huying.workorders.models.order import LAST_FIRST
from huying.workorders.queries.dossier import Dossier

AUTO_DISPATCH = "auto_dispatch"
"""The named policy that dispatches by itself, as the history knows it."""
SHOWN = 100
_BY_MODEL = "历史上相似的工单，每 100 张约有 {sure} 张由该单位承办（自动派单规则，派单模型第 {model} 版）"


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An order that the rule may send now, to whom and on what ground; ``seen`` is its last event."""

    centre_id: int
    unit_id: int
    legal_basis: str
    seen: int


@dataclass(frozen=True, kw_only=True)
class Mark:
    """That a rule sent the order: how many of a hundred like it are that unit's; whether it may be recalled still."""

    sure: int
    may_recall: bool


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An order that the rule sent. ``outcome`` is empty while it is its unit's as the rule said."""

    number: str
    title: str
    unit_name: str
    sure: int
    decided_at: datetime
    state_label: str
    outcome: str
    seen: int
    may_recall: bool


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What the rule was sure enough of in a period: ``agreed`` where the order is that unit's now, whoever sent it.

    ``control``: what was drawn to be left to a person while the rule dispatched; ``shadow``: all else that people sent.
    """

    shadow: int
    shadow_agreed: int
    automatic: int
    automatic_agreed: int
    control: int
    control_agreed: int


def offer_for(*, order_id: int, at: datetime) -> Offer | None:
    """Return how the rule may send an order now; ``None`` where it may not, for whatever reason."""
    made = Suggestion.objects.filter(pk=order_id, is_offered=True, held_back=HeldBack.NOTHING).select_related("order")
    offered = made.first()
    if offered is None or offered.model_unit_id is None or offered.probability is None:
        return None
    order = offered.order
    standing = standing_of(centre_id=order.centre_id, model_number=offered.model_number, at=at)
    is_allowed = standing.mode is AutoDispatch.ON and standing.is_sure(offered.probability)
    is_waiting = order.state == State.AWAITING_DISPATCH and order.urgency > LAST_FIRST and order.open_roads is None
    if not is_allowed or not is_waiting:
        return None
    told = _BY_MODEL.format(sure=hundred(offered.probability), model=offered.model_number)
    return Offer(
        centre_id=order.centre_id,
        unit_id=offered.model_unit_id,
        legal_basis=offered.legal_basis or told,
        seen=order.events,
    )


def mark_of(*, dossier: Dossier, actor: Actor) -> Mark | None:
    """Return the mark of an order whose present lead a rule chose, for the hotline and who watches; no read."""
    sent = next((event for event in reversed(dossier.events) if event.action in _SENDS), None)
    if sent is None or sent.policy != AUTO_DISPATCH or dossier.order.accountable_unit_id is None:
        return None
    is_new = dossier.order.state == State.DISPATCHED
    return Mark(sure=hundred(float(sent.data["guessed"]["sure"])), may_recall=is_new and actor.role is Role.DISPATCHER)


_SENDS = ("assign_unit", "rule_unit", "follow_master")


def sent_by_rule(*, actor: Actor, since: datetime, until: datetime) -> tuple[Sent, ...]:
    """Return what the rule sent in a period in the actor's centre, the newest first, at most ``SHOWN``."""
    rows = list(
        Comparison.objects.filter(
            centre_id=actor.centre_id, decided_at__gte=since, decided_at__lt=until, is_automatic=True
        )
        .select_related("order")
        .order_by("-decided_at", "-pk")[:SHOWN]
    )
    names = names_of(unit_ids={unit for row in rows for unit in (row.decided_unit_id, row.final_unit_id) if unit})
    return tuple(_sent(row, names, actor) for row in rows)


def _sent(row: Comparison, names: dict[int, str], actor: Actor) -> Sent:
    order = row.order
    is_new = order.state == State.DISPATCHED and row.final_unit_id == row.decided_unit_id
    return Sent(
        number=order.number,
        title=order.title,
        unit_name=names[row.decided_unit_id],
        sure=hundred(row.probability or 0.0),
        decided_at=row.decided_at,
        state_label=STATE_LABELS[State(order.state)],
        outcome=_outcome(row, names),
        seen=order.events,
        may_recall=is_new and actor.role is Role.DISPATCHER,
    )


def _outcome(row: Comparison, names: dict[int, str]) -> str:
    if row.final_unit_id == row.decided_unit_id:
        return ""
    how = "已收回" if row.is_taken_back else "已退单"
    return f"{how}，改派{names[row.final_unit_id]}" if row.final_unit_id else how


def trial_of(*, actor: Actor, since: datetime, until: datetime) -> Trial:
    """Return how the rule did in a period, beside people and alone."""
    agreed, sure = Q(final_unit=F("model_unit")), Comparison.objects.filter(is_offered=True)
    parts = {
        "shadow": Q(is_automatic=False, held_back=HeldBack.NOTHING),
        "automatic": Q(is_automatic=True),
        "control": Q(held_back=HeldBack.CONTROL),
    }
    counts = {name: Count("pk", filter=part) for name, part in parts.items()}
    counts |= {f"{name}_agreed": Count("pk", filter=part & agreed) for name, part in parts.items()}
    period = sure.filter(centre_id=actor.centre_id, decided_at__gte=since, decided_at__lt=until)
    return Trial(**period.aggregate(**counts))
