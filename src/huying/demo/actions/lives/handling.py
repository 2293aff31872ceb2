"""Let the unit of an order of the demonstration sign, speak with the caller and work, with what comes between."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from huying.demo.actions.lives.extension import live_extension
from huying.demo.actions.lives.hanging import live_hanging
from huying.demo.actions.lives.question import live_question
from huying.demo.actions.lives.supervision import live_supervision
from huying.demo.actions.lives.take_step import take_step
from huying.demo.actions.lives.whistle import live_whistle
from huying.demo.queries.calls import FIRST_WAVE, REVIEWED, REWORKED
from huying.demo.queries.life import HOUR, Life, OverError
from huying.demo.queries.sides import Side
from huying.domain.actors import Actor, Role
from huying.domain.policies import OrderKind, Urgency
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.record_visit import record_visit
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.sign_order import sign_order
from huying.intake.actions.add_information import add_information
from huying.intake.actions.urge_order import urge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.choices import UrgeKind
from huying.workorders.actions.tag_order import tag_order
from huying.workorders.choices import UnreachedReason, VisitMet, VisitPurpose
from huying.workorders.queries.tags import tags_for

_STUCK_FOR = timedelta(days=40)
_SIDES = {
    Side.WHISTLE: live_whistle,
    Side.ESCALATION: live_question,
    Side.INSTRUCTION: live_question,
    Side.SUPERVISION: live_supervision,
    Side.EXTENSION: live_extension,
    Side.HANGING: live_hanging,
}


def take_in_hand(*, life: Life) -> Actor:
    """Let the unit sign and speak with the caller; return who does."""
    if life.call.side is Side.UNSIGNED:
        raise OverError
    clerk = life.of(life.lead_id)
    slow = timedelta(days=2) if life.chance(life.lead.late) and not life.call.side else timedelta()
    take_step(life=life, action=sign_order, actor=clerk, after=life.office(life.minutes(4, 260) + slow))
    _maybe_withdraw(life, 0.006)
    _contact(life, clerk)
    return clerk


def live_handling(*, life: Life) -> None:
    """Take the order up to where it can be answered; some are withdrawn, some are left lying."""
    clerk, step = take_in_hand(life=life), partial(take_step, life=life)
    _hear_again(life)
    if side := _SIDES.get(life.call.side) if life.call.side else None:
        side(life=life)
    if life.lead_id in life.cast.streets and life.chance(0.6):
        _pass_down(life, clerk)
    for unit_id in life.helping:
        words = life.word("assist")
        step(action=report_assist, actor=life.of(unit_id), after=life.office(life.minutes(60, 900)), report=words)
    if life.chance(0.45):
        step(action=record_progress, actor=clerk, after=life.office(life.minutes(30, 600)), note=life.word("progress"))
    if life.lead_id in life.cast.streets and life.chance(0.2):
        _visit(life, clerk)
    _maybe_withdraw(life, 0.004)
    is_kept = life.call.number in REWORKED or life.call.number in REVIEWED or life.call.side is not None
    is_lately = life.until - life.started < _STUCK_FOR
    if is_lately and not is_kept and life.chance(life.lead.stuck * (8 if life.call.number < FIRST_WAVE else 1)):
        _leave_lying(life)


def _maybe_withdraw(life: Life, share: float) -> None:
    if life.chance(share) and not life.call.side and life.call.burst is None:
        reason, operator = life.word("withdraw"), life.hotline(Role.OPERATOR)
        take_step(life=life, action=withdraw_order, actor=operator, after=life.minutes(20, 600), reason=reason)
        raise OverError


def _contact(life: Life, clerk: Actor) -> None:
    is_late = life.chance(life.lead.late) and not life.call.side
    reached = not life.chance(0.05)
    take_step(
        life=life,
        action=record_contact,
        actor=clerk,
        after=life.office(life.minutes(6, 2000 if is_late else 200)),
        reached=reached,
        unreached_reason=None if reached else UnreachedReason.NO_ANSWER,
        note=life.word("contact" if reached else "unreached"),
    )


def _hear_again(life: Life) -> None:
    """Let the caller add something or urge, and somebody say why the matter is hard."""
    operator, step = life.hotline(Role.OPERATOR), partial(take_step, life=life)
    if life.chance(0.05):
        words = life.word("information")
        step(action=add_information, actor=operator, after=life.daytime(life.minutes(30, 900)), information=words)
    if life.chance(0.04 + life.lead.late):
        after = life.daytime(life.minutes(120, 1500))
        step(action=urge_order, actor=operator, after=after, kind=UrgeKind.CALLER, words=life.said("urge"))
    is_hard = life.call.urgency is Urgency.COMPLEX or life.call.side in {Side.HANGING, Side.ESCALATION}
    if life.chance(0.5 if is_hard else 0.012):
        tags = life.rng.sample([tag.code for tag in tags_for(order_id=life.order_id)], life.rng.choice((1, 1, 2)))
        step(action=tag_order, actor=life.of(life.lead_id), after=life.office(life.minutes(5, 60)), tags=tags)


def _leave_lying(life: Life) -> None:
    """Let nothing more happen, but that the supervisor urges what is overdue."""
    after = max(life.due + HOUR * 2, life.daytime(life.minutes(5, 60)))
    if after < life.until and life.chance(0.6):
        supervisor, words = life.hotline(Role.SUPERVISOR), life.said("overdue")
        take_step(life=life, action=urge_order, actor=supervisor, after=after, kind=UrgeKind.OVERDUE, words=words)
    raise OverError


def _visit(life: Life, clerk: Actor) -> None:
    """Go to the caller: to talk where something was asked or proposed, else to handle."""
    is_talk = life.call.kind in {OrderKind.CONSULTATION, OrderKind.SUGGESTION}
    purpose, came = VisitPurpose.TALK if is_talk else VisitPurpose.HANDLE, life.office(life.minutes(60, 900))
    said = {"purpose": purpose, "met": VisitMet.CALLER, "went": "街道两名工作人员", "note": life.word("visit")}
    take_step(life=life, action=record_visit, actor=clerk, after=came + HOUR / 2, visited_at=came, **said)


def _pass_down(life: Life, clerk: Actor) -> None:
    below = life.cast.governs.get(life.call.community, 0)
    if life.lead_id != life.street or Role.COMMUNITY not in life.cast.seats[below]:
        return
    worker, step = life.of(below, Role.COMMUNITY), partial(take_step, life=life)
    step(action=pass_down, actor=clerk, after=life.office(life.minutes(5, 90)), unit_id=below, note=life.word("down"))
    if life.chance(0.3):
        step(action=record_progress, actor=worker, after=life.office(life.minutes(30, 500)), note=life.word("progress"))
    step(action=pass_up, actor=worker, after=life.office(life.minutes(60, 1500)), report=life.word("up"))
