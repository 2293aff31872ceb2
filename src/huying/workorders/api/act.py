"""The one flow that every act on an order follows through the API."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from ninja import Router

from huying.domain.actors import SEATED
from huying.domain.lifecycle import BY_ACTION, SeenOutOfDate
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.foundation.http_errors import problem_of
from huying.organisation.api.gate import WRITE_REFUSALS, IdempotencyKey, asked, caller_of, gate
from huying.organisation.choices import ApiScope
from huying.records.actions.answer_once import answer_once
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.history import history_of
from huying.workorders.queries.standing import standing_of
from huying.workorders.schemas import ActIn, ConflictProblem, HistoryLine, Standing, told


def offer(router: Router, *, action: str, given: type[ActIn], act: Callable[..., object]) -> None:
    """Add the route of an action of the lifecycle: ``given`` is its body, whose fields are the words of ``act``.

    Who knew of less than the last event (``seen``) gets 409 with what happened meanwhile.
    """
    row = BY_ACTION[action]

    def enter(request: HttpRequest, number: str, said: Any, idempotency_key: str) -> object:
        actor, at = caller_of(request), clock.now()

        def do() -> dict[str, Any]:
            order_id = dossier_by_number(number=number, actor=actor).order.pk
            act(order_id=order_id, **dict(said), actor=actor, at=at)
            return told(standing_of(order_id=order_id, actor=actor))

        try:
            with one_commit():
                return answer_once(**asked(request, key=idempotency_key, at=at), act=do)
        except SeenOutOfDate as fault:
            dossier = dossier_by_number(number=number, actor=actor)
            lines = history_of(dossier=dossier, actor=actor, after=said.seen)
            return problem_of(fault, since=[_line(entry) for entry in lines])

    enter.__doc__ = f"{row.label}：见工单状态机中的 `{action}`。"
    # What ninja reads: the body's shape differs from action to action.
    enter.__annotations__ |= {"request": HttpRequest, "number": str, "said": given, "idempotency_key": IdempotencyKey}
    words = gate(
        scope=ApiScope.ACT,
        answer=Standing,
        summary=row.label,
        operation=action,
        roles=row.roles & SEATED,
        refusals=(404, *WRITE_REFUSALS),
    )
    words["response"][409] = ConflictProblem
    router.post(f"/orders/{{number}}/actions/{action}", **words)(enter)


def _line(entry: object) -> dict[str, Any]:
    return HistoryLine.model_validate(entry, from_attributes=True).model_dump(mode="json")
