"""Whom the duty list would send an order to."""

from __future__ import annotations

from dataclasses import dataclass

from huying.dispatch.choices import Ground
from huying.dispatch.models import Suggestion
from huying.domain.actors import Actor
from huying.organisation.queries.units import names_of


@dataclass(frozen=True, kw_only=True)
class SuggestionRow:
    """A suggestion as the dispatcher sees it."""

    lead_unit_id: int | None
    lead_name: str
    assist_unit_ids: tuple[int, ...]
    assist_names: tuple[str, ...]
    ground_label: str
    reason: str
    legal_basis: str
    scenario_card: str
    found: tuple[str, ...]


def suggestion_of(*, order_id: int, actor: Actor) -> SuggestionRow | None:
    """Return the suggestion for an order of the actor's centre, ``None`` while it is not made."""
    made = (
        Suggestion.objects.filter(pk=order_id, order__centre_id=actor.centre_id)
        .select_related("found_matter", "found_region")
        .first()
    )
    if made is None:
        return None
    names = names_of(unit_ids={*made.assist_unit_ids, *([made.lead_unit_id] if made.lead_unit_id else [])})
    return SuggestionRow(
        lead_unit_id=made.lead_unit_id,
        lead_name=names.get(made.lead_unit_id or 0, ""),
        assist_unit_ids=tuple(made.assist_unit_ids),
        assist_names=tuple(names[unit] for unit in made.assist_unit_ids if unit in names),
        ground_label=Ground(made.ground).label,
        reason=made.reason,
        legal_basis=made.legal_basis,
        scenario_card=made.scenario_card,
        found=tuple(str(found) for found in (made.found_matter, made.found_region) if found),
    )
