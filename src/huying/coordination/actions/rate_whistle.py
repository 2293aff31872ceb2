"""Rate the other side of a whistle that was ended (吹哨互评)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from huying.coordination.models import WhistleCall
from huying.coordination.queries.whistle_ratings import Owed, owed_ratings
from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.domain.whistles import SCORES
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment

# 约定: a score this low says why.
LOW = 2


class RatingUnfit(Invalid):
    """Scores that are not whole steps from one to five, or not of exactly those who are to be rated."""

    code = "rating_unfit"
    sentence = "请给每个应评的单位打 1 到 5 分。"


class ScoreUnexplained(Invalid):
    """A low score without a word."""

    code = "score_unexplained"
    sentence = "评 1 分或 2 分的，请写明原因。"


class RatingTooLate(Conflict):
    """A rating after the time for it."""

    code = "rating_too_late"
    sentence = "互评期限已过，不能再评价。"


@transaction.atomic(savepoint=False)
def rate_whistle(
    *,
    order_id: int,
    scores: Mapping[int, int],
    words: str = "",
    whistle_id: int | None = None,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Write the scores (1 to 5) by unit id: the blower's of each called unit, or a called unit's of the blower; once.

    ``whistle_id`` is the oldest that the unit has not rated where it is left out. 依据: 条例 art 33, 双考核.

    Raises:
        RatingUnfit, ScoreUnexplained, RatingTooLate, or what ``move`` raises.

    """
    owed = owed_ratings(order_id=order_id, unit_id=actor.unit_id)
    chosen = next((one for one in owed if whistle_id in {None, one.whistle_id}), None)
    _fit(scores, words, chosen, at=at)
    order = move(
        order_id=order_id,
        action="rate_whistle",
        actor=actor,
        at=at,
        seen=seen,
        data={"whistle": chosen.whistle_id if chosen else None, "scores": [[u, n] for u, n in sorted(scores.items())]},
        texts={TextKind.RATING: words.strip()},
    )
    for unit, score in scores.items():
        calls = WhistleCall.objects.filter(whistle_id=chosen.whistle_id if chosen else 0)
        if chosen and chosen.is_blower:
            calls.filter(unit_id=unit).update(unit_score=score, unit_event=order.events)
        else:
            calls.filter(unit_id=actor.unit_id or 0).update(blower_score=score, blower_event=order.events)
    if not owed_ratings(order_id=order_id, unit_id=actor.unit_id):
        mine = Assignment.objects.filter(order=order, unit_id=actor.unit_id or 0, part=Part.RATE, closed_at=None)
        mine.update(closed_at=at)


def _fit(scores: Mapping[int, int], words: str, owed: Owed | None, *, at: datetime) -> None:
    if owed is None:  # move says why not
        return
    if at > owed.until:
        raise RatingTooLate
    if set(scores) != {unit for unit, _ in owed.rated} or not set(scores.values()) <= set(SCORES):
        raise RatingUnfit(fields={"scores": RatingUnfit.sentence})
    if min(scores.values()) <= LOW and not words.strip():
        raise ScoreUnexplained(fields={"words": ScoreUnexplained.sentence})
