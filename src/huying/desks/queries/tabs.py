"""Which lists a role works from."""

from __future__ import annotations

from dataclasses import dataclass, replace

from huying.domain.actors import Actor, Role
from huying.domain.states import State
from huying.workorders.queries.queue import QueueFilter, Scope


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One list of orders; the first of a role's tabs is what the role opens with."""

    code: str
    label: str
    wanted: QueueFilter
    nothing: str


_HELD = Tab(
    code="held",
    label="待我单位办理",
    wanted=QueueFilter(scope=Scope.HELD),
    nothing="现在没有待您单位办理的工单。新派来或交办的工单会出现在这里。",
)
_ACCOUNTABLE = Tab(
    code="accountable",
    label="本单位承办",
    wanted=QueueFilter(scope=Scope.ACCOUNTABLE),
    nothing="现在没有由您单位主办的在办工单。",
)
_ASSIST = Tab(
    code="assist", label="协办", wanted=QueueFilter(scope=Scope.ASSIST), nothing="现在没有等您单位协办反馈的工单。"
)
_COPIED = Tab(
    code="copied",
    label="抄送",
    wanted=QueueFilter(scope=Scope.COPIED),
    nothing="现在没有抄送您单位的在办工单。直接派到街道（乡镇）的工单会抄送区县政府。",
)
_REVIEW = Tab(
    code="review",
    label="待审核",
    wanted=QueueFilter(scope=Scope.ACCOUNTABLE, state=State.AWAITING_REVIEW),
    nothing="现在没有待审核的答复。承办员提交的答复会出现在这里。",
)
_OVER = Tab(
    code="over",
    label="已办结",
    wanted=QueueFilter(scope=Scope.OPEN_TO_ME, is_over=True),
    nothing="还没有办结的工单。",
)
_OVER_OURS = replace(
    _OVER, wanted=QueueFilter(scope=Scope.ACCOUNTABLE, is_over=True), nothing="您单位还没有办结的工单。"
)
_ALL = Tab(code="all", label="全部在办", wanted=QueueFilter(scope=Scope.OPEN_TO_ME), nothing="现在没有在办的工单。")


def _waiting(state: State, label: str, nothing: str) -> Tab:
    return Tab(code=state.value, label=label, wanted=QueueFilter(scope=Scope.OPEN_TO_ME, state=state), nothing=nothing)


# 依据: features C-32 (急事急办). 约定: 紧急 and 时效, said by the operator or demanded by a focus with priority.
_URGENT = Tab(
    code="urgent",
    label="急事急办",
    wanted=QueueFilter(scope=Scope.OPEN_TO_ME, is_urgent=True),
    nothing="现在没有紧急、时效类的在办工单。",
)
_URGENT_DISPATCH = replace(_URGENT, wanted=replace(_URGENT.wanted, state=State.AWAITING_DISPATCH))
_URGENT_HELD = replace(
    _URGENT,
    wanted=QueueFilter(scope=Scope.HELD, is_urgent=True),
    nothing="现在没有待您单位办理的紧急、时效类工单。",
)
_ACCEPT = _waiting(State.AWAITING_ACCEPTANCE, "待受理", "现在没有待受理的工单。网络渠道来的诉求会出现在这里。")
_DISPATCH = _waiting(State.AWAITING_DISPATCH, "待派单", "现在没有待派单的工单。登记后需要派单的诉求会出现在这里。")
_FOLLOWUP = _waiting(State.AWAITING_FOLLOWUP, "待回访", "现在没有待回访的工单。答复后到回访时间的工单会出现在这里。")

_TABS: dict[Role, tuple[Tab, ...]] = {
    Role.OPERATOR: (_ALL, _ACCEPT, _DISPATCH, _OVER),
    Role.DISPATCHER: (_DISPATCH, _URGENT_DISPATCH, _ALL, _OVER),
    Role.ARBITER: (_ALL, _OVER),
    Role.FOLLOWUP: (_FOLLOWUP, _ALL, _OVER),
    Role.CLERK: (_HELD, _URGENT_HELD, _ACCOUNTABLE, _ASSIST, _OVER_OURS),
    Role.REVIEWER: (_REVIEW, _ACCOUNTABLE, _ASSIST, _OVER_OURS),
    Role.COMMUNITY: (_HELD, _ASSIST),
    Role.GRID_WORKER: (_HELD, _ASSIST),
    Role.SUPERVISOR: (_ALL, _URGENT, _OVER),
    Role.EVALUATOR: (_ALL, _OVER),
    Role.LEADER: (_ALL, _ACCOUNTABLE, _OVER),
}


def tabs_of(*, actor: Actor) -> tuple[Tab, ...]:
    """Return the actor's lists; none for whoever sees no orders, copies for those at a district's government."""
    tabs = _TABS.get(actor.role, ())
    gets_copies = actor.role in {Role.CLERK, Role.REVIEWER} and actor.unit_id == actor.district_id
    return (*tabs, _COPIED) if gets_copies else tabs
