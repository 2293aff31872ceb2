"""The units that may lead an order, ranked, and whether a rule is sure enough to send it by itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import matters_of, version_at
from huying.dispatch.queries.automatic import AUTO_DISPATCH
from huying.dispatch.queries.leads import possible_leads
from huying.dispatch.queries.precedents import ruled_on
from huying.dispatch.queries.standing import TASK, standing_of
from huying.dispatch.queries.suggestion import hundred
from huying.domain.actors import policy_actor
from huying.domain.candidates import (
    BY_LIST,
    Candidate,
    Circumstances,
    Guessed,
    HeldBack,
    held_back,
    ranked,
    rulings_by_unit,
)
from huying.domain.guarantees import AutoDispatch
from huying.domain.routing import Ground, Place, PlaceLevel, reason_with_name
from huying.domain.routing import Suggestion as Listed
from huying.foundation.sealing import lookup_hash
from huying.learning.queries.serving import Guesses, guesses_of
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Event, Order, Text
from huying.workorders.models.order import LAST_FIRST
from huying.workorders.queries.alike_before import alike_before
from huying.workorders.queries.decided import dispatch_words
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.likely_same import is_likely_open, said_in
from huying.workorders.queries.repeats import root_of

SIMILAR = 3
_HAS_TOLD = "历史上相似的工单，每 100 张约有 {} 张由该单位承办。"
_HAS_RULED = "同类事项的退单审核 {} 次裁定由该单位承办。"


@dataclass(frozen=True, kw_only=True)
class Read:
    """What was read of an order: its words, the matter's code, the places from the smallest up, what the list says."""

    order: Order
    text: str
    matter_code: str
    chain: tuple[Place, ...]
    listed: Listed


@dataclass(frozen=True, kw_only=True)
class Made:
    """A suggestion, column by column of its table."""

    lead_unit_id: int | None
    assist_unit_ids: list[int]
    ground: str
    reason: str
    legal_basis: str
    ranked: list[dict[str, int | str | float | None]]
    similar_order_ids: list[int]
    model_number: int | None
    model_unit_id: int | None
    probability: float | None
    held_back: str
    is_offered: bool


def guesses_about(*, order_id: int) -> Guesses | None:
    """Return what the centre's model says of an order; ``None`` without a model, or with one that fails.

    Asked outside the write: a slow model keeps nobody waiting.
    """
    order = Order.objects.filter(pk=order_id).first()
    if order is None:
        return None
    said = {text.kind: text.body for text in Text.objects.filter(order=order, kind__in=_SAID).order_by("event")}
    words = dispatch_words(
        title=order.title,
        place=order.place_text,
        original="" if order.is_confidential else said.get(TextKind.ORIGINAL, ""),
        transfer=said.get(TextKind.TRANSFER, ""),
    )
    return guesses_of(centre_id=order.centre_id, task=TASK, texts=[(words,)])


_SAID = (TextKind.ORIGINAL, TextKind.TRANSFER)


