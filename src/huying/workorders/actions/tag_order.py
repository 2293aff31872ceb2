"""Say why an order is hard, or no longer (疑难标签)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid, NotAllowed
from huying.workorders.actions.move import move
from huying.workorders.queries.tags import tags_for, tags_of


class TagsUnchanged(Invalid):
    """The tags that the order has already."""

    code = "tags_unchanged"
    sentence = "标签没有变化，请勾选或取消后再保存。"


class TagUnknown(Invalid):
    """A tag that the order's policy does not know."""

    code = "tag_unknown"
    sentence = "没有这个标签，请从本单适用口径的疑难标签中选择。"


class TagNotYours(NotAllowed):
    """A tag that the policy leaves to other roles."""

    code = "tag_not_yours"
    sentence = "按本单适用的口径，您的岗位不能加减这个标签。"


@transaction.atomic(savepoint=False)
def tag_order(*, order_id: int, tags: Sequence[str], seen: int, actor: Actor, at: datetime) -> None:
    """Make ``tags``, as codes of the order's policy, the order's tags; the history says which came and which went.

    依据: features C-11. Without ``seen`` being the last event nothing is changed, so that the difference is the
    one the person saw.

    Raises:
        TagUnknown, TagsUnchanged, TagNotYours, or what ``move`` raises.

    """
    known = {tag.code: tag for tag in tags_for(order_id=order_id)}
    before = tags_of(order_id=order_id)
    if strange := [code for code in tags if code not in known and code not in before]:
        choices = "、".join(f"{tag.code}（{tag.label}）" for tag in known.values())
        said = f"没有标签「{'、'.join(strange)}」，可用的是 {choices}。"
        raise TagUnknown(said, fields={"tags": said})
    after = [code for code in dict.fromkeys([*known, *before]) if code in tags]
    added, removed = [code for code in after if code not in before], [code for code in before if code not in after]
    if not added and not removed:
        raise TagsUnchanged(fields={"tags": TagsUnchanged.sentence})
    move(
        order_id=order_id,
        action="tag_order",
        actor=actor,
        at=at,
        seen=seen,
        row={"difficulties": after},
        data={"added": added, "removed": removed},
    )
    changed = [known[code] for code in (*added, *removed) if code in known]
    if theirs := [tag.label for tag in changed if actor.role not in tag.roles]:
        raise TagNotYours(f"按本单适用的口径，您的岗位不能加减标签「{'、'.join(theirs)}」。")
