"""Merge orders of one matter into one (并单)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.domain.guards import OrderFacts
from huying.domain.lifecycle import OrderNotFound, SeenOutOfDate, refusal
from huying.foundation import rows
from huying.workorders.actions.move import move
from huying.workorders.actions.note import note
from huying.workorders.choices import TextKind
from huying.workorders.models import Merge, Order
from huying.workorders.queries.dossier import dossier_by_number
from huying.workorders.queries.facts import facts_of
from huying.workorders.queries.merges import TAKEN, open_children

MERGE_MOST = 50
REASON_MAX = 400


class MergeIncomplete(Invalid):
    """Nothing to merge, too much, or no word why. 约定: fifty at once."""

    code = "merge_incomplete"
    sentence = f"请选择要合并的工单，一次不超过 {MERGE_MOST} 张。"


class MergeUnfit(Conflict):
    """An order that stands in the way of being merged."""

    code = "merge_unfit"
    sentence = "这些工单现在不能合并，请逐张核对。"


@transaction.atomic(savepoint=False)
def merge_orders(
    *,
    order_id: int,
    numbers: Sequence[str],
    master_number: str = "",
    reason: str,
    seen: int | None,
    actor: Actor,
    at: datetime,
) -> None:
    """Put orders of one matter under a master, whose lead handles them; each caller is still answered and asked.

    The master is the one of ``master_number``, or else the oldest that has a lead, or else the oldest. All orders
    are locked by id, rising: of two merges over the same order one waits and is refused. Each child keeps its own
    limits, and its state until a job lets it follow the master.

    依据: 国办函〔2025〕66号 (五): 重复诉求原则上并单处理; 济南条例 art 25. 约定: orders of different leads are not
    merged.

    Raises:
        MergeIncomplete, MergeUnfit, OrderNotFound, or what the lifecycle refuses.

    """
    ids = _ids(order_id, numbers, actor)
    if not 1 <= len(reason.strip()) <= REASON_MAX:
        raise MergeIncomplete(fields={"reason": f"请写明为什么是同一件事，不超过 {REASON_MAX} 个字。"})
    orders = [found for pk in ids if (found := rows.locked(Order, pk))]
    facts = {order.pk: facts_of(order=order) for order in orders}
    if order_id not in facts:
        raise OrderNotFound
    if seen is not None and seen != facts[order_id].events:
        raise SeenOutOfDate(since=seen, order_id=order_id)
    for order in orders:
        _may_be_merged(facts[order.pk], actor)
    master = _master(orders, master_number.strip())
    children = [order for order in orders if order is not master]
    for child in children:
        _may_be_child(child, facts[child.pk], master)
    note(
        order_id=master.pk,
        code=TAKEN,
        actor=actor,
        at=at,
        data={"orders": [child.number for child in children]},
        texts={TextKind.REASON: reason.strip()},
    )
    for child in children:
        move(
            order_id=child.pk,
            action="merge_orders",
            actor=actor,
            at=at,
            seen=None,
            data={"master": master.pk, "orders": [master.number]},
            texts={TextKind.REASON: reason.strip()},
        )
    Merge.objects.bulk_create(Merge(child=child, master=master, merged_at=at) for child in children)


def _ids(order_id: int, numbers: Sequence[str], actor: Actor) -> list[int]:
    """Return the ids of all orders, rising; each must be one that the actor may see."""
    ids, unknown = {order_id}, []
    for number in dict.fromkeys(number.strip() for number in numbers):
        try:
            ids.add(dossier_by_number(number=number, actor=actor).order.pk)
        except OrderNotFound:
            unknown.append(number)
    if unknown:
        raise MergeIncomplete(fields={"numbers": f"没有找到工单 {'、'.join(unknown)}，请核对编号。"})
    if numbers and ids == {order_id}:
        raise MergeIncomplete(fields={"numbers": "不能与自己合并，请填写另一张工单的编号。"})
    if not 1 < len(ids) <= MERGE_MOST:
        raise MergeIncomplete(fields={"numbers": MergeIncomplete.sentence})
    return sorted(ids)


def _may_be_merged(order: OrderFacts, actor: Actor) -> None:
    if found := refusal(order, "merge_orders", actor):
        raise type(found)(f"工单 {order.number} 不能合并：{found}")


def _master(orders: Sequence[Order], number: str) -> Order:
    if number:
        chosen = next((order for order in orders if order.number == number), None)
        if chosen is None:
            raise MergeIncomplete(fields={"master_number": "主单应是要合并的工单之一，请重新选择。"})
        return chosen
    return min(orders, key=lambda order: (order.accountable_unit_id is None, order.pk))


def _may_be_child(child: Order, facts: OrderFacts, master: Order) -> None:
    if facts.open_roads:
        raise MergeUnfit(f"工单 {child.number} 还有没有了结的申请、督办或挂账，请先处理，再并入其他工单。")
    if facts.open_assist_unit_ids:
        raise MergeUnfit(f"工单 {child.number} 还有协办单位没有反馈，请等协办反馈，或选它作主单。")
    if child.accountable_unit_id not in {None, master.accountable_unit_id}:
        raise MergeUnfit(f"工单 {child.number} 已派给另一个单位主办，请选它作主单，或先办理退单。")
    if open_children(order_id=child.pk):
        raise MergeUnfit(f"工单 {child.number} 是其他工单的主单，请选它作主单。")