def rank(*, read: Read, guesses: Guesses | None, at: datetime) -> Made:
    """Return the suggestion for an order: the units that may lead it, the best first, each with its grounds."""
    order, listed = read.order, read.listed
    possible = possible_leads(order_id=order.pk, centre_id=order.centre_id, listed=listed)
    labels = guesses.of[0] if guesses and guesses.of else ()
    by_code = {unit.code: unit.id for unit in possible.values()}
    # A label of a unit that is closed, or that nobody knows any more, says nothing of those there are.
    known = [one for one in labels if one.label in by_code]
    guessed = [Guessed(unit_id=by_code[one.label], probability=one.probability) for one in known]
    surest = by_code.get(labels[0].label) if labels else None
    rulings = rulings_by_unit(ruled_on(order=order, matter_code=read.matter_code), district_id=_district(read.chain))
    found = ranked(listed=listed, guessed=guessed, ruled=rulings, allowed=possible.keys())
    first = found[0] if found else None
    is_listed = first is not None and first.unit_id == listed.lead_unit_id
    assists = [unit for unit in listed.assist_unit_ids if first is None or unit != first.unit_id]
    # Whom the list names and nobody may choose is named all the same: habit does not step into its place.
    is_lost = listed.ground in BY_LIST and listed.lead_unit_id not in possible
    why = held_back(
        order=_circumstances(order, has_assists=bool(assists)),
        first_unit_id=listed.lead_unit_id if is_lost else first.unit_id if first else None,
        guessed_unit_id=surest,
    )
    sure = labels[0].probability if surest is not None else None
    if why is HeldBack.NOTHING and _is_likely_known(order, at):
        why = HeldBack.LIKELY_SAME
    standing = standing_of(centre_id=order.centre_id, model_number=guesses.model_number if guesses else None, at=at)
    is_offered = why is HeldBack.NOTHING and standing.is_sure(sure)
    percent = standing.control_percent if standing.mode is AutoDispatch.ON else 0
    if is_offered and is_drawn(order_id=order.pk, percent=percent):
        why = HeldBack.CONTROL
    return Made(
        lead_unit_id=first.unit_id if first else None,
        assist_unit_ids=assists,
        ground=(first.ground if first else Ground.NONE).value,
        reason=_listed_reason(read, at) if is_listed or first is None else _reason(first),
        legal_basis=listed.legal_basis if is_listed else "",
        ranked=[_column(one) for one in found],
        similar_order_ids=list(alike_before(order=order, text=read.text, most=SIMILAR)),
        model_number=guesses.model_number if guesses else None,
        model_unit_id=surest,
        probability=sure,
        held_back=why.value,
        is_offered=is_offered,
    )


def is_drawn(*, order_id: int, percent: int) -> bool:
    """Say whether an order is one of those ``percent`` in a hundred that are left to a person to test the rule (抽检).

    Settled once for each order by a keyed hash of its id: asked again it is the same, and who has not the keys of the
    installation neither knows nor brings about what is drawn.
    """
    return int.from_bytes(lookup_hash(str(order_id), context="dispatch.suggestion.control")) % 100 < percent


def _is_likely_known(order: Order, at: datetime) -> bool:
    root = root_of(order)
    linked = Order.objects.filter(Q(pk=root) | Q(repeats_id=root), is_open=True).exclude(pk=order.pk)
    if linked.exists():
        return True
    actor = policy_actor(centre_id=order.centre_id, name=AUTO_DISPATCH)
    return is_likely_open(said=said_in(dossier=Dossier(order)), actor=actor, at=at)


def _circumstances(order: Order, *, has_assists: bool) -> Circumstances:
    return Circumstances(
        is_urgent=order.urgency <= LAST_FIRST,
        is_dangerous=Event.objects.filter(order=order, data__has_key="danger").exists(),
        is_confidential=order.is_confidential,
        has_assists=has_assists,
        was_dispatched=Assignment.objects.filter(order=order, part=Part.LEAD).exists(),
        is_on_a_road=order.open_roads is not None,
    )


def _district(chain: tuple[Place, ...]) -> int | None:
    return next((place.unit_id for place in chain if place.level is PlaceLevel.DISTRICT), None)


def _listed_reason(read: Read, at: datetime) -> str:
    version_id = version_at(centre_id=read.order.centre_id, kind=CatalogueKind.MATTERS, at=at)
    rows = matters_of(version_id=version_id) if version_id else ()
    return reason_with_name(read.listed, names={row.code: row.name for row in rows})


def _reason(first: Candidate) -> str:
    if first.rulings:
        return _HAS_RULED.format(first.rulings)
    return _HAS_TOLD.format(hundred(first.probability or 0.0))


def _column(one: Candidate) -> dict[str, int | str | float | None]:
    return {"unit": one.unit_id, "ground": one.ground.value, "sure": one.probability, "rulings": one.rulings}
