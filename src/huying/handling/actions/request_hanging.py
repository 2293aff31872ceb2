"""Ask for a hard matter to be put on the list (申请挂账)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Invalid
from huying.domain.hanging import end_of_hanging
from huying.domain.policies import Stage
from huying.foundation.clock import day_of
from huying.handling.choices import HangingCategory
from huying.handling.models import Hanging, Milestone
from huying.handling.queries.extensions import limit_of
from huying.handling.queries.hangings import times_hung
from huying.policy.queries import policy_of
from huying.workorders.actions.move import move
from huying.workorders.choices import AnsweredBy, TextKind

MILESTONES_MAX = 12
WHAT_MAX = 200


@dataclass(frozen=True, kw_only=True)
class NewMilestone:
    """A step of the plan and the day by which it is done."""

    due_on: date
    what: str


class HangingIncomplete(Invalid):
    """An application without plan, owner or milestones. 约定 (domain.md section 10): a hung matter has all three."""

    code = "hanging_incomplete"
    sentence = "挂账申请还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def request_hanging(
    *,
    order_id: int,
    category: HangingCategory,
    plan: str,
    owner_name: str,
    owner_post: str,
    milestones: Sequence[NewMilestone],
    until: date,
    told_by: AnsweredBy,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Note the application with its plan; the limit runs on as it was until it is granted.

    ``until`` is the last day asked for, ``told_by`` how the caller was told. 约定: none after the due time, as often
    and as long as the policy says.

    Raises:
        HangingIncomplete with a sentence a field; HangingTooLate, HangingsUsedUp, HangingDayWrong; or what ``move``
        raises.

    """
    _complete(plan=plan, owner_name=owner_name, owner_post=owner_post, milestones=milestones, until=until, at=at)
    order = move(
        order_id=order_id,
        action="request_hanging",
        actor=actor,
        at=at,
        seen=seen,
        data={"category": category, "until": until.isoformat(), "told_by": told_by},
        texts={TextKind.HANGING: plan},
        clocks=[(Stage.HANG_REQUEST, actor.unit_id)],
    )
    policy, limit = policy_of(version_id=order.policy_version_id), limit_of(order=order)
    end_of_hanging(until=until, due_at=limit.due_at, hung_before=times_hung(order=order), at=at, policy=policy)
    asked = Hanging.objects.create(  # type: ignore[misc]  # only people do this
        centre_id=order.centre_id,
        order=order,
        unit_id=actor.unit_id,
        round=order.round,
        due_before=limit.due_at,
        category=category,
        owner_name=owner_name.strip(),
        owner_post=owner_post.strip(),
        told_by=told_by,
        until=until,
        event=order.events,
        asked_by_id=actor.person_id,
        asked_at=at,
    )
    Milestone.objects.bulk_create(
        Milestone(hanging=asked, place=place, what=one.what.strip(), due_on=one.due_on)
        for place, one in enumerate(sorted(milestones, key=lambda one: one.due_on), 1)
    )


def _complete(
    *, plan: str, owner_name: str, owner_post: str, milestones: Sequence[NewMilestone], until: date, at: datetime
) -> None:
    faults: dict[str, str] = {}
    if not plan.strip():
        faults["plan"] = "请写明不能按期解决的原因、解决方案和阶段措施。"
    if not owner_name.strip():
        faults["owner_name"] = "请填写责任人姓名。"
    if not owner_post.strip():
        faults["owner_post"] = "请填写责任人职务。"
    if not milestones:
        faults["milestones"] = "请至少列出一个时间节点，写明日期和要完成的工作。"
    elif len(milestones) > MILESTONES_MAX:
        faults["milestones"] = f"时间节点最多 {MILESTONES_MAX} 个，请合并后再提交。"
    elif any(not one.what.strip() or len(one.what) > WHAT_MAX for one in milestones):
        faults["milestones"] = f"每个节点都要写明要完成的工作，不超过 {WHAT_MAX} 个字。"
    elif any(one.due_on > until for one in milestones):
        faults["milestones"] = "节点日期不能晚于挂账截止日期，请修改。"
    elif any(one.due_on < day_of(at) for one in milestones):
        faults["milestones"] = "节点日期不能早于今天，请修改。"
    if faults:
        raise HangingIncomplete(fields=faults)
