"""Put to a superior what the unit cannot decide (提级请示)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.coordination.choices.escalation import AskedLevel
from huying.coordination.models import Escalation
from huying.coordination.queries.due import due_of
from huying.coordination.queries.ladder import step_above
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import Stage
from huying.organisation.choices import UnitKind
from huying.organisation.queries.units import unit_for
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment, Clock, Order

BUREAUS = frozenset({UnitKind.BUREAU, UnitKind.VERTICAL})


class EscalationUnexplained(Invalid):
    """A question without the question, without why, or without what the unit tried itself."""

    code = "escalation_unexplained"
    sentence = "请写明需要决定的问题、本单位为什么不能决定，以及已经做过的工作。"


class SuperiorUnfit(Invalid):
    """依据: 条例 art 20: the government of city or district, or the bureau of the trade."""

    code = "superior_unfit"
    sentence = "请选择另一个行业主管部门；不属于任何区县的单位，请提到行业主管部门或市级。"


@transaction.atomic(savepoint=False)
def escalate(
    *,
    order_id: int,
    level: AskedLevel,
    bureau_unit_id: int | None = None,
    question: str,
    why: str,
    tried: str,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Ask the district's leader, a bureau (``bureau_unit_id``) or the city; the order stays with the unit.

    依据: 条例 art 20. A bureau that is asked may read the order and nothing else, and answers. At the city the question
    begins at the foot of the policy's ladder.

    Raises:
        EscalationUnexplained, SuperiorUnfit, UnitNotFound, or what ``move`` raises.

    """
    said = {"question": question, "why": why, "tried": tried}
    if missing := [name for name, words in said.items() if not words.strip()]:
        raise EscalationUnexplained(fields=dict.fromkeys(missing, EscalationUnexplained.sentence))
    due_at = due_of(order_id=order_id, stage=Stage.ESCALATE, actor=actor, at=at)
    step = step_above(order_id=order_id, asked=None, at=at) if level is AskedLevel.CITY else None
    to_unit_id = step.unit_id if step else _superior(level, bureau_unit_id, order_id=order_id, actor=actor)
    order = move(
        order_id=order_id,
        action="escalate",
        actor=actor,
        at=at,
        seen=seen,
        data={"level": level.value, "to": to_unit_id, **({"rung": step.rung.code} if step else {})},
        texts={TextKind.ESCALATION: f"{question.strip()}\n提级理由：{why.strip()}\n已做工作：{tried.strip()}"},
        clocks=[(Stage.ESCALATE, to_unit_id)],
    )
    Escalation.objects.create(
        centre_id=order.centre_id,
        order=order,
        event=order.events,
        level=level,
        rung=step.rung.code if step else "",
        from_unit_id=order.accountable_unit_id or 0,
        to_unit_id=to_unit_id,
        asked_at=at,
        due_at=step.due_at if step else due_at,
    )
    if step:
        limit = Clock.objects.filter(order=order, stage=Stage.ESCALATE, stopped_at=None)
        limit.update(due_at=step.due_at, rule_code=step.rung.rule_code)
    Assignment.objects.create(order=order, unit_id=to_unit_id, part=Part.SUPERIOR, assigned_at=at)


def _superior(level: AskedLevel, bureau_unit_id: int | None, *, order_id: int, actor: Actor) -> int:
    found: int | None = None
    if level is AskedLevel.DISTRICT:
        found = Order.objects.values_list("district_id", flat=True).get(pk=order_id)
    elif level is AskedLevel.BUREAU:
        bureau = unit_for(unit_id=bureau_unit_id or 0, actor=actor) if bureau_unit_id else None
        found = bureau.id if bureau and bureau.kind in BUREAUS and bureau.id != actor.unit_id else None
    if found is None:
        raise SuperiorUnfit(fields={"bureau_unit_id": SuperiorUnfit.sentence})
    return found
