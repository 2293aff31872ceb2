"""Danger in what a citizen says: read before the commit, kept in the event as codes and places, shown in words."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection

from huying.domain.actors import Actor
from huying.domain.policies import URGENCY_LABELS, Urgency
from huying.foundation.period import Month
from huying.language.danger import (
    FORCE_LABELS,
    KIND_LABELS,
    Danger,
    DangerKind,
    Force,
    Reading,
    dangers_in,
    read_danger,
)
from huying.workorders.choices import TextKind
from huying.workorders.models import Event
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.history import sees_original

DANGER = "danger"
"""Where an event's data keeps what was read."""
UNCHOSEN = "urgency_unchosen"
"""Says in an event's data that nobody chose the level."""
_UNREAD = "unread"
_HASTENS = frozenset({Urgency.EMERGENCY, Urgency.TIMELY})
_PLACES = ("start", "end", "sentence_start", "sentence_end")
_SPOKEN = (TextKind.ORIGINAL, TextKind.INFORMATION, TextKind.WORDS)
_AGREEMENT = """
SELECT (opened.data #>> '{danger,urgency}')::int, decided.urgency, count(*)
  FROM workorders_event opened
  JOIN workorders_order ON workorders_order.id = opened.order_id AND workorders_order.centre_id = %(centre)s
  LEFT JOIN LATERAL (
       SELECT coalesce(taken.data ->> 'urgency_before', taken.data #>> '{set,urgency}')::int AS urgency
         FROM workorders_event taken
        WHERE taken.order_id = opened.order_id AND taken.person_id IS NOT NULL
          AND taken.action IN ('open_order', 'accept_order') AND NOT taken.data ? 'urgency_unchosen'
        ORDER BY taken.seq LIMIT 1) decided ON true
 WHERE opened.action = 'open_order' AND opened.data ? 'danger' AND opened.data #>> '{danger,urgency}' IS NOT NULL
   AND opened.occurred_at >= %(since)s AND opened.occurred_at < %(until)s
 GROUP BY 1, 2 ORDER BY 1, 2
"""

logger = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class SignRow:
    """One sign as pages show it; the sentence is cut in three so that its words can be marked."""

    kind_label: str
    force_label: str
    is_now: bool
    before: str
    words: str
    after: str
    people: int | None


@dataclass(frozen=True, kw_only=True)
class DangerRow:
    """What was read, and the level it proposes; ``is_unread`` where the reader failed. It decides nothing."""

    urgency: Urgency | None
    urgency_label: str
    signs: tuple[SignRow, ...]
    is_unread: bool = False

    @property
    def hastens(self) -> bool:
        """Say whether it proposes one of the two levels that go first."""
        return self.urgency in _HASTENS


def danger_of(*, text: str) -> Reading | None:
    """Return what a text says of danger; ``None`` where the reader failed, which never stops a demand.

    The log names the kind of failure alone: a citizen's words do not belong there.
    """
    try:
        return read_danger(text)
    except Exception as fault:  # noqa: BLE001  whatever goes wrong in a reading, the demand is registered
        logger.warning("danger could not be read: %s", type(fault).__name__)
        return None


def numbers_to_call(*, text: str) -> tuple[Danger, ...]:
    """Return whom a text of danger asks to call; nobody where the reader failed."""
    try:
        return dangers_in(text)
    except Exception as fault:  # noqa: BLE001  as above
        logger.warning("danger could not be read: %s", type(fault).__name__)
        return ()


def danger_data(reading: Reading | None) -> dict[str, Any]:
    """Return what an event keeps of a reading: codes and places, no words; nothing where nothing was found."""
    if reading is None:
        return {DANGER: _UNREAD}
    if not reading.signs:
        return {}
    signs = [
        {"kind": sign.kind.value, "force": sign.force.value, "people": sign.people}
        | {place: getattr(sign, place) for place in _PLACES}
        for sign in reading.signs
    ]
    return {DANGER: {"urgency": int(reading.urgency or Urgency.ORDINARY), "signs": signs}}


def hastened(*, urgency: Urgency, reading: Reading | None) -> Urgency:
    """Return the level of a demand that nobody has judged yet: what was read may raise it, and never lowers it."""
    proposed = reading.urgency if reading else None
    return min(urgency, proposed) if proposed in _HASTENS else urgency


def danger_row(*, reading: Reading | None, text: str) -> DangerRow | None:
    """Return a reading of a text with its sentences; ``None`` where nothing was found."""
    if reading is None:
        return DangerRow(urgency=None, urgency_label="", signs=(), is_unread=True)
    if not reading.signs or reading.urgency is None:
        return None
    return DangerRow(
        urgency=reading.urgency,
        urgency_label=URGENCY_LABELS[reading.urgency],
        signs=tuple(_row(vars(sign), text) for sign in reading.signs),
    )


def dangers_of(*, dossier: Dossier, actor: Actor) -> tuple[DangerRow, ...]:
    """Return what was read of an order, oldest first; nothing to whom the caller's own words are not open."""
    if not sees_original(order=dossier.facts, actor=actor):
        return ()
    return tuple(_kept(event, dossier) for event in dossier.events if DANGER in event.data)


def _kept(event: Event, dossier: Dossier) -> DangerRow:
    kept = event.data[DANGER]
    if kept == _UNREAD:
        return DangerRow(urgency=None, urgency_label="", signs=(), is_unread=True)
    said = {text.kind: text.body for text in dossier.texts if text.event == event.seq and not text.erased_at}
    text = next((said[kind] for kind in _SPOKEN if kind in said), "")
    urgency = Urgency(kept["urgency"])
    return DangerRow(
        urgency=urgency,
        urgency_label=URGENCY_LABELS[urgency],
        signs=tuple(_row(sign, text) for sign in kept["signs"]),
    )


def _row(sign: Mapping[str, Any], text: str) -> SignRow:
    """Return a sign; what was erased by law is quoted no more."""
    start, end, first, last = (sign[place] for place in _PLACES)
    force = Force(sign["force"])
    return SignRow(
        kind_label=KIND_LABELS[DangerKind(sign["kind"])],
        force_label=FORCE_LABELS[force],
        is_now=force is Force.NOW,
        before=text[first:start].lstrip(),
        words=text[start:end],
        after=text[end:last].rstrip(),
        people=sign["people"],
    )


@dataclass(frozen=True, kw_only=True)
class AgreementRow:
    """How often a proposed level met what a person chose; ``decided_label`` is empty where nobody has yet."""

    proposed_label: str
    decided_label: str
    count: int
    is_same: bool


def agreement(*, month: Month, actor: Actor) -> tuple[AgreementRow, ...]:
    """Return how the levels that were read compare with those that people of the actor's centre chose in a month."""
    with connection.cursor() as cursor:
        cursor.execute(_AGREEMENT, {"centre": actor.centre_id, "since": month.since, "until": month.until})
        found = cursor.fetchall()
    return tuple(
        AgreementRow(
            proposed_label=URGENCY_LABELS[Urgency(proposed)],
            decided_label=URGENCY_LABELS[Urgency(decided)] if decided else "",
            count=count,
            is_same=proposed == decided,
        )
        for proposed, decided, count in found
    )
