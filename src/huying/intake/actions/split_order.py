"""Make orders of their own out of a message with several matters (拆单)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huying.callers.actions.copy_identity import copy_identity
from huying.catalogue.queries.matters import matter
from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.intake.actions.register_order import TITLE_MAX
from huying.workorders.actions.move import move
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel, TextKind
from huying.workorders.models import Order
from huying.workorders.queries.dossier import Dossier, dossier_for

SPLIT_MOST, PLACE_MAX = 5, 200


class SplitIncomplete(Invalid):
    """A part without title or 转办内容. 约定: five further orders at once."""

    code = "split_incomplete"
    sentence = f"请为拆出的每件事写明标题和转办内容，一次不超过 {SPLIT_MOST} 件。"


@dataclass(frozen=True, kw_only=True)
class Part:
    """One matter that gets an order of its own; without a place it is where the first order is."""

    title: str
    transfer: str
    matter_id: int | None = None
    place_text: str = ""


@transaction.atomic(savepoint=False)
def split_order(
    *, order_id: int, parts: Sequence[Part], rest: str = "", seen: int | None, actor: Actor, at: datetime
) -> None:
    """Open an order for each further matter of a message, with the same caller and words; all wait for dispatch.

    ``rest`` is what units are given of the first order from now on; empty leaves 转办内容 as it is. Each part has
    an identity of its own, so that it is erased by itself; the citizen follows all by the first one's query code.
    约定: before dispatch only; limits of the parts begin now.

    Raises:
        SplitIncomplete with a sentence a field, or what ``move`` raises.

    """
    dossier = dossier_for(order_id=order_id, actor=actor)
    _complete(parts, actor)
    opened = [_open(part, dossier, actor=actor, at=at) for part in parts]
    move(
        order_id=order_id,
        action="split_order",
        actor=actor,
        at=at,
        seen=seen,
        data={"parts": [one.pk for one in opened], "orders": [one.number for one in opened]},
        texts={TextKind.TRANSFER: rest.strip()},
    )


def _complete(parts: Sequence[Part], actor: Actor) -> None:
    if not 1 <= len(parts) <= SPLIT_MOST:
        raise SplitIncomplete(fields={"parts": SplitIncomplete.sentence})
    for place, part in enumerate(parts, 1):
        faults = {}
        if not 1 <= len(part.title.strip()) <= TITLE_MAX:
            faults[f"title_{place}"] = f"请写明第 {place} 件的标题，不超过 {TITLE_MAX} 个字。"
        if not part.transfer.strip():
            faults[f"transfer_{place}"] = f"请写明第 {place} 件的转办内容。"
        chosen = matter(matter_id=part.matter_id) if part.matter_id else None
        if part.matter_id and (chosen is None or chosen.centre_id != actor.centre_id):
            faults[f"matter_{place}"] = "没有这个事项，请重新选择。"
        if len(part.place_text) > PLACE_MAX:
            faults[f"place_{place}"] = f"详细地点不超过 {PLACE_MAX} 个字。"
        if faults:
            raise SplitIncomplete(fields=faults)


def _open(part: Part, dossier: Dossier, *, actor: Actor, at: datetime) -> Order:
    first = dossier.order
    chosen = matter(matter_id=part.matter_id) if part.matter_id else None
    return open_order(
        new=NewOrder(
            channel=Channel(first.channel),
            kind=OrderKind(first.kind),
            urgency=Urgency(first.urgency),
            title=part.title.strip(),
            original=dossier.bodies(TextKind.ORIGINAL).get((TextKind.ORIGINAL, 1), ""),
            transfer=part.transfer.strip(),
            state=State.AWAITING_DISPATCH,
            place_text=part.place_text.strip() or first.place_text,
            region_id=first.region_id,
            matter_id=part.matter_id,
            matter_code=chosen.code if chosen else "",
            matter_top=chosen.top_code if chosen else "",
            is_confidential=first.is_confidential,
            identity_id=copy_identity(identity_id=first.identity_id, actor=actor, at=at) if first.identity_id else None,
            caller_id=first.caller_id,
            data={"split_from": first.pk, "orders": [first.number]},
        ),
        actor=actor,
        at=at,
    )
