"""工单状态机: the one table of transitions of a work order, and what asks it.

Buttons, refusals, the diagram in docs and the all-pairs test are generated from
``TRANSITIONS``. Main states: domain.md 6.2 (约定, after 国办发〔2020〕53号's stages 受理、派单、办理、回复、督办、
办结、回访、评价). What can run beside the main state has tables of its own, with counts on the order the guards read.
"""

from __future__ import annotations

from huying.domain.actors import NO_ORDERS, Actor, Role
from huying.domain.conferring import CONFERRING
from huying.domain.delays import DELAYS
from huying.domain.errors import Conflict, NotAllowed, NotFound, Refusal
from huying.domain.escalating import ESCALATING
from huying.domain.guards import OrderFacts, answers_for_it, contacted, not_own_reply, passed_down
from huying.domain.intake_rows import INTAKE_ROWS
from huying.domain.policies import Stage
from huying.domain.returns import RETURNS
from huying.domain.roads import ROAD_LABELS, MergedAway, Road, RoadNotOpen, RoadOpen
from huying.domain.states import OPEN, STATE_LABELS, State
from huying.domain.supervising import SUPERVISING
from huying.domain.talking import TALKING
from huying.domain.transitions import IN_HAND, WITH_UNIT, Reach, Transition
from huying.domain.whistle_rows import WHISTLE_ROWS


class WrongState(Conflict):
    """The action does not start in the order's present state."""

    code = "wrong_state"


class SeenOutOfDate(Conflict):
    """Somebody acted between the form and its sending; ``since`` is the last event the form saw."""

    code = "newer_event"
    sentence = "您打开页面之后，工单又有新的办理记录，请核对后再提交。"


class OrderNotFound(NotFound):
    """No such order, or not one that the actor may know of."""

    code = "order_not_found"
    sentence = "没有找到这张工单，请核对编号；如确有此单，它可能不属于您的单位。"


def after_verdict(order: OrderFacts, *, is_solved: bool) -> State:
    """Return where a follow-up's verdict leads.

    约定: what is not solved is reworked as often as the policy's ``rework_limit``, then closed as unsolved for
    supervision to take up.
    """
    return State.REWORK if not is_solved and order.round <= order.rework_limit else State.CLOSED


