"""Ask units whose duty a matter is, before it is dispatched (发起会商)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.coordination.models import Conference, Opinion
from huying.coordination.queries.due import due_of
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import Stage
from huying.organisation.choices import UnitKind
from huying.organisation.queries.units import unit_for
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Clock
from huying.workorders.queries.limits import MAIN_LINE

FEWEST, MOST = 2, 20
NEVER_ASKED = frozenset({UnitKind.COMMUNITY, UnitKind.GRID, UnitKind.HOTLINE})


class QuestionEmpty(Invalid):
    """A conference about nothing."""

    code = "conference_question_empty"
    sentence = "请写明需要会商的问题：哪些职责不清，希望各单位说明什么。"


class UnitsUnfit(Invalid):
    """Too few, too many, or units that could not lead. 约定: a conference needs at least two."""

    code = "conference_units_unfit"
    sentence = "请选择两个以上、二十个以内的会商单位；社区（村）、网格和热线机构不参加会商。"


@transaction.atomic(savepoint=False)
def call_conference(
    *, order_id: int, unit_ids: Sequence[int], question: str, seen: int, actor: Actor, at: datetime
) -> None:
    """Open a conference of these units; each may read the order and say its opinion until the decision.

    依据: 条例 art 12: hard cases are conferred on before dispatch. 约定: the limit of dispatch is put off to that of
    the conference, since the order cannot be dispatched before; a limit of handling runs on.

    Raises:
        QuestionEmpty, UnitsUnfit, UnitNotFound, or what ``move`` raises.

    """
    if not question.strip():
        raise QuestionEmpty(fields={"question": QuestionEmpty.sentence})
    units = [unit_for(unit_id=unit_id, actor=actor) for unit_id in dict.fromkeys(unit_ids)]
    if not FEWEST <= len(units) <= MOST or any(unit.kind in NEVER_ASKED for unit in units):
        raise UnitsUnfit(fields={"unit_ids": UnitsUnfit.sentence})
    due_at = due_of(order_id=order_id, stage=Stage.CONFERENCE, actor=actor, at=at)
    order = move(
        order_id=order_id,
        action="call_conference",
        actor=actor,
        at=at,
        seen=seen,
        data={"units": [unit.id for unit in units]},
        texts={TextKind.REASON: question},
        new_due=due_at if _is_dispatch_due_before(due_at, order_id=order_id) else None,
    )
    conference = Conference.objects.create(
        centre_id=order.centre_id, order=order, event=order.events, called_at=at, due_at=due_at
    )
    Opinion.objects.bulk_create(Opinion(conference=conference, unit_id=unit.id) for unit in units)
    Assignment.objects.bulk_create(
        Assignment(order=order, unit_id=unit.id, part=Part.OPINION, assigned_at=at) for unit in units
    )


def _is_dispatch_due_before(due_at: datetime, *, order_id: int) -> bool:
    running = Clock.objects.filter(order_id=order_id, stopped_at=None, stage__in=MAIN_LINE)
    return [(clock.stage, clock.due_at < due_at) for clock in running] == [(Stage.DISPATCH, True)]
