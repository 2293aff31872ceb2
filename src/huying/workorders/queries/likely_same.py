"""Orders that are likely of the same thing as what somebody says now: found in some milliseconds among millions.

Three roads lead to candidates, each cut to the newest few, so that no crowd of like orders makes the search long: keys
of the account (text and places, ``language.likeness``), the caller's other orders, orders of the matter in the region.
All are then compared with what is said.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection
from django.db.models import Max

from huying.domain.actors import SEES_ORIGINAL_OF_CONFIDENTIAL, SIDES, Actor, Side
from huying.domain.known import LIKELY, Compared, Known, kind_of, likelihood, place_in_common, reasons_of
from huying.domain.states import OPEN, State
from huying.language.likeness import COMPARED, alike, grams_of, keys_of, news_in, places_in
from huying.policy.queries import policy_at
from huying.workorders.choices import TextKind
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.likeness_hits import HITS
from huying.workorders.queries.queue import OrderRow, columns, rows_of
from huying.workorders.queries.repeats import root_of
from huying.workorders.queries.splits import own_words, siblings_of

SHOWN = 6
_EACH_KEY, _BY_KEYS, _EACH_ROAD = 250, 40, 15
_DAY = timedelta(days=1)
_CANDIDATES = (
    HITS  # noqa: S608  # our own words
    + """, near AS MATERIALIZED (
    SELECT id FROM hit
    UNION
    SELECT mine.id FROM unnest(%(callers)s::uuid[]) AS asked (caller), LATERAL (
        SELECT id FROM workorders_order WHERE caller_id = asked.caller ORDER BY id DESC LIMIT %(each_road)s
    ) AS mine
    UNION
    (SELECT id FROM workorders_order WHERE matter_id = %(matter)s AND region_id = %(region)s
     ORDER BY id DESC LIMIT %(each_road)s)
)
SELECT asked.id, left(coalesce(own.body, said.body), %(compared)s), asked.place_text, asked.region_id,
       asked.matter_id, asked.caller_id, asked.registered_at, asked.state
FROM near JOIN workorders_order AS asked USING (id)
JOIN workorders_text AS said ON said.order_id = asked.id AND said.event = 1 AND said.kind = %(kind)s
LEFT JOIN LATERAL (  -- as ``own_words``
    SELECT given.body FROM workorders_text AS given
    WHERE given.order_id = asked.id AND given.kind = %(transfer)s AND EXISTS (
        SELECT FROM workorders_event AS cut WHERE cut.order_id = asked.id
        AND (cut.action = 'split_order' OR (cut.seq = 1 AND cut.data ? 'split_from')))
    ORDER BY given.event DESC LIMIT 1
) AS own ON true
WHERE asked.centre_id = %(centre)s AND (%(district)s::bigint IS NULL OR asked.district_id = %(district)s)
  AND (asked.is_open OR asked.registered_at >= %(since)s) AND asked.id <> ALL (%(besides_all)s)
  AND coalesce(asked.repeats_id, asked.id) <> %(root)s
  AND (%(sees_all)s OR NOT asked.is_confidential) AND said.erased_at IS NULL
