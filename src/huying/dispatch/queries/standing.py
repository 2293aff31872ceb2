"""How automatic dispatch stands in a centre: what the policy says, what the last night found, whether it holds now."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from huying.dispatch.choices import HeldBack, ReturnState
from huying.dispatch.models import Comparison, ReturnRequest
from huying.dispatch.models import Guarantee as GuaranteeRow
from huying.domain.guarantees import AutoDispatch, Found, Goal, Guarantee, Tried, why_not
from huying.domain.policies import Policy
from huying.learning.queries.serving import guesses_of
from huying.organisation.queries.units import successors
from huying.policy.queries import policy_at

TASK = "dispatch"


@dataclass(frozen=True, kw_only=True)
class Standing:
    """``why_not`` is a sentence, empty where the rule holds; ``days`` is the policy's window.

    Of a hundred orders that the rule could send ``control_percent`` are left to people.
    """

    mode: AutoDispatch
    goal: Goal
    days: int
    control_percent: int
    newest: Guarantee | None
    model_number: int | None
    why_not: str

    @property
    def threshold(self) -> float | None:
        """Return from which probability on the rule is sure enough now, ``None`` where it does not hold."""
        return None if self.why_not or self.newest is None else self.newest.found.threshold

    def is_sure(self, probability: float | None) -> bool:
        """Say whether the rule is sure enough now of an order with this probability."""
        return self.threshold is not None and probability is not None and probability >= self.threshold


def standing_of(*, centre_id: int, model_number: int | None, at: datetime) -> Standing:
    """Return how the rule stands for the model that is in use."""
    policy = policy_at(centre_id=centre_id, at=at).policy
    goal, newest = goal_of(policy), newest_guarantee(centre_id=centre_id)
    return Standing(
        mode=policy.auto_dispatch,
        goal=goal,
        days=policy.auto_dispatch_days,
        control_percent=policy.auto_dispatch_control_percent,
        newest=newest,
        model_number=model_number,
        why_not=why_not(mode=policy.auto_dispatch, newest=newest, goal=goal, model_number=model_number, at=at),
    )


def standing_words(*, standing: Standing) -> tuple[tuple[str, str], ...]:
    """Return how the rule stands, in sentences that anybody understands, each with its title."""
    goal, newest = standing.goal, standing.newest
    asked = (
        f"以 {_percent(goal.confidence)} 的把握，自动派错的不超过 {_percent(goal.error)}；"
        f"至少有 {goal.least:,} 张工单才计算。"
    )
    drawn = (
        f"规则可以派出的工单，每 100 张随机留约 {standing.control_percent} 张由派单员照常派。这些工单若以 "
        f"{_percent(goal.confidence)} 的把握证明错误率超过 {_percent(goal.error)}，自动派单自行停用。"
        if standing.control_percent
        else "口径没有设抽检：自动派单启用后，只有承办单位提出的错误才看得见。"
    )
    found = (("最近的结果", _result(newest)),) if newest else ()
    return ("错误率目标", asked), *found, ("抽检", drawn + (_control_result(newest) if newest else ""))


def _result(newest: Guarantee) -> str:
    found, goal = newest.found, newest.goal
    when = f"派单模型第 {newest.model_number} 版，近 {newest.days} 天"
    if found.bound is None:
        return f"{when}只有 {found.orders:,} 张可以由规则派的工单，不够 {goal.least:,} 张，还不能计算。"
    none = "够把握" if newest.is_refuted else "把握最高"
    which = none if found.threshold is None else f"把握在 {_percent(found.threshold)} 以上"
    bound = _percent(found.bound)
    verdict = f"不超过 {bound}" if found.bound <= goal.error else f"可能达到 {bound}，超过目标"
    return (
        f"{when}{which}的 {found.orders:,} 张中错 {found.errors:,} 张，"
        f"{_percent(goal.confidence)} 把握下错误率{verdict}。"
    )


def _control_result(newest: Guarantee) -> str:
    found, goal = newest.found, newest.goal
    if not found.control_orders:
        return ""
    verdict = "，超过目标" if newest.is_refuted else ""
    return (
        f"近 {newest.days} 天抽检 {found.control_orders:,} 张，错 {found.control_errors:,} 张，"
        f"{_percent(goal.confidence)} 把握下错误率不低于 {_percent(found.control_bound)}{verdict}。"
    )


def _percent(share: float) -> str:
    return f"{share * 100:.1f}".rstrip("0").rstrip(".") + "%"


def goal_of(policy: Policy) -> Goal:
    """Return what the policy asks of the rule."""
    return Goal(
        error=float(policy.auto_dispatch_error),
        confidence=float(policy.auto_dispatch_confidence),
        least=policy.auto_dispatch_least,
    )


def newest_guarantee(*, centre_id: int) -> Guarantee | None:
    """Return what the last night found in a centre."""
    row = GuaranteeRow.objects.filter(centre_id=centre_id).order_by("-at", "-pk").first()
    if row is None:
        return None
    return Guarantee(
        at=row.at,
        days=row.days,
        model_number=row.model_number,
        found=Found(**{column.name: getattr(row, column.name) for column in fields(Found)}),
        goal=Goal(error=row.goal_error, confidence=row.goal_confidence, least=row.goal_least),
    )


def model_in_use(*, centre_id: int) -> int | None:
    """Return the number of the centre's model of dispatch that works now."""
    guesses = guesses_of(centre_id=centre_id, task=TASK, texts=())
    return guesses.model_number if guesses else None


def tried(*, centre_id: int, model_number: int, since: datetime, until: datetime) -> list[Tried]:
    """Return the orders dispatched in a period that the rule was allowed to decide, by people, in trial or by itself.

    Those that were drawn to be left to a person count like the others, and once more by themselves. It errs where the
    order is now another unit's than the model's first, is nobody's (returned, taken back), or where its unit asks for a
    return that is not decided yet. 约定: whatever is doubtful counts as an error.
    """
    heirs = {old: unit.id for old, unit in successors(centre_id=centre_id).items()}
    waiting = ReturnRequest.objects.filter(order=OuterRef("order"), state=ReturnState.WAITING, lapsed_at=None)
    rows = (
        Comparison.objects.filter(
            centre_id=centre_id,
            model_number=model_number,
            decided_at__gte=since,
            decided_at__lt=until,
            held_back__in=[HeldBack.NOTHING, HeldBack.CONTROL],
            model_unit__isnull=False,
        )
        .annotate(is_waiting=Exists(waiting))
        .values_list("probability", "model_unit_id", "final_unit_id", "is_waiting", "held_back")
    )
    return [
        Tried(
            probability=probability or 0.0,
            is_error=is_waiting or heirs.get(model, model) != heirs.get(final, final),
            is_control=why == HeldBack.CONTROL,
        )
        for probability, model, final, is_waiting, why in rows
    ]


def window(*, policy: Policy, at: datetime) -> tuple[datetime, datetime]:
    """Return from when to when dispatches count: until then the unit could have asked for a return."""
    until = at - timedelta(hours=policy.return_window_hours)
    return until - timedelta(days=policy.auto_dispatch_days), until
