"""Open an order: every way an order comes to be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.facts import Fact
from huying.domain.lifecycle import BY_ACTION
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.foundation import clock
from huying.foundation.outbox import publish
from huying.foundation.pictures import Kept
from huying.foundation.rows import insert
from huying.language.likeness import keys_of
from huying.policy.queries import policy_at
from huying.workorders.actions.append_event import append_event
from huying.workorders.choices import AttachmentKind, Channel, TextKind
from huying.workorders.models import Order, SearchRow
from huying.workorders.queries.focuses import priority_of
from huying.workorders.queries.limits import clocks_for, show_due
from huying.workorders.queries.replayed_row import replayed_row
from huying.workorders.queries.search_words import words_of


@dataclass(frozen=True, kw_only=True)
class NewOrder:
    """What is known of a demand when it is registered.

    ``original`` is the caller's own account, ``transfer`` what units are given, ``information`` what they are
    told beside it. ``matter_code`` and
    ``matter_top`` are the codes of the matter and of its first-level class. ``data`` goes into the first
    event: codes and ids only.
    """

    channel: Channel
    kind: OrderKind
    urgency: Urgency
    title: str
    original: str
    transfer: str
    state: State = State.AWAITING_DISPATCH
    reason: str = ""
    information: str = ""
    place_text: str = ""
    region_id: int | None = None
    matter_id: int | None = None
    matter_code: str = ""
    matter_top: str = ""
    is_confidential: bool = False
    identity_id: UUID | None = None
    caller_id: UUID | None = None
    external_source: str = ""
    external_no: str = ""
    repeats_id: int | None = None
    pictures: Sequence[Kept] = ()
    data: Mapping[str, Any] = field(default_factory=dict)


@transaction.atomic(savepoint=False)
def open_order(*, new: NewOrder, actor: Actor, at: datetime) -> Order:
    """Write the order, its first event, texts, clocks, search row and fact; return the order.

    Raises:
        TooManyPictures: more than an order may hold.
        IntegrityError: the external number is already registered in this centre.

    """
    transition = BY_ACTION["open_order"]
    if new.state not in transition.targets:
        raise AssertionError(f"an order cannot begin as {new.state}")
    new = _raised(new, actor=actor, at=at)
    order = _row(new, actor=actor, at=at)
    stages = [(stage, None) for stage in transition.starts_for(new.state)]
    clocks = clocks_for(order=order, stages=stages, matter_code=new.matter_code, at=at)
    show_due(order, clocks)
    insert(order)
    append_event(
        order=order,
        action=transition.action,
        actor=actor,
        at=at,
        data={**new.data, "set": replayed_row(order)},
        texts={
            TextKind.ORIGINAL: new.original,
            TextKind.TRANSFER: new.transfer,
            TextKind.INFORMATION: new.information,
            TextKind.REASON: new.reason,
        },
        pictures={AttachmentKind.DEMAND: new.pictures},
    )
    for started in clocks:
        started.order = order
    words = words_of(order=order, transfer=new.transfer, original=new.original)
    likeness = keys_of(text=new.original, place=new.place_text, within=order.centre_id) or None
    insert(*clocks, SearchRow(order=order, words=" ".join(f"'{word}'" for word in words), likeness=likeness))
    publish(
        Fact(
            name=transition.fact,
            order_id=order.pk,
            centre_id=order.centre_id,
            event=order.events,
            state=order.state,
            at=at,
        )
    )
    return order


def _raised(new: NewOrder, *, actor: Actor, at: datetime) -> NewOrder:
    """Return what is known with the urgency that a focus with priority demands; the event says which (B-25)."""
    if not BY_ACTION["open_order"].starts_for(new.state):  # settled at the door: nothing to hasten
        return new
    found = priority_of(
        centre_id=actor.centre_id,
        on=clock.day_of(at),
        said=f"{new.title}\n{new.transfer}",
        region_id=new.region_id,
        matter_id=new.matter_id,
        urgency=new.urgency,
    )
    if found is None or found.urgency is None:
        return new
    said = {"focus": found.id, "urgency": int(found.urgency), "urgency_before": int(new.urgency)}
    return replace(new, urgency=found.urgency, data={**new.data, **said})


def _row(new: NewOrder, *, actor: Actor, at: datetime) -> Order:
    return Order(
        centre_id=actor.centre_id,
        day=clock.day_of(at),
        external_source=new.external_source,
        external_no=new.external_no,
        channel=new.channel,
        kind=new.kind.value,
        urgency=int(new.urgency),
        title=new.title,
        place_text=new.place_text,
        region_id=new.region_id,
        matter_id=new.matter_id,
        matter_top=new.matter_top,
        is_confidential=new.is_confidential,
        identity_id=new.identity_id,
        caller_id=new.caller_id,
        repeats_id=new.repeats_id,
        state=new.state.value,
        registered_at=at,
        state_since=at,
        policy_version_id=policy_at(centre_id=actor.centre_id, at=at).version_id,
        events=1,
    )
