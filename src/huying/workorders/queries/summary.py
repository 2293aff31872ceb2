"""What stands at the head of every page about an order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.queries.matters import matter
from huying.domain.actors import Actor
from huying.domain.states import STATE_LABELS
from huying.organisation.queries.units import names_of
from huying.workorders.choices import Channel, OrderKind, TextKind, Urgency
from huying.workorders.models import Event, Order
from huying.workorders.queries.dossier import Dossier, body_of
from huying.workorders.queries.history import sees_original
from huying.workorders.queries.splits import own_words
from huying.workorders.queries.tags import tag_labels


@dataclass(frozen=True, kw_only=True)
class Summary:
    """An order's head. ``original`` is empty where the actor may not read the caller's own words.

    ``care`` is what the caller asked to be considered as the order was opened; ``said`` what the order is about, in
    words that the actor may read.
    """

    number: str
    title: str
    state: str
    state_label: str
    kind_label: str
    urgency_label: str
    channel_label: str
    matter_text: str
    place_text: str
    is_confidential: bool
    round: int
    difficulty_labels: tuple[str, ...]
    care: str
    accountable_name: str
    holder_name: str
    registered_at: datetime
    due_at: datetime | None
    nearly_at: datetime | None
    external_no: str
    source_at: str
    transfer: str
    original: str
    said: str
    events: int


def summary_of(*, dossier: Dossier, actor: Actor) -> Summary:
    """Return the head of an order that the actor may see.

    For a confidential order a unit sees only 转办内容: neither the original nor the exact place.
    """
    order, facts = dossier.order, dossier.facts
    open_to_actor = sees_original(order=facts, actor=actor)
    words = own_words(dossier=dossier) if open_to_actor else None
    texts = {text.kind: text for text in dossier.texts}  # the last of a kind: 转办内容 may be written at acceptance
    names = names_of(unit_ids={unit for unit in (order.accountable_unit_id, order.holder_unit_id) if unit})
    chosen = matter(matter_id=order.matter_id) if order.matter_id else None
    return Summary(
        number=order.number,
        title=order.title,
        state=order.state,
        state_label=STATE_LABELS[facts.state],
        kind_label=OrderKind(order.kind).label,
        urgency_label=Urgency(order.urgency).label,
        channel_label=Channel(order.channel).label,
        matter_text=chosen.path_text if chosen else "",
        place_text=order.place_text if open_to_actor else "",
        is_confidential=order.is_confidential,
        round=order.round,
        difficulty_labels=tag_labels(codes=order.difficulties, version_id=order.policy_version_id),
        care=dossier.bodies(TextKind.INFORMATION).get((TextKind.INFORMATION, 1), ""),
        accountable_name=names.get(order.accountable_unit_id or 0, ""),
        holder_name=names.get(order.holder_unit_id or 0, ""),
        registered_at=order.registered_at,
        due_at=order.due_at,
        nearly_at=order.nearly_at,
        external_no=order.external_no,
        source_at=_source_at(order) if order.external_no else "",
        transfer=body_of(texts.get(TextKind.TRANSFER)),
        original=body_of(texts.get(TextKind.ORIGINAL)) if open_to_actor else "",
        said=body_of(words or texts.get(TextKind.TRANSFER)),
        events=order.events,
    )


def _source_at(order: Order) -> str:
    """Return when the demand was made by its source's word, as the first event keeps it."""
    data = Event.objects.values_list("data", flat=True).get(order=order, seq=1)
    return str(data.get("source_at", ""))[:16].replace("T", " ")
