"""Whom an order should go to, as a dispatcher sees it: units in order, each with reasons that can be checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BooleanField, F, Func, OuterRef
from django.db.models.functions import JSONObject

from huying.catalogue.queries.near import MatterProposal
from huying.dispatch.choices import Ground, HeldBack
from huying.dispatch.models import Suggestion
from huying.dispatch.queries.likely_matters import likely_matters
from huying.domain.actors import Actor
from huying.organisation.queries.units import names_of, names_with_successors, successions
from huying.workorders.models import Order

_RULED = "退单审核 {} 次裁定由该单位承办同类事项"
_TOOK_OVER = "可能含已并入该单位的{}以往的裁定和工单"
_GUESSED = "历史上相似的工单，每 100 张约有 {} 张由该单位承办"
# What is drawn as a control is dispatched as any other order: whoever knew would look at it otherwise.
_UNSAID = {HeldBack.NOTHING, HeldBack.CONTROL}
# Title, day and unit of the similar orders, read in the statement that reads the suggestion.
_IS_SIMILAR = Func(
    F("pk"),
    OuterRef("similar_order_ids"),
    template="(%(expressions)s))",
    arg_joiner=" = ANY(",
    output_field=BooleanField(),
)
_TOLD = JSONObject(id="pk", day="day", title="title", unit="accountable_unit_id", district="district_id")
_SIMILAR = ArraySubquery(Order.objects.filter(_IS_SIMILAR).values(told=_TOLD))


@dataclass(frozen=True, kw_only=True)
class RankedRow:
    """A unit that may lead, and why; ``sure`` is how many of a hundred like orders are its, ``None``: not guessed."""

    unit_id: int
    unit_name: str
    ground_label: str
    sure: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class SimilarRow:
    """A like order that is over, and who led it."""

    number: str
    title: str
    unit_name: str


@dataclass(frozen=True, kw_only=True)
class SuggestionRow:
    """A suggestion as the dispatcher sees it; ``held_back_label``: why no rule may send it.

    It is empty without a model, and for an order of the control sample. ``likely_matters``: where none is set or named.
    """

    lead_unit_id: int | None
    lead_name: str
    assist_unit_ids: tuple[int, ...]
    assist_names: tuple[str, ...]
    ground_label: str
    reason: str
    legal_basis: str
    scenario_card: str
    found: tuple[str, ...]
    likely_matters: tuple[MatterProposal, ...]
    ranked: tuple[RankedRow, ...]
    similar: tuple[SimilarRow, ...]
    held_back_label: str
    model_number: int | None


def suggestion_of(*, order_id: int, actor: Actor) -> SuggestionRow | None:
    """Return the suggestion for an order of the actor's centre, ``None`` while it is not made."""
    made = (
        Suggestion.objects.filter(pk=order_id, order__centre_id=actor.centre_id)
        .select_related("order", "found_matter", "found_region")
        .annotate(told=_SIMILAR)
        .first()
    )
    if made is None:
        return None
    is_unset = made.order.matter_id is None and made.found_matter is None
    told = {one["id"]: one for one in made.told if actor.district_id in {None, one["district"]}}
    similar = [told[key] for key in made.similar_order_ids or () if key in told]
    ranked: list[dict[str, Any]] = made.ranked or []
    lead = [made.lead_unit_id] if made.lead_unit_id else []
    names = names_of(unit_ids={*made.assist_unit_ids, *lead, *_units(ranked)})
    told_names = names_with_successors(unit_ids=_units(similar), centre_id=actor.centre_id)
    taken: defaultdict[int, list[str]] = defaultdict(list)
    for one in successions(centre_id=actor.centre_id):
        taken[one.successor.id].append(f"原{one.unit.name}")
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
        likely_matters=likely_matters(order=made.order, at=made.made_at) if is_unset else (),
        ranked=tuple(_ranked(one, names, taken) for one in ranked),
        similar=tuple(_similar(one, told_names) for one in similar),
        held_back_label=HeldBack(made.held_back).label if made.model_number and made.held_back not in _UNSAID else "",
        model_number=made.model_number,
    )


def hundred(probability: float) -> int:
    """Return a probability as so many of a hundred; never all of them, and never none."""
    return min(max(round(probability * 100), 1), 99)


def _units(rows: Sequence[Mapping[str, Any]]) -> set[int]:
    return {row["unit"] for row in rows if row["unit"]}


def _ranked(one: Mapping[str, Any], names: Mapping[int, str], taken: Mapping[int, Sequence[str]]) -> RankedRow:
    reasons = []
    if one["rulings"]:
        reasons.append(_RULED.format(one["rulings"]))
    sure = None if one["sure"] is None else hundred(one["sure"])
    if sure is not None:
        reasons.append(_GUESSED.format(sure))
    if reasons and one["unit"] in taken:
        reasons.append(_TOOK_OVER.format("、".join(taken[one["unit"]])))
    return RankedRow(
        unit_id=one["unit"],
        unit_name=names.get(one["unit"], ""),
        ground_label=Ground(one["ground"]).label,
        sure=sure,
        reasons=tuple(reasons),
    )


def _similar(one: Mapping[str, Any], names: Mapping[int, str]) -> SimilarRow:
    return SimilarRow(
        number=f"{one['day'].replace('-', '')}{one['id']:06d}",
        title=one["title"],
        unit_name=names.get(one["unit"] or 0, ""),
    )
