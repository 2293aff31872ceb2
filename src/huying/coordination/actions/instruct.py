"""Write an instruction on an order (批示)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from huying.coordination.models import Instruction
from huying.coordination.queries.due import FARTHEST, due_of
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import Stage
from huying.foundation.clock import end_of_day
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind
from huying.workorders.models import Clock, Order


class InstructionUnfit(Invalid):
    """约定 (D-14, L-02): an instruction says what is to be done, by whom, and until when."""

    code = "instruction_unfit"
    sentence = "请写明批示内容和负责落实的人，期限不能早于今天。"


@transaction.atomic(savepoint=False)
def instruct(
    *, order_id: int, words: str, owner: str, do_by: date | None = None, seen: int, actor: Actor, at: datetime
) -> None:
    """Give the accountable unit an instruction; it is reported on until ``do_by``, else within the policy's limit.

    A second instruction before the report joins the first: one limit runs, one report answers both.

    Raises:
        InstructionUnfit, or what ``move`` raises.

    """
    due_at = end_of_day(do_by) if do_by else due_of(order_id=order_id, stage=Stage.INSTRUCTION, actor=actor, at=at)
    wrong = [name for name, said in {"words": words, "owner": owner}.items() if not said.strip()]
    if due_at <= at:
        wrong.append("do_by")
    if wrong:
        raise InstructionUnfit(fields=dict.fromkeys(wrong, InstructionUnfit.sentence))
    if do_by and due_at > at + FARTHEST:
        raise InstructionUnfit(fields={"do_by": "落实期限不能在一年之后，请核对年份。"})
    unit_id = Order.objects.filter(pk=order_id).values_list("accountable_unit_id", flat=True).first()
    running = Clock.objects.filter(order_id=order_id, stage=Stage.INSTRUCTION, stopped_at=None)
    is_first = not running.exists()
    order = move(
        order_id=order_id,
        action="instruct",
        actor=actor,
        at=at,
        seen=seen,
        texts={TextKind.INSTRUCTION: words},
        clocks=[(Stage.INSTRUCTION, unit_id)] if is_first else [],
    )
    if is_first:
        running.update(due_at=due_at)
    Instruction.objects.create(
        centre_id=order.centre_id,
        order=order,
        event=order.events,
        person_id=actor.person_id or 0,
        given_at=at,
        owner=owner.strip(),
        due_at=due_at,
    )
