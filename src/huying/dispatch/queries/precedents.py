"""Rulings on returns as precedents (裁定先例): whose duty a matter was found to be, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matter, matters_of, version_at
from huying.dispatch.choices import RULINGS, ReturnReason, ReturnState
from huying.dispatch.models import ReturnRequest, Suggestion
from huying.domain.actors import NO_ORDERS, Actor
from huying.organisation.queries.units import names_with_successors, successors
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Text
from huying.workorders.queries.dossier import body_of

_SHOWN = 5
# 约定: the newest of a matter among which those of the order's own district come first.
_LOOKED_AT = 30


@dataclass(frozen=True, kw_only=True)
class PrecedentRow:
    """A ruling: who asked and why, whose duty it was found to be (empty: left open), in the arbiter's words.

    Of a unit merged since, ``found_name`` tells the successor too.

    Nothing of the order itself: units read the rulings on orders that are not theirs.
    """

    id: int
    matter_name: str
    district_name: str
    unit_name: str
    reason_label: str
    state_label: str
    found_name: str
    ruling: str
    settled_at: datetime


@dataclass(frozen=True, kw_only=True)
class MatterOffer:
    """A matter of which there are rulings."""

    code: str
    name: str


def matter_and_district(*, order: Order) -> tuple[str, int | None]:
    """Return the code of the order's matter and its district; what the operator left open is what the text told."""
    suggested = Suggestion.objects.filter(order=order).values_list("found_matter_id", "lead_unit__district_id").first()
    found_matter, found_district = suggested or (None, None)
    matter_id = order.matter_id or found_matter
    of = matter(matter_id=matter_id) if matter_id else None
    return of.code if of else "", order.district_id or found_district


def precedents_for(*, order: Order, actor: Actor) -> tuple[PrecedentRow, ...]:
    """Return the last rulings on the order's matter, or on the one found in its text; those of its district first."""
    code, district_id = matter_and_district(order=order)
    if not code:
        return ()
    found = _rulings(actor).filter(matter_code=code).exclude(order=order).order_by("-pk")[:_LOOKED_AT]
    near_first = sorted(found, key=lambda row: row.district_id != district_id)
    return _rows(near_first[:_SHOWN], centre_id=actor.centre_id, at=order.registered_at)


def ruled_on(*, order: Order, matter_code: str) -> list[tuple[int, int | None]]:
    """Return whom the last rulings on orders of a matter named, each with its district; none on confidential orders.

    A ruling that named a unit merged since speaks for its successor (约定).
    """
    if not matter_code:
        return []
    found = ReturnRequest.objects.filter(
        centre_id=order.centre_id, state__in=RULINGS, order__is_confidential=False, matter_code=matter_code
    )
    rows = found.exclude(order=order).order_by("-pk").values_list("found_unit_id", "found_unit__district_id")
    taken = successors(centre_id=order.centre_id)
    named = [(taken.get(unit), unit, district) for unit, district in rows[:_LOOKED_AT] if unit]
    return [(now.id, now.district_id) if now else (unit, district) for now, unit, district in named]


def precedents(
    *, actor: Actor, matter_code: str, before: int | None, at: datetime, limit: int
) -> tuple[PrecedentRow, ...]:
    """Return so many rulings of the actor's centre below an id, the newest first; an empty code means any matter.

    Open to everyone there who works with orders: a unit that knows the rulings asks less in vain.
    """
    found = _rulings(actor)
    if matter_code:
        found = found.filter(matter_code=matter_code)
    if before:
        found = found.filter(pk__lt=before)
    return _rows(list(found.order_by("-pk")[:limit]), centre_id=actor.centre_id, at=at)


def matters_with_precedents(*, actor: Actor, at: datetime) -> tuple[MatterOffer, ...]:
    """Return the matters of which there are rulings, in the order of codes."""
    ruled = ReturnRequest.objects.filter(centre_id=actor.centre_id, state__in=RULINGS).exclude(matter_code="")
    codes = ruled.values_list("matter_code", flat=True).distinct().order_by("matter_code")
    names = _matter_names(actor.centre_id, at)
    return tuple(MatterOffer(code=code, name=names.get(code, code)) for code in codes)


def _rulings(actor: Actor) -> QuerySet[ReturnRequest]:
    """Return the rulings that may be told to others: none on confidential orders."""
    if actor.role in NO_ORDERS:
        return ReturnRequest.objects.none()
    return ReturnRequest.objects.filter(centre_id=actor.centre_id, state__in=RULINGS, order__is_confidential=False)


def _matter_names(centre_id: int, at: datetime) -> dict[str, str]:
    version_id = version_at(centre_id=centre_id, kind=CatalogueKind.MATTERS, at=at)
    return {row.code: row.path_text for row in matters_of(version_id=version_id)} if version_id else {}


def _rows(found: Sequence[ReturnRequest], *, centre_id: int, at: datetime) -> tuple[PrecedentRow, ...]:
    if not found:
        return ()
    units = {unit for row in found for unit in (row.unit_id, row.found_unit_id, row.district_id) if unit}
    names, matters = names_with_successors(unit_ids=units, centre_id=centre_id), _matter_names(centre_id, at)
    texts = Text.objects.filter(order__in=[row.order_id for row in found], kind=TextKind.RULING)
    said = {(text.order_id, text.event): body_of(text) for text in texts}
    return tuple(
        PrecedentRow(
            id=row.pk,
            matter_name=matters.get(row.matter_code, row.matter_code),
            district_name=names.get(row.district_id or 0, ""),
            unit_name=names[row.unit_id],
            reason_label=ReturnReason(row.reason).label,
            state_label=ReturnState(row.state).label,
            found_name=names.get(row.found_unit_id or 0, ""),
            ruling=said.get((row.order_id, row.settled_event or 0), ""),
            settled_at=row.settled_at,
        )
        for row in found
        if row.settled_at
    )
