"""What caller and unit wrote to each other about an order (沟通)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import Dossier


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """One message; the caller's has neither unit nor person."""

    at: datetime
    is_caller: bool
    unit_name: str
    person_name: str
    words: str


def dialogue_of(*, dossier: Dossier) -> tuple[MessageRow, ...]:
    """Return the messages of an order that the actor may see, oldest first; asks nothing where there is none."""
    said = dossier.bodies(TextKind.CALLER_SAYS, TextKind.UNIT_SAYS)
    if not said:
        return ()
    events = {event.seq: event for event in dossier.events}
    written = [(kind, events[seq], words) for (kind, seq), words in sorted(said.items(), key=lambda one: one[0][1])]
    units = names_of(unit_ids={event.unit_id for _, event, _ in written if event.unit_id})
    people = person_names(person_ids={event.person_id for _, event, _ in written if event.person_id})
    return tuple(
        MessageRow(
            at=event.occurred_at,
            is_caller=kind == TextKind.CALLER_SAYS,
            unit_name=units.get(event.unit_id or 0, ""),
            person_name=people.get(event.person_id or 0, ""),
            words=words,
        )
        for kind, event, words in written
    )