_HANDLE = frozenset({Role.CLERK, Role.COMMUNITY, Role.GRID_WORKER})
_AT_INTAKE = (
    State.AWAITING_DISPATCH,
    State.ANSWERED,
    State.EMERGENCY,
    State.STATUTORY_ROUTE,
    State.PROGRESS_TOLD,
    State.OUT_OF_SCOPE,
    State.DECLINED,
)

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        action="open_order",
        label="登记",
        sources=frozenset(),
        targets=(State.AWAITING_ACCEPTANCE, *_AT_INTAKE),
        roles=frozenset({Role.OPERATOR, Role.CITIZEN, Role.POLICY}),
        reach=Reach.CENTRE,
        fact="OrderOpened",
        starts=(Stage.ACCEPT, Stage.DISPATCH),
    ),
    Transition(
        action="accept_order",
        label="受理",
        sources=frozenset({State.AWAITING_ACCEPTANCE}),
        targets=_AT_INTAKE,
        roles=frozenset({Role.OPERATOR}),
        reach=Reach.CENTRE,
        fact="OrderAccepted",
        starts=(Stage.DISPATCH,),
        stops=(Stage.ACCEPT,),
    ),
    # 约定: a caller may add to a demand until it is closed; what is said goes to the unit as 转办内容 does.
    Transition(
        action="add_information",
        label="补充情况",
        sources=OPEN,
        targets=(),
        roles=frozenset({Role.OPERATOR, Role.CITIZEN}),
        reach=Reach.CENTRE,
        fact="InformationAdded",
        of_merged=True,
    ),
    Transition(
        action="withdraw_order",
        label="撤单",
        sources=frozenset({State.AWAITING_ACCEPTANCE, State.AWAITING_DISPATCH}) | WITH_UNIT,
        targets=(State.WITHDRAWN,),
        roles=frozenset({Role.OPERATOR, Role.CITIZEN}),
        reach=Reach.CENTRE,
        fact="OrderWithdrawn",
        stops=tuple(Stage),
        of_merged=True,
    ),
    Transition(
        action="assign_unit",
        label="派单",
        sources=frozenset({State.AWAITING_DISPATCH}),
        targets=(State.DISPATCHED,),
        roles=frozenset({Role.DISPATCHER, Role.LEADER, Role.POLICY}),
        reach=Reach.CENTRE,
        fact="UnitAssigned",
        starts=(Stage.SIGN, Stage.HANDLE),
        stops=(Stage.DISPATCH,),
        bars=(Road.CONFERENCE,),
    ),
    Transition(
        action="sign_order",
        label="签收",
        sources=frozenset({State.DISPATCHED}),
        targets=(State.SIGNED,),
        roles=_HANDLE,
        reach=Reach.HOLDER,
        fact="OrderSigned",
        starts=(Stage.CONTACT,),
        stops=(Stage.SIGN,),
    ),
    Transition(
        action="record_contact",
        label="先行联系",
        sources=IN_HAND,
        targets=(State.CONTACTED, State.HANDLING),
        roles=_HANDLE,
        reach=Reach.HOLDER,
        fact="CallerContacted",
        stops=(Stage.CONTACT,),
        of_merged=True,
    ),
    Transition(
        action="record_progress",
        label="登记进展",
        sources=IN_HAND,
        targets=(State.HANDLING,),
        roles=_HANDLE,
        reach=Reach.HOLDER,
        fact="ProgressRecorded",
    ),
    Transition(
        action="record_visit",
        label="登记上门",
        sources=IN_HAND,
        targets=(State.HANDLING,),
        roles=_HANDLE,
        reach=Reach.HOLDER,
        fact="VisitRecorded",
    ),
    Transition(
        action="pass_down",
        label="交下级办理",
        sources=IN_HAND,
        targets=(),
        roles=frozenset({Role.CLERK, Role.COMMUNITY}),
        reach=Reach.HOLDER,
        fact="PassedDown",
        starts=(Stage.PASS_DOWN,),
        bars=(Road.RETURN,),
    ),
    Transition(
        action="pass_up",
        label="报回上级",
        sources=IN_HAND,
        targets=(),
        roles=_HANDLE,
        reach=Reach.HOLDER,
        fact="PassedUp",
        guards=(passed_down,),
        stops=(Stage.PASS_DOWN,),
    ),
    *WHISTLE_ROWS,
    # 约定: an assist that the reply did not wait for is owed until the order ends, and ends with it.
    Transition(
        action="report_assist",
        label="协办反馈",
        sources=WITH_UNIT | {State.AWAITING_REVIEW, State.REPLIED, State.AWAITING_FOLLOWUP},
        targets=(),
        roles=_HANDLE,
        reach=Reach.ASSIST,
        fact="AssistReported",
        stops=(Stage.ASSIST,),
    ),
    Transition(
        action="submit_reply",
        label="提交答复",
        sources=IN_HAND,
        targets=(State.AWAITING_REVIEW, State.REPLIED),
        roles=frozenset({Role.CLERK}),
        reach=Reach.ACCOUNTABLE,
        fact="ReplySubmitted",
        guards=(contacted,),
        bars=(Road.RETURN, Road.WHISTLE, Road.EXTENSION, Road.HANG_REQUEST),
        stops_on={State.REPLIED: (Stage.HANDLE, Stage.CONTACT, Stage.HANGING)},
    ),
    Transition(
        action="review_reply",
        label="审核答复",
        sources=frozenset({State.AWAITING_REVIEW}),
        targets=(State.REPLIED, State.HANDLING),
        roles=frozenset({Role.REVIEWER}),
        reach=Reach.ACCOUNTABLE,
        fact="ReplyReviewed",
        guards=(not_own_reply,),
        stops_on={State.REPLIED: (Stage.HANDLE, Stage.CONTACT, Stage.HANGING)},
    ),
    Transition(
        action="tag_order",
        label="疑难标签",
        sources=OPEN,
        targets=(),
        roles=frozenset({Role.DISPATCHER, Role.CLERK, Role.REVIEWER}),
        reach=Reach.CENTRE,
        fact="OrderTagged",
        guards=(answers_for_it,),
    ),
    Transition(
        action="open_task",
        label="进入回访",
        sources=frozenset({State.REPLIED}),
        targets=(State.AWAITING_FOLLOWUP,),
        roles=frozenset({Role.POLICY}),
        reach=Reach.CENTRE,
        fact="FollowupOpened",
        starts=(Stage.FOLLOWUP,),
    ),
    Transition(
        action="record_attempt",
        label="回访未接通",
        sources=frozenset({State.AWAITING_FOLLOWUP}),
        targets=(State.AWAITING_FOLLOWUP, State.CLOSED),
        roles=frozenset({Role.FOLLOWUP}),
        reach=Reach.CENTRE,
        fact="CallAttempted",
        stops_on={State.CLOSED: (Stage.FOLLOWUP,)},
    ),
    Transition(
        action="record_verdict",
        label="回访结果",
        sources=frozenset({State.AWAITING_FOLLOWUP}),
        targets=(State.CLOSED, State.REWORK),
        roles=frozenset({Role.FOLLOWUP}),
        reach=Reach.CENTRE,
        fact="VerdictRecorded",
        stops=(Stage.FOLLOWUP,),
        starts_on={State.REWORK: (Stage.HANDLE, Stage.CONTACT)},
    ),
    # 约定: what the citizen says on the public pages counts as the follow-up of that round.
    Transition(
        action="rate_order",
        label="诉求人评价",
        sources=frozenset({State.REPLIED, State.AWAITING_FOLLOWUP}),
        targets=(State.CLOSED, State.REWORK),
        roles=frozenset({Role.CITIZEN}),
        reach=Reach.CENTRE,
        fact="VerdictRecorded",
        stops=(Stage.FOLLOWUP,),
        starts_on={State.REWORK: (Stage.HANDLE, Stage.CONTACT)},
    ),
    *RETURNS,
    *INTAKE_ROWS,
    *CONFERRING,
    *DELAYS,
    *ESCALATING,
    *SUPERVISING,
    *TALKING,
)

