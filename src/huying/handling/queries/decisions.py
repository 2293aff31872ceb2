"""What those who decide on an application say of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet

from huying.domain.errors import Invalid, NotAllowed
from huying.handling.choices import RequestState
from huying.handling.models import Application, Extension, Hanging
from huying.workorders.choices import TextKind


class RefusalUnexplained(Invalid):
    """Refusing what a unit asked for without saying why."""

    code = "refusal_unexplained"
    sentence = "不同意的，请写明理由，供承办单位改进。"


class OwnRequest(NotAllowed):
    """Judging what one asked for oneself."""

    code = "own_request"
    sentence = "申请由您本人提交，请由另一位审核员审核。"


@dataclass(frozen=True, kw_only=True)
class DecisionRow:
    """What one of those asked said."""

    label: str
    at: datetime
    person_name: str
    words: str


def decisions_of(
    asked: Application, *, people: Mapping[int, str], words: Mapping[tuple[str, int], str]
) -> tuple[DecisionRow, ...]:
    """Return the decisions on an application, the unit's first; ``words`` are texts by kind and event."""
    said = (
        ("单位审核", TextKind.REVIEW, asked.review_event, asked.reviewed_by_id, asked.reviewed_at),
        ("热线审批", TextKind.RULING, asked.ruling_event, asked.settled_by_id, asked.settled_at),
    )
    return tuple(
        DecisionRow(label=label, at=at, person_name=people[person], words=words.get((kind, event), ""))
        for label, kind, event, person, at in said
        if event and person and at
    )


def those_asked(asked: Application) -> set[int]:
    """Return who asked and who decided."""
    return {one for one in (asked.asked_by_id, asked.reviewed_by_id, asked.settled_by_id) if one}


def opinion_given(*, is_granted: bool, opinion: str) -> str:
    """Return the decision with its reasons, as one text; raises ``RefusalUnexplained``."""
    if not is_granted and not opinion.strip():
        raise RefusalUnexplained(fields={"opinion": RefusalUnexplained.sentence})
    return f"{'同意' if is_granted else '不同意'}。{opinion.strip()}"


def waiting_requests(*, order_id: int) -> tuple[QuerySet[Extension], QuerySet[Hanging]]:
    """Return what was asked for an order and is neither decided nor lapsed: extensions, hangings."""
    waiting = {"order_id": order_id, "state__in": (RequestState.AT_UNIT, RequestState.AT_CENTRE), "lapsed_at": None}
    return Extension.objects.filter(**waiting), Hanging.objects.filter(**waiting)
