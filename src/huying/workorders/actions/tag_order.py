"""Say why an order is hard, or no longer (疑难标签)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.workorders.actions.move import move
from huying.workorders.choices import Difficulty
from huying.workorders.queries.tags import tags_of


class TagsUnchanged(Invalid):
    """The tags that the order has already."""

    code = "tags_unchanged"
    sentence = "标签没有变化，请勾选或取消后再保存。"


@transaction.atomic(savepoint=False)
def tag_order(*, order_id: int, tags: Sequence[Difficulty], seen: int, actor: Actor, at: datetime) -> None:
    """Make ``tags`` the order's tags; the history says which came and which went.

    依据: features C-11. Without ``seen`` being the last event nothing is changed, so that the difference is the
    one the person saw.

    Raises:
        TagsUnchanged, or what ``move`` raises.

    """
    before, after = tags_of(order_id=order_id), [one for one in Difficulty if one in tags]
    if set(before) == set(after):
        raise TagsUnchanged(fields={"tags": TagsUnchanged.sentence})
    move(
        order_id=order_id,
        action="tag_order",
        actor=actor,
        at=at,
        seen=seen,
        row={"difficulties": [one.value for one in after]},
        data={
            "added": [one.value for one in after if one not in before],
            "removed": [one.value for one in before if one not in after],
        },
    )