BY_ACTION: dict[str, Transition] = {row.action: row for row in TRANSITIONS}


def may_see(order: OrderFacts, actor: Actor) -> bool:
    """Say whether the actor may know of the order at all.

    The hotline and those who watch see their centre (a district's leader the district); a unit sees
    what it is or was held to, got a copy of or was asked about; a citizen the one order whose code they hold.
    Administrators see none (三员分立).
    """
    if actor.centre_id != order.centre_id or actor.role in NO_ORDERS:
        return False
    if actor.role is Role.CITIZEN:
        return actor.order_id == order.id
    if actor.is_centre_wide:
        return actor.district_id is None or actor.district_id == order.district_id
    return actor.unit_id is not None and actor.unit_id in _held_to(order) | order.copied_unit_ids


def _held_to(order: OrderFacts) -> frozenset[int | None]:
    lead_and_holder = {order.accountable_unit_id, order.holder_unit_id}
    return order.open_assist_unit_ids | order.past_unit_ids | lead_and_holder


def _reaches(order: OrderFacts, actor: Actor, reach: Reach) -> bool:
    if reach is Reach.CENTRE:
        return True
    if reach is Reach.ACCOUNTABLE:
        return actor.unit_id == order.accountable_unit_id
    if reach is Reach.HOLDER:
        return actor.unit_id == order.holder_unit_id
    if reach is Reach.SUPERIOR:
        return _is_superior(order, actor)
    if reach is Reach.OVERSEEN:
        return actor.is_centre_wide or actor.unit_id == order.accountable_unit_id
    return (
        actor.unit_id
        in {
            Reach.ASSIST: order.open_assist_unit_ids,
            Reach.CALLED: order.called_unit_ids,
            Reach.TASKED: order.tasked_unit_ids,
            Reach.RATER: order.rater_unit_ids,
            Reach.OPINION: order.opinion_unit_ids,
        }[reach]
    )


