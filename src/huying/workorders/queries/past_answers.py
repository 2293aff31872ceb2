"""Answers that were given to like demands: what a unit may begin its reply from, an operator tell a caller at once.

Three roads lead to candidates, each cut to the newest few: keys of the account (``language.likeness``, kept of recent
orders), answered orders of the matter, orders of the actor's unit. All are then compared with what is said.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from django.db import connection

from huying.domain.actors import CENTRE_WIDE, Actor, Role
from huying.domain.outcomes import Satisfaction
from huying.domain.states import State
from huying.language.likeness import COMPARED, Grams, alike, grams_of, keys_of
from huying.language.replies import Code, findings
from huying.language.replies.checks import covered
from huying.organisation.queries.units import names_of
from huying.workorders.choices import ResultKind, TextKind
from huying.workorders.queries.dossier import Dossier
from huying.workorders.queries.likeness_hits import HITS

SHOWN = 3
ANSWERED = (State.ANSWERED, State.REPLIED, State.AWAITING_FOLLOWUP, State.CLOSED)
"""Where an order has an answer that stands: one that is to be handled again has none."""
_READERS = CENTRE_WIDE | {Role.CLERK, Role.REVIEWER, Role.COMMUNITY, Role.GRID_WORKER}
_EACH_KEY, _BY_KEYS, _BY_MATTER, _OF_UNIT, _BY_UNIT, _SHORTLIST = 120, 40, 60, 300, 60, 12
# 约定: what counts besides the account, as much as so great a part of it; and how like an account must be at least,
# of the same matter and of another. Accounts with nothing in common have some 0.03 of their pairs in common.
_MATTER, _UNIT, _HAPPY, _SOLVED = 0.15, 0.05, 0.05, 0.03
_LEAST, _LEAST_ELSEWHERE, _SAME_WORDS = 0.10, 0.20, 0.9
_NO_EXAMPLE = frozenset({Code.PERFUNCTORY, Code.SHIRKING})
_HAPPY_GRADES = {Satisfaction.VERY_SATISFIED.value, Satisfaction.SATISFIED.value, Satisfaction.BASICALLY.value}
_UNHAPPY_GRADES = {Satisfaction.DISSATISFIED.value, Satisfaction.VERY_DISSATISFIED.value}
_CANDIDATES = (
    HITS  # noqa: S608  # our own words
    + """, own AS MATERIALIZED (
    SELECT order_id AS id FROM workorders_assignment
    WHERE unit_id = %(unit)s ORDER BY order_id DESC LIMIT %(of_unit)s
), near AS MATERIALIZED (
    SELECT id FROM hit
    UNION
    (SELECT id FROM workorders_order
     WHERE matter_id = %(matter)s AND state IN ('answered', 'awaiting_followup', 'closed', 'replied')
     ORDER BY id DESC LIMIT %(by_matter)s)
    UNION
    (SELECT mine.id FROM own JOIN workorders_order AS mine USING (id)
     WHERE mine.state = ANY (%(answered)s)
     ORDER BY mine.matter_id IS NOT DISTINCT FROM %(matter)s DESC, mine.id DESC LIMIT %(by_unit)s)
)
SELECT asked.id, asked.day, left(said.body, %(compared)s), asked.matter_id, asked.state, reply.unit_id, reply.event,
       reply.result, reply.legal_basis
FROM near JOIN workorders_order AS asked USING (id)
JOIN workorders_text AS said ON said.order_id = asked.id AND said.event = 1 AND said.kind = %(said)s
LEFT JOIN LATERAL (
    SELECT unit_id, event, result, legal_basis, passed FROM workorders_reply
    WHERE order_id = asked.id ORDER BY event DESC LIMIT 1
) AS reply ON true
WHERE asked.centre_id = %(centre)s AND asked.state = ANY (%(answered)s) AND asked.id <> %(besides)s
  AND NOT asked.is_confidential AND said.erased_at IS NULL AND reply.passed IS NOT FALSE
  AND (%(district)s::bigint IS NULL OR asked.district_id = %(district)s)
  AND (%(is_wide)s OR EXISTS (
      SELECT FROM workorders_assignment AS held WHERE held.unit_id = %(unit)s AND held.order_id = asked.id))
