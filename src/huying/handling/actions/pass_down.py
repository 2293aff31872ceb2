"""Give an order to a unit right below; the accountable unit stays accountable (交下级办理)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.handling.queries import duty_is_above, units_below
from huying.workorders.actions.move import move
from huying.workorders.choices import Part, TextKind
from huying.workorders.models import Assignment


class NotBelow(Invalid):
    """Passing to a unit that does not stand right below the holder."""

    code = "not_below"
    sentence = "只能交给本单位直接管理的下级单位，请重新选择。"


class PassDownUnexplained(Invalid):
    """Passing down without saying what for.

    依据: 条例 art 17: a community is not given work outside its 职责清单; 约定: so every passing down says which
    work it is.
    """

    code = "pass_down_unexplained"
    sentence = "请写明交办的事项和要求；交社区（村）的，请写明属于其职责清单的哪一项。"


@transaction.atomic(savepoint=False)
def pass_down(*, order_id: int, unit_id: int, note: str, seen: int, actor: Actor, at: datetime) -> None:
    """Move only the holder, to ``unit_id``, and start the lower unit's own limit.

    Where the duty list gives the matter to a bureau, the history marks that it went down (减轻基层负担, Q-10).

    Raises:
        NotBelow, PassDownUnexplained, or what ``move`` raises.

    """
    if not note.strip():
        raise PassDownUnexplained(fields={"note": PassDownUnexplained.sentence})
    below = next((unit for unit in units_below(actor=actor) if unit.id == unit_id), None)
    if below is None:
        raise NotBelow(fields={"unit_id": NotBelow.sentence})
    pushed_down = duty_is_above(order_id=order_id, unit=below)
    order = move(
        order_id=order_id,
        action="pass_down",
        actor=actor,
        at=at,
        seen=seen,
        row={"holder_unit_id": unit_id},
        data={"from": actor.unit_id, "to": unit_id, **({"pushed_down": True} if pushed_down else {})},
        texts={TextKind.REASON: note},
    )
    # A closed row, so that a unit which once had the order in hand may still see it.
    Assignment.objects.create(order=order, unit_id=unit_id, part=Part.BELOW, assigned_at=at, closed_at=at)