def _is_superior(order: OrderFacts, actor: Actor) -> bool:
    """Say whether a question was put to the actor: to a bureau, to the leader of a district, to the city's.

    约定: what is asked of a government is for its leader, not its clerks; a leader of the city may decide what waits
    below the city, and what waits at an office of the city is for that office's.
    """
    if actor.role is Role.LEADER and actor.district_id is None:
        return actor.unit_id in order.superior_unit_ids or not order.is_before_city
    if actor.role is Role.LEADER:
        return actor.district_id in order.superior_unit_ids
    is_for_a_leader = order.is_before_city or actor.unit_id == actor.district_id
    return actor.unit_id in order.superior_unit_ids and not is_for_a_leader


def _barred(order: OrderFacts, row: Transition) -> Refusal | None:
    if Road.MERGED in order.open_roads and not row.of_merged:
        return MergedAway(f"本单已并入其他工单，不能单独进行「{row.label}」，请在主单上办理，或先解除并单。")
    if missing := next((road for road in row.needs if road not in order.open_roads), None):
        return RoadNotOpen(f"本单没有等待处理的{ROAD_LABELS[missing]}，请刷新后核对。")
    if waiting := next((road for road in row.bars if road in order.open_roads), None):
        return RoadOpen(f"本单的{ROAD_LABELS[waiting]}还没有了结，现在不能进行「{row.label}」。")
    return None


def refusal(order: OrderFacts, action: str, actor: Actor) -> Refusal | None:
    """Return why the actor may not do this to the order now, ``None`` when they may.

    Asked in this order: may they know of it, do role and unit permit it, does the state, do side roads and guards.
    """
    row = BY_ACTION[action]
    if not may_see(order, actor):
        return OrderNotFound()
    if actor.role not in row.roles:
        return NotAllowed(f"您的岗位不能进行「{row.label}」。")
    if not _reaches(order, actor, row.reach):
        return NotAllowed(f"本单现在不由您的单位承办，不能进行「{row.label}」。")
    if order.state not in row.sources:
        is_again = action == "withdraw_order" and order.state is State.WITHDRAWN
        said = f"工单现在是「{STATE_LABELS[order.state]}」，不能进行「{row.label}」。"
        return WrongState("这张工单已经撤回。" if is_again else said)
    return _barred(order, row) or next((found for guard in row.guards if (found := guard(order, actor))), None)


def check(order: OrderFacts, action: str, actor: Actor, *, seen: int | None) -> Transition:
    """Return the table's row, or raise why not; ``seen`` is the last event number the form was drawn from.

    Raises:
        OrderNotFound, NotAllowed, WrongState, SeenOutOfDate or a guard's refusal.

    """
    if not may_see(order, actor):
        raise OrderNotFound
    row = BY_ACTION[action]
    if seen is not None and seen != order.events and actor.role in row.roles:
        raise SeenOutOfDate(since=seen, order_id=order.id)
    if found := refusal(order, action, actor):
        raise found
    return row


def actions_for(order: OrderFacts, actor: Actor) -> tuple[Transition, ...]:
    """Return exactly the rows that the actor may take now: the buttons of the order page."""
    return tuple(row for row in TRANSITIONS if row.sources and refusal(order, row.action, actor) is None)