"""
)
# The words of a reply, or of what an operator told the caller at once; and the last grade that somebody gave.
_WORDS = """
SELECT asked.id, told.body, graded.solved, graded.satisfied
FROM unnest(%(ids)s::bigint[], %(events)s::int[]) AS asked (id, event)
JOIN LATERAL (
    SELECT body FROM workorders_text
    WHERE order_id = asked.id AND erased_at IS NULL AND CASE
        WHEN asked.event IS NULL THEN kind = %(reason)s ELSE kind = %(reply)s AND event = asked.event END
    ORDER BY event DESC LIMIT 1
) AS told ON told.body <> ''
LEFT JOIN LATERAL (
    SELECT data ->> 'solved' AS solved, data ->> 'satisfied' AS satisfied FROM workorders_event
    WHERE order_id = asked.id AND data ? 'satisfied' ORDER BY seq DESC LIMIT 1
) AS graded ON true
"""


@dataclass(frozen=True, kw_only=True)
class About:
    """What is to be answered now; ``besides`` is the id of its own order, where it has one."""

    text: str
    place_text: str = ""
    matter_id: int | None = None
    besides: int = 0


@dataclass(frozen=True, kw_only=True)
class PastAnswer:
    """An answer that was given, without what would tell to whom; ``reasons`` say why it is shown.

    ``words`` are those to read and to begin from; ``likeness`` of the two accounts is from 0 to 1.
    """

    number: str
    unit_name: str
    words: str
    legal_basis: str
    likeness: float
    reasons: tuple[str, ...]


class _Found(NamedTuple):
    id: int
    day: date
    body: str
    matter_id: int | None
    state: str
    unit_id: int | None
    event: int | None
    result: str | None
    legal_basis: str | None


class _Ranked(NamedTuple):
    worth: float
    likeness: float
    found: _Found
    words: str
    is_happy: bool


def past_answers(*, about: About, actor: Actor) -> tuple[PastAnswer, ...]:
    """Return at most ``SHOWN`` answers to like demands of the actor's centre that stand, the most fitting first.

    A unit is told those of orders that it takes or took part in; nobody those of a confidential order, those that were
    sent back, those after which the caller was unhappy, or what dodges the question. Two queries, none where nothing is
    said.
    """
    if actor.role not in _READERS or not about.text.strip():
        return ()
    told = grams_of(about.text)
    liked = (_of(found, told, about, actor) for found in _candidates(about, actor))
    first = sorted((one for one in liked if one), key=lambda one: (-one.worth, -one.found.id))[:_SHORTLIST]
    best: list[_Ranked] = []
    for one in sorted(_with_words(first), key=lambda one: (-one.worth, -one.found.id)):
        grams = grams_of(one.words)
        is_new = all(alike(grams, grams_of(other.words)) < _SAME_WORDS for other in best)
        if len(best) < SHOWN and is_new and not _dodges(one):
            best.append(one)
    names = names_of(unit_ids={one.found.unit_id for one in best if one.found.unit_id})
    return tuple(_shown(one, names, about, actor) for one in best)


def about_order(*, dossier: Dossier) -> About:
    """Return what the unit of an order was given to answer."""
    order = dossier.order
    given = [text.body for text in dossier.texts if text.kind == TextKind.TRANSFER]
    text = f"{order.title}\n{''.join(given[-1:])}"
    return About(text=text, place_text=order.place_text, matter_id=order.matter_id, besides=order.pk)


def _candidates(about: About, actor: Actor) -> list[_Found]:
    is_wide = actor.is_centre_wide
    asked: dict[str, Any] = {
        "keys": keys_of(text=about.text, place=about.place_text, within=actor.centre_id),
        "matter": about.matter_id,
        "besides": about.besides,
        "unit": None if is_wide else actor.unit_id,
        "is_wide": is_wide,
        "centre": actor.centre_id,
        "district": actor.district_id if is_wide else None,
        "answered": [state.value for state in ANSWERED],
        "said": TextKind.ORIGINAL.value,
        "compared": COMPARED,
        "each_key": _EACH_KEY,
        "by_keys": _BY_KEYS,
        "by_matter": _BY_MATTER,
        "of_unit": _OF_UNIT,
        "by_unit": _BY_UNIT,
    }
    with connection.cursor() as cursor:
        cursor.execute(_CANDIDATES, asked)
        return [_Found(*row) for row in cursor.fetchall()]


def _of(found: _Found, told: Grams, about: About, actor: Actor) -> _Ranked | None:
    likeness = alike(told, grams_of(found.body))
    is_same_matter = _is_same_matter(found, about)
    if likeness < (_LEAST if is_same_matter else _LEAST_ELSEWHERE):
        return None
    worth = likeness + _MATTER * is_same_matter + _UNIT * (found.unit_id == actor.unit_id)
    worth += _SOLVED * (found.result == ResultKind.SOLVED)
    return _Ranked(worth=worth, likeness=likeness, found=found, words="", is_happy=False)


def _with_words(first: list[_Ranked]) -> list[_Ranked]:
    """Read what was answered, and leave out what nobody was happy with."""
    if not first:
        return []
    asked: dict[str, Any] = {
        "ids": [one.found.id for one in first],
        "events": [one.found.event for one in first],
        "reason": TextKind.REASON.value,
        "reply": TextKind.REPLY.value,
    }
    with connection.cursor() as cursor:
        cursor.execute(_WORDS, asked)
        told = {key: rest for key, *rest in cursor.fetchall()}
    ranked = []
    for one in first:
        body, solved, satisfied = told.get(one.found.id, ("", None, None))
        if body and solved != "unsolved" and satisfied not in _UNHAPPY_GRADES:
            is_happy = satisfied in _HAPPY_GRADES
            ranked.append(one._replace(words=covered(body), is_happy=is_happy, worth=one.worth + _HAPPY * is_happy))
    return ranked


def _dodges(one: _Ranked) -> bool:
    return any(found.code in _NO_EXAMPLE for found in findings(demand=one.found.body, reply=one.words))


def _shown(one: _Ranked, names: dict[int, str], about: About, actor: Actor) -> PastAnswer:
    found = one.found
    said = (
        (_is_same_matter(found, about), "同一事项"),
        (found.unit_id is not None and found.unit_id == actor.unit_id, "本单位答复"),
        (found.state == State.ANSWERED, "受理时直接答复"),
        (found.result == ResultKind.SOLVED, "实际解决"),
        (one.is_happy, "诉求人满意"),
    )
    return PastAnswer(
        number=f"{found.day:%Y%m%d}{found.id:06d}",
        unit_name=names.get(found.unit_id or 0, ""),
        words=one.words,
        legal_basis=found.legal_basis or "",
        likeness=round(one.likeness, 2),
        reasons=(f"内容相近 {round(one.likeness * 100)}%", *(words for holds, words in said if holds)),
    )


def _is_same_matter(found: _Found, about: About) -> bool:
    return about.matter_id is not None and found.matter_id == about.matter_id