"""
)


@dataclass(frozen=True, kw_only=True)
class Said:
    """What is said now, when and where.

    ``besides`` is the id of its own order, where it has one, and ``root`` of the first that this one is linked to;
    ``siblings`` are those that were made out of the same message: of other matters.
    """

    text: str
    at: datetime
    place_text: str = ""
    region_id: int | None = None
    matter_id: int | None = None
    caller_ids: Collection[UUID] = ()
    besides: int = 0
    root: int = 0
    siblings: Collection[int] = ()


@dataclass(frozen=True, kw_only=True)
class Likely:
    """An order that is likely of the same thing: how likely, from 0 to 1, why, and what it calls for."""

    row: OrderRow
    kind: Known
    likelihood: float
    reasons: tuple[str, ...]


class _Found(NamedTuple):
    id: int
    body: str
    place_text: str
    region_id: int | None
    matter_id: int | None
    caller_id: UUID | None
    registered_at: datetime
    state: str


def likely_same(*, said: Said, actor: Actor, at: datetime) -> tuple[Likely, ...]:
    """Return the orders that are likely of the same thing, open or of the policy's ``repeat_days``, likeliest first.

    At most ``SHOWN``; for the hotline only, and a confidential order only for those who may read what its caller said.
    Two queries. 约定: a unit is not told what else a caller brought up.
    """
    if SIDES.get(actor.role) is not Side.MANAGE:
        return ()
    told, candidates = _told(said), {one.id: one for one in _candidates(said, actor, at)}
    compared = {key: _compared(one, told) for key, one in candidates.items()}
    ranked = sorted(((likelihood(found), key) for key, found in compared.items()), reverse=True)
    best = {key: worth for worth, key in ranked[:SHOWN] if worth >= LIKELY}
    if not best:
        return ()
    rows = {row.id: row for row in rows_of(list(columns(Order.objects.filter(pk__in=best))), at=at)}
    return tuple(
        Likely(
            row=rows[key],
            kind=kind_of(compared[key], has_news=_has_news(said, candidates[key])),
            likelihood=worth,
            reasons=reasons_of(compared[key]),
        )
        for key, worth in best.items()
    )


def is_likely_open(*, said: Said, actor: Actor, at: datetime) -> bool:
    """Say whether an order that is open now is likely of the same thing, and nothing of it; for a rule. One query."""
    told = _told(said)
    return any(one.state in OPEN and likelihood(_compared(one, told)) >= LIKELY for one in _candidates(said, actor, at))


def said_in(*, dossier: Dossier) -> Said:
    """Return what an order is about in its caller's words; an account that was erased is like nothing."""
    order, words = dossier.order, own_words(dossier=dossier)
    return Said(
        text=words.body if words else "",
        at=order.registered_at,
        place_text=order.place_text,
        region_id=order.region_id,
        matter_id=order.matter_id,
        caller_ids=(order.caller_id,) if order.caller_id else (),
        besides=order.pk,
        root=root_of(order),
        siblings=siblings_of(dossier=dossier),
    )


def newest_id() -> int:
    """Return the id of the newest order of all centres, 0 where there is none."""
    return Order.objects.aggregate(newest=Max("pk"))["newest"] or 0


def _candidates(said: Said, actor: Actor, at: datetime) -> list[_Found]:
    since = at - policy_at(centre_id=actor.centre_id, at=at).policy.repeat_days * _DAY
    asked: dict[str, Any] = {
        "keys": keys_of(text=said.text, place=said.place_text, within=actor.centre_id),
        "callers": list(said.caller_ids),
        "matter": said.matter_id,
        "region": said.region_id,
        "besides": said.besides,
        "besides_all": [said.besides, *said.siblings],
        "root": said.root,
        "since": since,
        "centre": actor.centre_id,
        "district": actor.district_id,
        "sees_all": actor.role in SEES_ORIGINAL_OF_CONFIDENTIAL,
        "kind": TextKind.ORIGINAL.value,
        "transfer": TextKind.TRANSFER.value,
        "compared": COMPARED,
        "each_key": _EACH_KEY,
        "by_keys": _BY_KEYS,
        "each_road": _EACH_ROAD,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, asked)
        return [_Found(*row) for row in cursor.fetchall()]


class _Told(NamedTuple):
    said: Said
    grams: frozenset[str]
    places: tuple[str, ...]


def _told(said: Said) -> _Told:
    return _Told(said=said, grams=grams_of(said.text), places=places_in(said.place_text, said.text))


def _compared(one: _Found, told: _Told) -> Compared:
    said, grams = told.said, grams_of(one.body)
    place, is_elsewhere = place_in_common(told.places, places_in(one.place_text, one.body))
    return Compared(
        text=alike(told.grams, grams),
        place=place,
        is_elsewhere=is_elsewhere,
        is_same_region=said.region_id is not None and said.region_id == one.region_id,
        is_same_matter=said.matter_id is not None and said.matter_id == one.matter_id,
        is_same_caller=one.caller_id is not None and one.caller_id in said.caller_ids,
        is_earlier=not said.besides or one.id < said.besides,
        days=abs(said.at - one.registered_at) / _DAY,
        state=State(one.state),
    )


def _has_news(said: Said, one: _Found) -> bool:
    return bool(news_in(said.text, before=grams_of(one.body)))
