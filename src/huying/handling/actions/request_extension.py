"""Ask for a longer handling limit (申请延期)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.deadlines import apply_for_extension
from huying.domain.errors import Invalid
from huying.domain.limits import Limit
from huying.domain.policies import Stage
from huying.handling.choices import ExtensionReason
from huying.handling.models import Extension
from huying.handling.queries.extensions import limit_of
from huying.policy.queries import calendar_of, policy_of
from huying.workorders.actions.move import move
from huying.workorders.choices import TextKind


class ExtensionIncomplete(Invalid):
    """An application without its ground, or behind the caller's back."""

    code = "extension_incomplete"
    sentence = "延期申请还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def request_extension(
    *,
    order_id: int,
    reason: ExtensionReason,
    amount: int,
    words: str,
    is_told: bool,
    seen: int,
    actor: Actor,
    at: datetime,
) -> None:
    """Note the application; the limit runs on as it was until it is granted.

    ``amount`` is counted in the unit of the policy's ``extension_max``. 依据: 北京市接诉即办工作条例 art 15 (二): the
    unit tells the caller and the hotline of a lawful extension, so ``is_told`` must be true. 约定: none after the
    due time, one at a time, as often and as long as the policy says.

    Raises:
        ExtensionIncomplete with a sentence a field; ExtensionTooLate, ExtensionsUsedUp, ExtensionTooLong; or what
        ``move`` raises.

    """
    _complete(amount=amount, words=words, is_told=is_told)
    order = move(
        order_id=order_id,
        action="request_extension",
        actor=actor,
        at=at,
        seen=seen,
        data={"reason": reason, "amount": amount, "told": True},
        texts={TextKind.EXTENSION: words},
        clocks=[(Stage.EXTENSION, actor.unit_id)],
    )
    policy, limit = policy_of(version_id=order.policy_version_id), limit_of(order=order)
    by = Limit(amount=amount, unit=policy.extension_max.unit)
    apply_for_extension(clock=limit, by=by, at=at, policy=policy, calendar=calendar_of(centre_id=order.centre_id))
    Extension.objects.create(  # type: ignore[misc]  # only people do this
        centre_id=order.centre_id,
        order=order,
        unit_id=actor.unit_id,
        round=order.round,
        reason=reason,
        amount=amount,
        measure=by.unit.value,
        due_before=limit.due_at,
        event=order.events,
        asked_by_id=actor.person_id,
        asked_at=at,
    )


def _complete(*, amount: int, words: str, is_told: bool) -> None:
    faults: dict[str, str] = {}
    if amount < 1:
        faults["amount"] = "请填写要延长的时间，至少为 1。"
    if not words.strip():
        faults["words"] = "请写明不能按期办结的原因、已做的工作和下一步安排。"
    if not is_told:
        faults["is_told"] = "请先把延期的原因和新的办理期限告知诉求人，再提交申请。"
    if faults:
        raise ExtensionIncomplete(fields=faults)
