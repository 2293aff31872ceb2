"""What the hotline and the caller do: registering, dispatching, asking back, urging, merging, splitting."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.recall_order import recall_order
from huying.domain.policies import OrderKind, Urgency
from huying.followup.actions.rate_order import rate_order
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.foundation.clock import day_of
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.add_information import add_information
from huying.intake.actions.link_repeat import link_repeat
from huying.intake.actions.merge_orders import merge_orders
from huying.intake.actions.split_order import Part, split_order
from huying.intake.actions.unlink_repeat import unlink_repeat
from huying.intake.actions.unmerge_order import unmerge_order
from huying.intake.actions.urge_order import urge_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.choices import Route, UrgeKind
from huying.policy.queries import calendar_of
from huying.workorders.actions.tag_order import tag_order
from huying.workorders.models import Order
from huying.workorders.queries.tags import tags_for
from tests.anyhow.doing import Plan, Repertoire, Turn
from tests.anyhow.sheet import OPEN, WITH_UNIT, Sheet

HOTLINE = Repertoire()
_WAITING = {"awaiting_dispatch"} | (WITH_UNIT - {"rework"})
_BEFORE_THE_REPLY = OPEN - {"replied", "awaiting_followup"}


@HOTLINE.add("accept_order", "operator", states={"awaiting_acceptance"}, weight=9)
def accept(turn: Turn) -> Plan:
    sheet, route = turn.sheet, turn.choose([Route.DISPATCH, Route.DISPATCH, Route.DISPATCH, Route.ANSWER])

    def then(_: Any) -> None:
        sheet.stop("accept")
        if route is Route.ANSWER:
            sheet.end("answered")
        else:
            sheet.state = "awaiting_dispatch"
            sheet.start(("dispatch", None))

    words: dict[str, Any] = {
        "route": route,
        "kind": OrderKind.HELP,
        "urgency": Urgency(sheet.urgency),
        "reason": "已当场答复。",
    }
    return Plan(do=lambda: accept_order(**words, **turn.form), then=then)


@HOTLINE.add("assign_unit", "dispatcher leader", states={"awaiting_dispatch"}, bars="conference", weight=12)
def assign(turn: Turn) -> Plan:
    sheet, troupe = turn.sheet, turn.troupe
    street, bureau, far = troupe.cast.street, troupe.cast.bureau, troupe.far_street
    unit = turn.choose([street, street, bureau, far])
    assists = [one.pk for one in (bureau, troupe.water) if one != unit and turn.choose([True, False, False])]

    def then(_: Any) -> None:
        sheet.stop("dispatch")
        copied = {unit.district_id} - {None}
        sheet.give_to(unit.pk, district=unit.district_id, copied=copied, at=turn.at)
        sheet.assists = set(assists)
        sheet.known_to |= sheet.assists
        sheet.start(*(("assist", one) for one in assists))

    words: dict[str, Any] = {
        "lead_unit_id": unit.pk,
        "assist_unit_ids": assists,
        "legal_basis": "属地管理",
        "remark": "请尽快办理。",
    }
    return Plan(do=lambda: assign_unit(**words, **turn.form), then=then)


@HOTLINE.add(
    "recall_order",
    "dispatcher",
    states={"dispatched"},
    bars="return whistle escalation conference supervision instruction",
    weight=1,
)
def recall(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.wait_again()

    return Plan(
        do=lambda: recall_order(reason="派错了。", **turn.form), then=then, refused="conflict" if sheet.is_ruled else ""
    )


@HOTLINE.add("add_information", "operator citizen", states=OPEN, of_merged=True, weight=1)
def add(turn: Turn) -> Plan:
    return Plan(do=lambda: add_information(information="昨晚又有。", **turn.form), then=lambda _: None)


@HOTLINE.add("urge_order", "operator dispatcher supervisor citizen", states=_BEFORE_THE_REPLY, of_merged=True, weight=1)
def urge(turn: Turn) -> Plan:
    sheet, day = turn.sheet, str(day_of(turn.at))
    is_own = turn.actor.role.value == "citizen"

    def then(_: Any) -> None:
        sheet.urged_on |= {day} if is_own else set()

    return Plan(
        do=lambda: urge_order(kind=UrgeKind.CALLER, words="请问何时办好？", **turn.form),
        then=then,
        refused="unavailable" if is_own and day in sheet.urged_on else "",
    )


@HOTLINE.add(
    "withdraw_order",
    "operator citizen",
    states={"awaiting_acceptance", "awaiting_dispatch"} | WITH_UNIT,
    of_merged=True,
    weight=1,
)
def withdraw(turn: Turn) -> Plan:
    return Plan(
        do=lambda: withdraw_order(reason="已自行解决。", **turn.form), then=lambda _: turn.sheet.end("withdrawn")
    )


@HOTLINE.add("tag_order", "dispatcher clerk reviewer", states=OPEN, weight=1)
def tag(turn: Turn) -> Plan:
    sheet = turn.sheet
    known = [tag.code for tag in tags_for(order_id=sheet.id)]
    after = sheet.tags ^ {turn.choose(known)}
    is_stranger = turn.actor.role.value != "dispatcher" and turn.actor.unit_id != sheet.lead

    def then(_: Any) -> None:
        sheet.tags = after

    return Plan(
        do=lambda: tag_order(tags=sorted(after), **turn.form),
        then=then,
        refused="not_allowed" if is_stranger else "",
    )


@HOTLINE.add("link_repeat", "operator dispatcher", states=OPEN, of_merged=True, weight=1)
def link(turn: Turn) -> Plan:
    sheet = turn.sheet
    earlier = turn.others[turn.choose(sorted(turn.others))]
    root = earlier.repeats or earlier.id
    later = [one for one in turn.others.values() if one.repeats == sheet.id]
    is_later = earlier.id >= sheet.id
    refused = "invalid" if is_later else "conflict" if sheet.repeats else ""

    def then(_: Any) -> None:
        sheet.repeats = root
        for one in later:
            one.repeats = root
            one.events += 1

    return Plan(do=lambda: link_repeat(repeats_number=earlier.number, **turn.form), then=then, refused=refused)


@HOTLINE.add("unlink_repeat", "operator dispatcher", states=OPEN, of_merged=True, weight=1)
def unlink(turn: Turn) -> Plan:
    def then(_: Any) -> None:
        turn.sheet.repeats = None

    refused = "" if turn.sheet.repeats else "conflict"
    return Plan(do=lambda: unlink_repeat(**turn.form), then=then, refused=refused)


@HOTLINE.add("split_order", "operator dispatcher", states={"awaiting_dispatch"}, weight=1)
def split(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        made = Order.objects.latest("pk")
        turn.others[made.pk] = Sheet(
            id=made.pk,
            number=made.number,
            centre=sheet.centre,
            urgency=sheet.urgency,
            is_confidential=sheet.is_confidential,
            clocks={("dispatch", None)},
        )

    parts = [Part(title="路灯不亮", transfer="路口路灯不亮。")]
    return Plan(do=lambda: split_order(parts=parts, **turn.form), then=then)


@HOTLINE.add("merge_orders", "dispatcher arbiter", states=_WAITING, bars="return", weight=3)
def merge(turn: Turn) -> Plan:
    sheet, others = turn.sheet, turn.others
    other = others[turn.choose(sorted(others.keys() - {sheet.id}) or [sheet.id])]
    pair = sorted((sheet, other), key=lambda one: one.id)
    named = others.get(turn.choose([0, *(one.id for one in pair)]))
    master = named or min(pair, key=lambda one: (one.lead is None, one.id))
    child = other if master is sheet else sheet

    def then(_: Any) -> None:
        child.merge_into(master)
        (master if master is not sheet else child).events += 1

    words: dict[str, Any] = {
        "numbers": [other.number],
        "master_number": named.number if named else "",
        "reason": "同一件事。",
    }
    return Plan(do=lambda: merge_orders(**words, **turn.form), then=then, refused=_unfit(child, master, others))


def _unfit(child: Sheet, master: Sheet, others: dict[int, Sheet]) -> str:
    """Say whether one may not be merged into the other."""
    if child is master:
        return "invalid"
    for one in (child, master):
        if one.state not in _WAITING or {"merged", "return"} & one.roads:
            return "conflict"
    has_children = any(one.master == child.id and "merged" in one.roads and one.is_open for one in others.values())
    is_elsewhere = child.lead is not None and child.lead != master.lead
    return "conflict" if child.open_roads or child.assists or has_children or is_elsewhere else ""


@HOTLINE.add("unmerge_order", "dispatcher arbiter", states=_WAITING, needs="merged", of_merged=True)
def unmerge(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        turn.others[sheet.master or 0].events += 1
        sheet.leave(calendar=calendar_of(centre_id=sheet.centre), at=turn.at)

    return Plan(do=lambda: unmerge_order(reason="不是同一处。", **turn.form), then=then)


@HOTLINE.add("record_attempt", "followup", states={"awaiting_followup"}, weight=2)
def miss(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.attempts += 1
        sheet.next_try = turn.at + timedelta(hours=24)
        if sheet.attempts > 1:
            sheet.end("closed")

    is_too_soon = sheet.next_try is not None and turn.at < sheet.next_try
    return Plan(do=lambda: record_attempt(**turn.form), then=then, refused="conflict" if is_too_soon else "")


def _said(turn: Turn) -> tuple[dict[str, Any], bool]:
    solved = turn.choose([Solved.SOLVED, Solved.BASICALLY, Solved.UNSOLVED, Solved.UNSOLVED])
    words: dict[str, Any] = {
        "contacted": True,
        "solved": solved,
        "satisfied": Satisfaction.DISSATISFIED,
        "words": "还在冒烟。",
    }
    return words, solved is not Solved.UNSOLVED


@HOTLINE.add("record_verdict", "followup", states={"awaiting_followup"}, weight=6)
def judge(turn: Turn) -> Plan:
    words, is_solved = _said(turn)
    return Plan(do=lambda: record_verdict(**words, **turn.form), then=lambda _: turn.sheet.judged(is_solved=is_solved))


@HOTLINE.add("rate_order", "citizen", states={"replied", "awaiting_followup"}, weight=2)
def rate(turn: Turn) -> Plan:
    words, is_solved = _said(turn)
    return Plan(do=lambda: rate_order(**words, **turn.form), then=lambda _: turn.sheet.judged(is_solved=is_solved))
