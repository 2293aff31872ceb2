"""What units do with an order in hand, and who decides on what they ask for."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from huying.dispatch.actions.request_return import request_return
from huying.dispatch.actions.rule_unit import rule_unit
from huying.dispatch.actions.settle_return import settle_return
from huying.dispatch.actions.withdraw_return import withdraw_return
from huying.dispatch.choices import ReturnReason
from huying.foundation.clock import SHANGHAI, day_of
from huying.handling.actions.end_hanging import end_hanging
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.handling.actions.reach_milestone import reach_milestone
from huying.handling.actions.record_contact import record_contact
from huying.handling.actions.record_progress import record_progress
from huying.handling.actions.record_visit import record_visit
from huying.handling.actions.report_assist import report_assist
from huying.handling.actions.request_extension import request_extension
from huying.handling.actions.request_hanging import NewMilestone, request_hanging
from huying.handling.actions.review_extension import review_extension
from huying.handling.actions.review_hanging import review_hanging
from huying.handling.actions.review_hung import review_hung
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.settle_extension import settle_extension
from huying.handling.actions.settle_hanging import settle_hanging
from huying.handling.actions.sign_order import sign_order
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.actions.withdraw_extension import withdraw_extension
from huying.handling.actions.withdraw_hanging import withdraw_hanging
from huying.handling.choices import ExtensionReason, HangingCategory, HungProgress
from huying.workorders.choices import AnsweredBy, VisitMet, VisitPurpose
from tests.anyhow.doing import Plan, Repertoire, Turn, holder, lead
from tests.anyhow.sheet import IN_HAND, WITH_UNIT, Sheet
from tests.walk import answer

UNIT = Repertoire()
_HANDS = "clerk community grid_worker"
_RETURNABLE = WITH_UNIT - {"rework"}
_DELAYS = "extension hang_request hanging return"


@UNIT.add("sign_order", _HANDS, whose=holder, states={"dispatched"}, weight=12)
def sign(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.state = "signed"
        sheet.stop("sign")
        sheet.start(("contact", sheet.holder))

    return Plan(do=lambda: sign_order(**turn.form), then=then)


@UNIT.add("record_contact", _HANDS, whose=holder, states=IN_HAND, of_merged=True, weight=8)
def contact(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.state = sheet.state if sheet.state in {"contacted", "handling"} else "contacted"
        sheet.contacts += 1
        sheet.is_contact_fresh = True
        sheet.stop("contact")

    return Plan(do=lambda: record_contact(reached=True, note="已电话联系。", **turn.form), then=then)


@UNIT.add("record_progress", _HANDS, whose=holder, states=IN_HAND)
def progress(turn: Turn) -> Plan:
    def then(_: Any) -> None:
        turn.sheet.state = "handling"

    return Plan(do=lambda: record_progress(note="已到现场。", **turn.form), then=then)


@UNIT.add("record_visit", _HANDS, whose=holder, states=IN_HAND)
def visit(turn: Turn) -> Plan:
    def then(_: Any) -> None:
        turn.sheet.state = "handling"

    words: dict[str, Any] = {
        "purpose": VisitPurpose.CALL_ON,
        "met": VisitMet.CALLER,
        "went": "陈承办",
        "note": "已上门了解情况。",
    }
    return Plan(do=lambda: record_visit(visited_at=turn.at, **words, **turn.form), then=then)


@UNIT.add("pass_down", "clerk community", whose=holder, states=IN_HAND, bars="return", weight=2)
def down(turn: Turn) -> Plan:
    sheet, community = turn.sheet, turn.troupe.cast.community

    def then(_: Any) -> None:
        sheet.holder = community.pk
        sheet.known_to.add(community.pk)
        sheet.start(("pass_down", community.pk))

    is_above = turn.actor.unit_id == community.parent_id
    return Plan(
        do=lambda: pass_down(unit_id=community.pk, note="请到户查看。", **turn.form),
        then=then,
        refused="" if is_above else "invalid",
    )


@UNIT.add("pass_up", _HANDS, whose=holder, states=IN_HAND)
def up(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.holder = sheet.lead
        sheet.stop("pass_down")

    refused = "conflict" if sheet.holder == sheet.lead else ""
    return Plan(do=lambda: pass_up(report="已劝导。", **turn.form), then=then, refused=refused)


@UNIT.add(
    "report_assist",
    _HANDS,
    whose=lambda sheet, actor: actor.unit_id in sheet.assists,
    states=WITH_UNIT | {"awaiting_review", "replied", "awaiting_followup"},
    weight=8,
)
def assist(turn: Turn) -> Plan:
    sheet, unit = turn.sheet, turn.actor.unit_id or 0

    def then(_: Any) -> None:
        sheet.assists.discard(unit)
        sheet.clocks.discard(("assist", unit))

    return Plan(do=lambda: report_assist(report="已执法。", **turn.form), then=then)


@UNIT.add("submit_reply", "clerk", whose=lead, states=IN_HAND, bars="return whistle extension hang_request", weight=10)
def reply(turn: Turn) -> Plan:
    sheet, why = turn.sheet, turn.choose(["协办事项不影响答复。", ""])

    def then(_: Any) -> None:
        sheet.state, sheet.holder = "awaiting_review", sheet.lead
        sheet.stop("pass_down")

    refused = "invalid" if sheet.assists and not why else "" if sheet.contacts else "conflict"
    return Plan(do=lambda: submit_reply(**answer(), why_not_wait=why, **turn.form), then=then, refused=refused)


@UNIT.add("review_reply", "reviewer", whose=lead, states={"awaiting_review"}, weight=10)
def review(turn: Turn) -> Plan:
    sheet, passed = turn.sheet, turn.choose([True, True, True, False])

    def then(_: Any) -> None:
        if passed:
            sheet.replied()
        else:
            sheet.state = "handling"

    return Plan(do=lambda: review_reply(passed=passed, opinion="请补依据。", **turn.form), then=then)


@UNIT.add(
    "request_return",
    "clerk",
    whose=lead,
    states=_RETURNABLE,
    bars="return extension hang_request hanging whistle escalation",
    weight=4,
)
def ask_return(turn: Turn) -> Plan:
    sheet, troupe = turn.sheet, turn.troupe
    proposed = turn.units(troupe.cast.street.pk, troupe.cast.bureau.pk)
    window = timedelta(hours=2 if sheet.urgency == 1 else 24)
    is_late = turn.at > (sheet.lead_since or turn.at) + window

    def then(_: Any) -> None:
        sheet.roads.add("return")
        sheet.start(("return", None))

    words: dict[str, Any] = {"reason": ReturnReason.NOT_OUR_DUTY, "evidence": "三定规定第四条：由城市管理部门查处。"}
    return Plan(
        do=lambda: request_return(proposed_unit_id=proposed, **words, **turn.form),
        then=then,
        refused="conflict" if is_late or sheet.is_refused or sheet.is_ruled or sheet.round > 1 else "",
    )


def _end_return(sheet: Sheet) -> None:
    sheet.roads.discard("return")
    sheet.stop("return")


@UNIT.add("withdraw_return", "clerk", whose=lead, states=_RETURNABLE, needs="return")
def take_back_return(turn: Turn) -> Plan:
    return Plan(do=lambda: withdraw_return(**turn.form), then=lambda _: _end_return(turn.sheet))


@UNIT.add("settle_return", "arbiter", states=_RETURNABLE, needs="return", weight=8)
def settle(turn: Turn) -> Plan:
    sheet, granted = turn.sheet, turn.choose([True, True, False])

    def then(_: Any) -> None:
        _end_return(sheet)
        if not granted:
            sheet.is_refused = True
            if sheet.state == "dispatched":  # it is sent to be signed for once more
                sheet.sent = sheet.events
            return
        sheet.take_back()
        sheet.returns += 1
        sheet.is_conferred = False
        sheet.state = "awaiting_dispatch"
        sheet.start(("dispatch", None))

    needs_more = sheet.returns >= 2 or (sheet.returns == 1 and not sheet.is_conferred)
    return Plan(
        do=lambda: settle_return(granted=granted, ruling="按派单目录裁定。", **turn.form),
        then=then,
        refused="conflict" if granted and needs_more else "",
    )


@UNIT.add("rule_unit", "arbiter", states=_RETURNABLE, needs="return")
def rule(turn: Turn) -> Plan:
    sheet, cast = turn.sheet, turn.troupe.cast
    unit = turn.choose([cast.street, cast.bureau])

    def then(_: Any) -> None:
        sheet.take_back()
        sheet.is_ruled = True
        sheet.give_to(unit.pk, district=unit.district_id, copied={unit.district_id} - {None}, at=turn.at)

    words: dict[str, Any] = {"lead_unit_id": unit.pk, "legal_basis": "市政府会议纪要", "ruling": "由其承办。"}
    return Plan(do=lambda: rule_unit(**words, **turn.form), then=then)


def _is_past_due(turn: Turn) -> bool:
    return turn.sheet.due is not None and turn.at > turn.sheet.due


def _ask(sheet: Sheet, road: str) -> None:
    sheet.roads.add(road)
    sheet.start((road, sheet.lead))


def _drop(sheet: Sheet, road: str) -> None:
    sheet.roads.discard(road)
    sheet.stop(road)


@UNIT.add("request_extension", "clerk", whose=lead, states=IN_HAND, bars=_DELAYS, weight=4)
def ask_extension(turn: Turn) -> Plan:
    words: dict[str, Any] = {
        "reason": ExtensionReason.TESTING,
        "amount": turn.choose([1, 3]),
        "words": "等检测报告。",
        "is_told": True,
    }
    most = turn.troupe.extensions
    is_too_much = _is_past_due(turn) or turn.sheet.extended >= most
    return Plan(
        do=lambda: request_extension(**words, **turn.form),
        then=lambda _: _ask(turn.sheet, "extension"),
        refused="conflict" if is_too_much else "",
    )


@UNIT.add("withdraw_extension", "clerk", whose=lead, states=IN_HAND, needs="extension")
def take_back_extension(turn: Turn) -> Plan:
    return Plan(do=lambda: withdraw_extension(**turn.form), then=lambda _: _drop(turn.sheet, "extension"))


def _reviewed(turn: Turn, act: Any, road: str) -> Plan:
    sheet, agreed = turn.sheet, turn.choose([True, True, False])

    def then(_: Any) -> None:
        if agreed:
            sheet.stop(road)
            sheet.start((road, None))
        else:
            _drop(sheet, road)

    is_elsewhere = (road, sheet.lead) not in sheet.clocks
    return Plan(
        do=lambda: act(is_agreed=agreed, opinion="请按期。", **turn.form),
        then=then,
        refused="conflict" if is_elsewhere else "",
    )


@UNIT.add("review_extension", "reviewer", whose=lead, states=IN_HAND, needs="extension", weight=8)
def agree_extension(turn: Turn) -> Plan:
    return _reviewed(turn, review_extension, "extension")


@UNIT.add("review_hanging", "reviewer", whose=lead, states=IN_HAND, needs="hang_request", weight=8)
def agree_hanging(turn: Turn) -> Plan:
    return _reviewed(turn, review_hanging, "hang_request")


@UNIT.add("settle_extension", "arbiter", states=IN_HAND, needs="extension", weight=8)
def grant_extension(turn: Turn) -> Plan:
    sheet, granted = turn.sheet, turn.choose([True, True, False])

    def then(_: Any) -> None:
        _drop(sheet, "extension")
        sheet.extended += granted
        sheet.put_off = "extension" if granted else ""

    refused = "" if ("extension", None) in sheet.clocks else "conflict"
    return Plan(
        do=lambda: settle_extension(is_granted=granted, opinion="请按期。", **turn.form), then=then, refused=refused
    )


@UNIT.add("request_hanging", "clerk", whose=lead, states=IN_HAND, bars=_DELAYS, weight=4)
def ask_hanging(turn: Turn) -> Plan:
    sheet, on = turn.sheet, day_of(turn.at)
    until = on + timedelta(days=turn.choose([3, 20, 180]))
    ends_at = datetime.combine(until + timedelta(days=1), time(), tzinfo=SHANGHAI)
    is_too_short = sheet.due is not None and ends_at <= sheet.due

    def then(_: Any) -> None:
        _ask(sheet, "hang_request")
        sheet.hung_until, sheet.is_step_done = ends_at, False

    words: dict[str, Any] = {
        "category": HangingCategory.MAJOR_WORKS,
        "plan": "随楼体改造重建。",
        "owner_name": "方主任",
    }
    steps = [NewMilestone(due_on=until, what="排烟管道重建")]
    more: dict[str, Any] = {"owner_post": "副主任", "milestones": steps, "until": until, "told_by": AnsweredBy.PHONE}
    refused = "conflict" if _is_past_due(turn) or sheet.hung else "invalid" if is_too_short else ""
    return Plan(do=lambda: request_hanging(**words, **more, **turn.form), then=then, refused=refused)


@UNIT.add("withdraw_hanging", "clerk", whose=lead, states=IN_HAND, needs="hang_request")
def take_back_hanging(turn: Turn) -> Plan:
    return Plan(do=lambda: withdraw_hanging(**turn.form), then=lambda _: _drop(turn.sheet, "hang_request"))


@UNIT.add("settle_hanging", "arbiter", states=IN_HAND, needs="hang_request", weight=8)
def grant_hanging(turn: Turn) -> Plan:
    sheet, granted = turn.sheet, turn.choose([True, True, False])

    def then(_: Any) -> None:
        _drop(sheet, "hang_request")
        if granted:
            _ask(sheet, "hanging")
            sheet.hung += 1
            sheet.put_off, sheet.is_contact_fresh = "hanging", False

    refused = "" if ("hang_request", None) in sheet.clocks else "conflict"
    return Plan(
        do=lambda: settle_hanging(is_granted=granted, opinion="请按期。", **turn.form), then=then, refused=refused
    )


@UNIT.add("review_hung", "clerk", whose=lead, states=IN_HAND, needs="hanging")
def review_list(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.is_contact_fresh = False
        sheet.start(("hanging", sheet.lead))

    return Plan(
        do=lambda: review_hung(progress=HungProgress.ADVANCING, words="设计已完成。", **turn.form),
        then=then,
        refused="" if sheet.is_contact_fresh else "conflict",
    )


@UNIT.add("reach_milestone", "clerk", whose=lead, states=IN_HAND, needs="hanging")
def reach(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.is_step_done = True

    refused = "invalid" if sheet.is_step_done else ""
    return Plan(do=lambda: reach_milestone(place=1, words="已招标。", **turn.form), then=then, refused=refused)


@UNIT.add("end_hanging", "clerk", whose=lead, states=IN_HAND, needs="hanging", weight=4)
def unhang(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        _drop(sheet, "hanging")
        sheet.put_off = "hanging"

    return Plan(do=lambda: end_hanging(words="工程提前完工。", **turn.form), then=then)
