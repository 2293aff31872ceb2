"""Reads of the intake."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection

from huying.callers.queries import callers_by_phone
from huying.catalogue.queries.near import MOST, DemandRow, MatterProposal, demands_of, proposed_matters
from huying.domain.actors import Actor, Role
from huying.domain.known import KNOWN_LABELS, Known, place_in_common
from huying.domain.lifecycle import BY_ACTION, refusal
from huying.domain.roads import ROAD_LABELS, Road
from huying.domain.states import LifeStage, life_stage
from huying.foundation import clock
from huying.foundation.period import Month
from huying.foundation.sealing import lookup_hash, lookup_hashes
from huying.intake.choices import UrgeKind
from huying.intake.models import QueryCode, Urge
from huying.language.likeness import places_in
from huying.learning.queries.serving import guesses_of
from huying.organisation.queries.heard import heard_in
from huying.organisation.queries.people import person_names
from huying.organisation.queries.regions import regions_of
from huying.workorders.choices import Stage, TextKind
from huying.workorders.queries.dossier import Dossier, dossier_by_number, dossier_for
from huying.workorders.queries.facts import facts_for
from huying.workorders.queries.likely_same import Likely, Said, likely_same, said_in
from huying.workorders.queries.past_answers import About, PastAnswer, past_answers
from huying.workorders.queries.queue import OrderRow, rows_of
from huying.workorders.queries.repeats import repeats_of
from huying.workorders.queries.similar import similar_orders, similar_to

_CODE = "intake.querycode.code"
_TAKEN = """
SELECT opened.data -> 'proposed' ? 'model', count(*),
       count(*) FILTER (WHERE opened.data #> '{proposed,matters,0}' = opened.data #> '{set,matter}'),
       count(*) FILTER (WHERE opened.data #> '{proposed,matters}' @> (opened.data #> '{set,matter}')),
       count(*) FILTER (WHERE opened.data #>> '{set,matter}' IS NULL)
  FROM workorders_event opened
  JOIN workorders_order ON workorders_order.id = opened.order_id AND workorders_order.centre_id = %(centre)s
 WHERE opened.action = 'open_order' AND opened.data ? 'proposed'
   AND opened.occurred_at >= %(since)s AND opened.occurred_at < %(until)s
 GROUP BY 1 ORDER BY 1
"""


@dataclass(frozen=True, kw_only=True)
class CodedOrder:
    """What a query code leads to."""

    order_id: int
    identity_id: UUID | None


def hash_of_code(code: str) -> bytes:
    """Return the hash by which a query code in its one form is found."""
    return lookup_hash(code, context=_CODE)


def hashes_of_code(code: str) -> list[bytes]:
    """Return every hash that a query code may be kept under: codes outlive the key they were given under."""
    return lookup_hashes(code, context=_CODE)


def order_of_code(*, code: str, actor: Actor) -> CodedOrder | None:
    """Return the order of the actor's centre that has this code."""
    row = QueryCode.objects.filter(code_hash__in=hashes_of_code(code), order__centre_id=actor.centre_id)
    found = row.values_list("order_id", "order__identity_id").first()
    return CodedOrder(order_id=found[0], identity_id=found[1]) if found else None


def kind_of_words(*, order_id: int, usual: TextKind, actor: Actor) -> TextKind:
    """Return what kind of text somebody's words about an order are; raises ``OrderNotFound``.

    约定: what the citizen of a confidential order writes alone is 诉求人原话, which units do not read; the hotline
    tells them what they need.
    """
    if actor.role is Role.CITIZEN and facts_for(order_id=order_id, actor=actor).is_confidential:
        return TextKind.WORDS
    return usual


def has_urged_today(*, order_id: int, at: datetime) -> bool:
    """Say whether the order's citizen urged it on the public pages today."""
    return Urge.objects.filter(order_id=order_id, day=clock.day_of(at), person=None).exists()


@dataclass(frozen=True, kw_only=True)
class UrgeRow:
    """The last urging of an order, and the how-many-th it was."""

    number: int
    kind_label: str
    at: datetime
    person_name: str


def last_urge_of(*, dossier: Dossier) -> UrgeRow | None:
    """Return the last urging of an order that the actor may see; asks nothing where there was none."""
    if not dossier.order.urges:
        return None
    last = Urge.objects.filter(order_id=dossier.order.pk).order_by("-number")[0]
    names = person_names(person_ids={last.person_id} if last.person_id else set())
    return UrgeRow(
        number=last.number,
        kind_label=UrgeKind(last.kind).label,
        at=last.at,
        person_name=names.get(last.person_id or 0, ""),
    )


def offered_as_repeated(*, order_id: int, actor: Actor) -> tuple[OrderRow, ...]:
    """Return the similar orders of before an order that it may repeat, newest first; raises ``OrderNotFound``."""
    order = dossier_for(order_id=order_id, actor=actor).order
    rows = similar_orders(wanted=similar_to(order=order), actor=actor, at=order.registered_at, besides=order_id)
    return tuple(row for row in rows if row.id < order_id)


def offered_to_merge(*, order_id: int, actor: Actor, at: datetime) -> tuple[OrderRow, ...]:
    """Return the open orders that may be of an order's matter and stand where they can be merged, newest first."""
    dossier = dossier_for(order_id=order_id, actor=actor)
    similar = similar_orders(wanted=similar_to(order=dossier.order), actor=actor, at=at, besides=order_id, is_open=True)
    repeats = repeats_of(order=dossier.order, actor=actor, at=at)
    rows = {row.id: row for row in (*similar, *(repeats.others if repeats else ()))}
    states = BY_ACTION["merge_orders"].sources
    return tuple(rows[key] for key in sorted(rows, reverse=True) if rows[key].state in states)


@dataclass(frozen=True, kw_only=True)
class SaidMatters:
    """What a text says of matters: those proposed, the likeliest first, and its demands where it plainly has several.

    ``model_number``: the version of the city's own model that named the first level, ``None``: none did.
    """

    matters: tuple[MatterProposal, ...]
    demands: tuple[DemandRow, ...]
    model_number: int | None

    @property
    def mark(self) -> str:
        """Return what the form brings back, so that the order tells whether a proposal was taken."""
        ids = ",".join(str(one.id) for one in self.matters)
        return f"{ids};{self.model_number}" if ids and self.model_number else ids


def matters_said(*, text: str, title: str = "", actor: Actor, at: datetime) -> SaidMatters:
    """Return what a text that an operator typed says of matters; nothing is kept (智能受理, O-05)."""
    guesses = guesses_of(centre_id=actor.centre_id, task="matter", texts=[(title, text)]) if text.strip() else None
    classes = {one.label: one.probability for one in guesses.of[0]} if guesses else None
    demands = demands_of(centre_id=actor.centre_id, text=text, at=at)
    if demands:  # the first stays with the order when it is split
        return SaidMatters(matters=tuple(one.matter for one in demands[:MOST]), demands=demands, model_number=None)
    return SaidMatters(
        matters=proposed_matters(centre_id=actor.centre_id, text=text, title=title, classes=classes, at=at),
        demands=(),
        model_number=guesses.model_number if guesses else None,
    )


def parts_proposed(*, number: str, actor: Actor, at: datetime) -> tuple[DemandRow, ...]:
    """Return the demands of an order's latest 转办内容 where it plainly has several; raises ``OrderNotFound``."""
    bodies = dossier_by_number(number=number, actor=actor).bodies(TextKind.TRANSFER)
    latest = bodies[max(bodies, key=lambda key: key[1])] if bodies else ""
    return demands_of(centre_id=actor.centre_id, text=latest, at=at)


def places_of_parts(*, parts: Sequence[DemandRow], actor: Actor, at: datetime) -> tuple[str, ...]:
    """Return the place that each demand of a message names, else the only one that the message names; or empty."""
    heard = [heard_in(text=part.text, centre_id=actor.centre_id, at=at) for part in parts]
    places = [one.place_text if one else "" for one in heard]
    named = {place for place in places if place}
    only = named.pop() if len(named) == 1 else ""
    return tuple(place or only for place in places)


@dataclass(frozen=True, kw_only=True)
class OtherPlace:
    """A place that a text names while another stands in the form. ``stands`` tells what stands there."""

    stands: str
    place_text: str
    path_text: str


def other_place(*, typed: Mapping[str, str], actor: Actor, at: datetime) -> OtherPlace | None:
    """Return the place that the typed text names where the form's place or region is not in it; else ``None``."""
    text, place = typed.get("original", ""), typed.get("place_text", "").strip()
    regions = regions_of(centre_id=actor.centre_id)
    region = regions.get(_id(typed.get("region_id", "")) or 0)
    heard = heard_in(text=text, centre_id=actor.centre_id, at=at) if place or region else None
    if heard is None:
        return None
    now, said = regions.get(heard.chain[0]) if heard.chain else None, heard.place_text
    is_said = place in text or said in place or bool(place_in_common(places_in(place), places_in(text))[0])
    stands = [place] if place and said and not is_said else []
    if region and now and region.id not in now.chain and now.id not in region.chain:
        stands.append(region.path_text)
    if not stands:
        return None
    return OtherPlace(stands="、".join(stands), place_text=said, path_text=now.path_text if now else "")


@dataclass(frozen=True, kw_only=True)
class TakenRow:
    """How often the proposed matters of a month were taken, by who proposed them."""

    by_model: bool
    count: int
    first: int
    among: int
    left_open: int

    @property
    def others(self) -> int:
        """Return how often another matter was chosen."""
        return self.count - self.among - self.left_open


def matters_taken(*, month: Month, actor: Actor) -> tuple[TakenRow, ...]:
    """Return how the matters proposed to operators of the actor's centre compare with those they registered."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKEN, {"centre": actor.centre_id, "since": month.since, "until": month.until})
        found = cursor.fetchall()
    return tuple(
        TakenRow(by_model=by_model, count=count, first=first, among=among, left_open=left_open)
        for by_model, count, first, among, left_open in found
    )


_VERY_LIKELY = 0.8


@dataclass(frozen=True, kw_only=True)
class KnownRow:
    """An order that is likely of the same thing, and what the actor may do about it with one click."""

    likely: Likely
    may_link: bool = False
    may_merge: bool = False

    @property
    def has_no_news(self) -> bool:
        """Say whether the caller said the same before, so that progress or result is to be told."""
        return self.likely.kind is Known.NO_NEWS

    @property
    def label(self) -> str:
        """Return how sure that is, and what it calls for."""
        sure = "很可能" if self.likely.likelihood >= _VERY_LIKELY else "可能"
        return f"{sure}：{KNOWN_LABELS[self.likely.kind]}"

    @property
    def reason(self) -> str:
        """Return why, as a merge tells it."""
        return f"经比对是同一件事：{'、'.join(self.likely.reasons)}。"


def known_when_typed(*, typed: Mapping[str, str], actor: Actor, at: datetime) -> tuple[KnownRow, ...]:
    """Return the orders that are likely of the same thing as what an operator types; fields by their names."""
    text = typed.get("original", "")
    if not text.strip():
        return ()
    phone = typed.get("phone", "")
    said = Said(
        text=text,
        at=at,
        place_text=typed.get("place_text", ""),
        region_id=_id(typed.get("region_id", "")),
        matter_id=_id(typed.get("matter_id", "")),
        caller_ids=callers_by_phone(phone=phone, actor=actor) if phone else (),
    )
    return tuple(KnownRow(likely=likely) for likely in likely_same(said=said, actor=actor, at=at))


def answers_when_typed(*, typed: Mapping[str, str], actor: Actor) -> tuple[PastAnswer, ...]:
    """Return answers to demands like what an operator types; fields by their names."""
    about = About(
        text=typed.get("original", ""),
        place_text=typed.get("place_text", ""),
        matter_id=_id(typed.get("matter_id", "")),
    )
    return past_answers(about=about, actor=actor)


def _id(typed: str) -> int | None:
    return int(typed) if typed.isdecimal() else None


def known_of(*, dossier: Dossier, actor: Actor, at: datetime) -> tuple[KnownRow, ...]:
    """Return the orders that are likely of the same thing as an open order, and with which something can be done.

    Only for those who may link or merge it now; asks nothing for others.
    """
    order, facts = dossier.order, dossier.facts
    may_link, may_merge = (refusal(facts, action, actor) is None for action in ("link_repeat", "merge_orders"))
    if not order.is_open or not (may_link or may_merge):
        return ()
    states, merged = BY_ACTION["merge_orders"].sources, ROAD_LABELS[Road.MERGED]
    rows = (
        KnownRow(
            likely=likely,
            may_link=may_link and likely.row.id < order.pk,
            may_merge=may_merge and likely.row.state in states and merged not in likely.row.roads,
        )
        for likely in likely_same(said=said_in(dossier=dossier), actor=actor, at=at)
    )
    return tuple(row for row in rows if row.may_link or row.may_merge)


def progress_to_tell(*, number: str, actor: Actor, at: datetime) -> str:
    """Return what a caller may be told of an order; raises ``OrderNotFound``.

    The limit told is that of handling alone: those of acceptance, dispatch and follow-up are the house's own.
    """
    dossier = dossier_by_number(number=number, actor=actor)
    row = rows_of([dossier.order], at=at)[0]
    unit = f"，由{row.accountable_name}办理" if row.accountable_name else ""
    handling = [one for one in dossier.clocks if one.stage == Stage.HANDLE]
    running = next((one for one in handling if one.stopped_at is None), None)
    due = f"，办理期限到 {clock.day_of(running.due_at):%Y-%m-%d}" if running else ""
    if not handling and life_stage(row.state) is LifeStage.FOUND:
        due = "，办理期限从承办单位收到工单时开始计算"
    return f"您反映的问题已经登记（工单 {row.number}），目前：{row.state_label}{unit}{due}。"
