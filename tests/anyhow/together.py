"""What several units do together: conferring, whistling, asking above, instructing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from huying.coordination.actions.answer_escalation import answer_escalation
from huying.coordination.actions.arrive import arrive
from huying.coordination.actions.blow_whistle import blow_whistle
from huying.coordination.actions.call_conference import call_conference
from huying.coordination.actions.check_whistle import check_whistle
from huying.coordination.actions.end_whistle import end_whistle
from huying.coordination.actions.escalate import escalate
from huying.coordination.actions.finish_task import finish_task
from huying.coordination.actions.give_opinion import give_opinion
from huying.coordination.actions.instruct import instruct
from huying.coordination.actions.rate_whistle import rate_whistle
from huying.coordination.actions.record_scene import record_scene
from huying.coordination.actions.refuse_call import refuse_call
from huying.coordination.actions.report_instruction import report_instruction
from huying.coordination.actions.settle_conference import settle_conference
from huying.coordination.choices.conference import Outcome, Position
from huying.coordination.choices.escalation import AskedLevel, EscalationOutcome
from huying.coordination.choices.whistle import CheckWay
from huying.coordination.models import Whistle as WhistleRow
from huying.coordination.models import WhistleCall, WhistleTask
from huying.domain.actors import Actor
from tests.anyhow.doing import Plan, Repertoire, Turn, lead
from tests.anyhow.sheet import IN_HAND, OPEN, WITH_UNIT, Owed, Sheet, Whistle

TOGETHER = Repertoire()
_CHAIR = "dispatcher arbiter"
_ACCEPTED = OPEN - {"awaiting_acceptance"}
_SENT = _ACCEPTED - {"awaiting_dispatch"}


@dataclass(frozen=True, kw_only=True)
class GivenTask:
    """A task as a form says it."""

    unit_id: int
    what: str
    due_at: datetime


@TOGETHER.add("call_conference", _CHAIR, states={"awaiting_dispatch"} | WITH_UNIT, bars="conference", weight=2)
def confer(turn: Turn) -> Plan:
    sheet, cast = turn.sheet, turn.troupe.cast
    units = [cast.street.pk, turn.choose([cast.bureau.pk, turn.troupe.water.pk])]

    def then(_: Any) -> None:
        sheet.roads.add("conference")
        sheet.conferring = set(units)
        sheet.known_to |= sheet.conferring
        sheet.start(("conference", None))

    is_settled = sheet.state != "awaiting_dispatch" and "return" not in sheet.roads
    return Plan(
        do=lambda: call_conference(unit_ids=units, question="由谁牵头？", **turn.form),
        then=then,
        refused="conflict" if is_settled else "",
    )


@TOGETHER.add(
    "give_opinion",
    "clerk reviewer",
    whose=lambda sheet, actor: actor.unit_id in sheet.conferring,
    states=_ACCEPTED,
    needs="conference",
    weight=3,
)
def opine(turn: Turn) -> Plan:
    words: dict[str, Any] = {"position": Position.OURS, "basis": "三定规定", "words": "由我单位牵头。"}
    return Plan(do=lambda: give_opinion(**words, **turn.form), then=lambda _: None)


@TOGETHER.add("settle_conference", _CHAIR, states=_ACCEPTED, needs="conference", weight=6)
def decide(turn: Turn) -> Plan:
    sheet, cast = turn.sheet, turn.troupe.cast

    def then(_: Any) -> None:
        sheet.roads.discard("conference")
        sheet.conferring = set()
        sheet.is_conferred = True
        sheet.stop("conference")

    words: dict[str, Any] = {"outcome": Outcome.DECIDED, "legal_basis": "三定规定", "words": "由其牵头。"}
    unit = turn.choose([cast.street.pk, cast.bureau.pk])
    return Plan(do=lambda: settle_conference(lead_unit_id=unit, **words, **turn.form), then=then)


@TOGETHER.add("blow_whistle", "clerk", whose=lead, states=IN_HAND, bars="return", weight=4)
def blow(turn: Turn) -> Plan:
    sheet, troupe = turn.sheet, turn.troupe
    bureau, water = troupe.cast.bureau.pk, troupe.water.pk
    units = sorted(set(turn.choose([(bureau,), (water,), (bureau, water)])) - {turn.actor.unit_id or 0})
    is_place = turn.actor.unit_id in {troupe.cast.street.pk, troupe.far_street.pk, troupe.cast.district.pk}

    def then(_: Any) -> None:
        row = WhistleRow.objects.latest("pk")
        by = WhistleCall.objects.filter(whistle=row).latest("pk").arrive_by
        sheet.whistles.append(Whistle(id=row.pk, blower=sheet.lead or 0, arrive_by=by, waiting=set(units)))
        sheet.known_to |= set(units)
        sheet.start(("whistle", sheet.whistles[0].blower), *(("arrive", unit) for unit in units))

    refused = "conflict" if sheet.called & set(units) else "" if is_place else "not_allowed"
    words: dict[str, Any] = {"what": "请到场会诊。", "place": "社区北门", "unit_ids": units}
    return Plan(do=lambda: blow_whistle(**words, **turn.form), then=then, refused=refused if units else "invalid")


def _answers(turn: Turn, act: Callable[..., object], *, is_coming: bool) -> Plan:
    sheet, unit = turn.sheet, turn.actor.unit_id or 0

    def then(_: Any) -> None:
        whistle = next(one for one in sheet.whistles if unit in one.waiting)
        whistle.waiting.discard(unit)
        (whistle.came if is_coming else whistle.refused).add(unit)
        sheet.clocks.discard(("arrive", unit))

    words: dict[str, Any] = {"place": "社区北门"} if is_coming else {"reason": "不属于我单位职责。"}
    return Plan(do=lambda: act(**words, **turn.form), then=then)


def _is_called(sheet: Sheet, actor: Actor) -> bool:
    return actor.unit_id in sheet.called


@TOGETHER.add("arrive", "clerk", whose=_is_called, states=IN_HAND, needs="whistle", weight=5)
def come(turn: Turn) -> Plan:
    return _answers(turn, arrive, is_coming=True)


@TOGETHER.add("refuse_call", "clerk", whose=_is_called, states=IN_HAND, needs="whistle")
def refuse(turn: Turn) -> Plan:
    return _answers(turn, refuse_call, is_coming=False)


def _one_whistle(turn: Turn) -> Whistle | None:
    found: Whistle | None = turn.choose(turn.sheet.whistles or [None])
    return found


@TOGETHER.add("record_scene", "clerk", whose=lead, states=IN_HAND, needs="whistle", weight=2)
def scene(turn: Turn) -> Plan:
    sheet, whistle = turn.sheet, _one_whistle(turn)
    there = sorted({whistle.blower, *whistle.waiting, *whistle.came}) if whistle else []
    unit = turn.choose([*there, None])
    tasks = [GivenTask(unit_id=unit, what="清退桌椅", due_at=turn.at + timedelta(hours=5))] if unit else []

    def then(_: Any) -> None:
        if tasks and whistle:
            whistle.tasks[WhistleTask.objects.latest("pk").pk] = unit
            sheet.known_to.add(unit)

    words: dict[str, Any] = {
        "finding": "占道经营。",
        "decision": "今日清退。",
        "tasks": tasks,
        "whistle_id": whistle and whistle.id,
    }
    return Plan(do=lambda: record_scene(**words, **turn.form), then=then)


@TOGETHER.add(
    "finish_task", "clerk", whose=lambda sheet, actor: actor.unit_id in sheet.tasked, states=IN_HAND, needs="whistle"
)
def finish(turn: Turn) -> Plan:
    sheet, unit = turn.sheet, turn.actor.unit_id
    mine = [task for one in sheet.whistles for task, whose in one.tasks.items() if whose == unit]
    task = turn.choose(mine or [None])

    def then(_: Any) -> None:
        for whistle in sheet.whistles:
            whistle.tasks.pop(task, None)

    return Plan(do=lambda: finish_task(note="已清退。", task_id=task, **turn.form), then=then)


@TOGETHER.add(
    "check_whistle",
    "clerk dispatcher supervisor",
    whose=lambda sheet, actor: actor.role.value != "clerk" or actor.unit_id == sheet.lead,
    states=IN_HAND,
    needs="whistle",
)
def check(turn: Turn) -> Plan:
    whistle = _one_whistle(turn)
    words: dict[str, Any] = {"way": CheckWay.VIDEO, "note": "请加快。", "whistle_id": whistle and whistle.id}
    return Plan(do=lambda: check_whistle(**words, **turn.form), then=lambda _: None)


@TOGETHER.add("end_whistle", "clerk", whose=lead, states=IN_HAND, needs="whistle", weight=5)
def end(turn: Turn) -> Plan:
    sheet, whistle = turn.sheet, _one_whistle(turn)

    def then(_: Any) -> None:
        assert whistle
        sheet.whistles.remove(whistle)
        for unit in whistle.waiting:
            sheet.clocks.discard(("arrive", unit))
        sheet.stop("whistle")
        sheet.start(*(("whistle", one.blower) for one in sheet.whistles[:1]))
        held = whistle.came | whistle.refused | (whistle.waiting if turn.at > whistle.arrive_by else set())
        if held:
            owed = {whistle.blower: set(held), **{unit: {whistle.blower} for unit in held}}
            sheet.owed.append(Owed(whistle=whistle.id, ended_at=turn.at, of=owed))
            sheet.raters |= set(owed)

    words: dict[str, Any] = {
        "conclusion": "已清理。",
        "undone_reason": "待复查。",
        "whistle_id": whistle and whistle.id,
    }
    return Plan(do=lambda: end_whistle(**words, **turn.form), then=then)


@TOGETHER.add("rate_whistle", "clerk", whose=lambda sheet, actor: actor.unit_id in sheet.raters, states=OPEN, weight=4)
def grade(turn: Turn) -> Plan:
    sheet, unit = turn.sheet, turn.actor.unit_id or 0
    owed = next((one for one in sheet.owed if one.of.get(unit)), None)

    def then(_: Any) -> None:
        assert owed
        del owed.of[unit]
        if not any(one.of.get(unit) for one in sheet.owed):
            sheet.raters.discard(unit)

    is_late = owed is not None and turn.at > owed.ended_at + timedelta(days=7)
    scores = dict.fromkeys(owed.of[unit] if owed else [], 4)
    words: dict[str, Any] = {"scores": scores, "whistle_id": owed.whistle if owed else None}
    return Plan(do=lambda: rate_whistle(**words, **turn.form), then=then, refused="conflict" if is_late else "")


@TOGETHER.add("escalate", "clerk reviewer", whose=lead, states=IN_HAND, bars="escalation return", weight=2)
def ask_above(turn: Turn) -> Plan:
    sheet, cast = turn.sheet, turn.troupe.cast
    level = turn.choose(list(AskedLevel))
    to = {
        AskedLevel.CITY: cast.hotline.pk,
        AskedLevel.DISTRICT: sheet.district,
        AskedLevel.BUREAU: cast.bureau.pk if turn.actor.unit_id != cast.bureau.pk else None,
    }[level]

    def then(_: Any) -> None:
        sheet.roads.add("escalation")
        sheet.superior, sheet.is_before_city = to, level is AskedLevel.CITY
        sheet.known_to.add(to or 0)
        sheet.start(("escalate", to))

    words: dict[str, Any] = {"level": level, "question": "是否联合整治？", "why": "涉及多个部门。", "tried": "已劝导。"}
    return Plan(
        do=lambda: escalate(bureau_unit_id=cast.bureau.pk, **words, **turn.form),
        then=then,
        refused="" if to else "invalid",
    )


def _is_superior(sheet: Sheet, actor: Actor) -> bool:
    if actor.role.value == "leader" and actor.district_id is None:
        return actor.unit_id == sheet.superior or not sheet.is_before_city
    if actor.role.value == "leader":
        return actor.district_id == sheet.superior
    is_asked = sheet.superior is not None and actor.unit_id == sheet.superior
    return is_asked and sheet.superior != actor.district_id and not sheet.is_before_city


@TOGETHER.add(
    "answer_escalation", "leader clerk reviewer", whose=_is_superior, states=_ACCEPTED, needs="escalation", weight=4
)
def answer_above(turn: Turn) -> Plan:
    sheet, troupe = turn.sheet, turn.troupe
    above = troupe.cast.hotline.pk if not sheet.is_before_city else troupe.government.pk
    outcome = turn.choose(list(EscalationOutcome))
    is_raised = outcome is EscalationOutcome.RAISED

    def then(_: Any) -> None:
        sheet.stop("escalate")
        sheet.superior = None
        if is_raised:
            sheet.superior, sheet.is_before_city = above, True
            sheet.known_to.add(above)
            sheet.start(("escalate", above))
        else:
            sheet.roads.discard("escalation")

    return Plan(
        do=lambda: answer_escalation(outcome=outcome, words="请研究。", owner="李某", **turn.form),
        then=then,
        refused="conflict" if is_raised and sheet.superior == troupe.government.pk else "",
    )


@TOGETHER.add("instruct", "leader", states=_SENT)
def remark(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        if "instruction" not in sheet.roads:
            sheet.start(("instruction", sheet.lead))
        sheet.roads.add("instruction")

    return Plan(do=lambda: instruct(words="请包案。", owner="王某", **turn.form), then=then)


@TOGETHER.add("report_instruction", "clerk", whose=lead, states=_SENT, needs="instruction", weight=2)
def report(turn: Turn) -> Plan:
    sheet = turn.sheet

    def then(_: Any) -> None:
        sheet.roads.discard("instruction")
        sheet.stop("instruction")

    return Plan(do=lambda: report_instruction(report="已包案。", **turn.form), then=then)
