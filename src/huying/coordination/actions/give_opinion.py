"""Say, for a unit that is asked, whose duty a matter is (发表会商意见)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.coordination.choices.conference import Position
from huying.coordination.models import Conference, Opinion
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


class OpinionEmpty(Invalid):
    """依据: 条例 art 12: a unit's objection rests on its duty or jurisdiction; so does what it says here."""

    code = "opinion_empty"
    sentence = "请写明意见和职责依据（法律法规条款或三定规定）。"


@transaction.atomic(savepoint=False)
def give_opinion(
    *, order_id: int, position: Position, basis: str, words: str, seen: int, actor: Actor, at: datetime
) -> None:
    """Write the unit's opinion; said again before the decision it replaces the first, which the history keeps.

    Raises:
        OpinionEmpty, or what ``move`` raises.

    """
    missing = [name for name, said in (("basis", basis), ("words", words)) if not said.strip()]
    if missing:
        raise OpinionEmpty(fields=dict.fromkeys(missing, OpinionEmpty.sentence))
    order = move(
        order_id=order_id,
        action="give_opinion",
        actor=actor,
        at=at,
        seen=seen,
        data={"position": position.value},
        texts={TextKind.OPINION: words},
    )
    conference = Conference.objects.get(order=order, settled_at=None)
    Opinion.objects.filter(conference=conference, unit_id=actor.unit_id or 0).update(
        position=position, basis=basis.strip(), event=order.events, person_id=actor.person_id, said_at=at
    )
