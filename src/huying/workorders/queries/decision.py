"""What a conference decided of an order that waits for dispatch, read off its history."""

from __future__ import annotations

from dataclasses import dataclass

from huying.organisation.queries.units import names_of
from huying.workorders.choices import TextKind
from huying.workorders.models import Event, Order, Text
from huying.workorders.queries.dossier import body_of

_SETTLED = "settle_conference"
_RULED = "settle_return"


@dataclass(frozen=True, kw_only=True)
class Decision:
    """Whom the conference chose to lead and to assist, on what ground; ``is_fallback``: no unit was found (区兜底)."""

    lead_unit_id: int
    lead_name: str
    assist_unit_ids: tuple[int, ...]
    assist_names: tuple[str, ...]
    legal_basis: str
    words: str
    is_fallback: bool


def decision_of(*, order_id: int) -> Decision | None:
    """Return the decision that the next dispatch is to follow.

    A dispatch after it used it up; a return granted after it with another unit named takes its place.
    """
    found = Order.objects.filter(pk=order_id).values_list("open_roads", flat=True).first()
    if found is None:  # never took a side road
        return None
    events = Event.objects.filter(order_id=order_id, action__in=("assign_unit", _SETTLED, _RULED)).order_by("-seq")
    last = next((event for event in events if event.action != _RULED or _names_another(event)), None)
    if last is None or last.action != _SETTLED:
        return None
    texts = {text.kind: body_of(text) for text in Text.objects.filter(order_id=order_id, event=last.seq)}
    lead, assists = last.data["lead"], tuple(last.data["assists"])
    names = names_of(unit_ids={lead, *assists})
    return Decision(
        lead_unit_id=lead,
        lead_name=names[lead],
        assist_unit_ids=assists,
        assist_names=tuple(names[unit] for unit in assists),
        legal_basis=texts.get(TextKind.REASON, ""),
        words=texts.get(TextKind.DECISION, ""),
        is_fallback=last.data["outcome"] == "undecided",
    )


def _names_another(ruled: Event) -> bool:
    return bool(ruled.data["granted"] and ruled.data["found"])
