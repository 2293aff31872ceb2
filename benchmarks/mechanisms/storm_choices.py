"""What people in a storm do next: several want the same order, and want different things of it."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from huying.domain.guards import OrderFacts
from huying.domain.policies import Stage
from huying.domain.roads import Road
from huying.domain.states import State

_DUTY = "三定规定第四条：由城市管理部门查处，本单位没有执法权。"
_ANSWER = {
    "fact_finding": "true",
    "demand_finding": "reasonable",
    "result": "solved",
    "answered_by": "phone",
    "site_check": "no_site",
    "legal_basis": "大气污染防治法关于餐饮油烟的规定",
}
_ANSWERED = "已到店责令停业整改，油烟净化器已更换，夜间十点后不再营业。"


@dataclass(frozen=True, kw_only=True)
class Wish:
    """An action that somebody wants to take: who they are (role, unit) and the words of the form.

    ``in_time`` is ``False`` where the form is sent after the limit has passed.
    """

    action: str
    role: str
    unit_id: int | None = None
    words: dict[str, Any]
    in_time: bool = True


def wish(facts: OrderFacts, *, others: list[str], leads: list[int], mark: str, chance: Random) -> Wish | None:
    """Return what somebody wants to do to an order; ``None`` where nobody wants anything.

    ``others`` are numbers of orders to merge with, ``leads`` the units an order may go to; ``mark`` goes into the text.
    """
    if Road.MERGED in facts.open_roads:
        return _of_merged(mark, chance)
    match facts.state:
        case State.AWAITING_DISPATCH:
            return _before_dispatch(others, leads, mark, chance)
        case State.AWAITING_REVIEW:
            words = {"passed": chance.random() < 0.8, "opinion": f"请补依据。{mark}"}
            return Wish(action="review_reply", role="reviewer", unit_id=facts.accountable_unit_id, words=words)
        case State.AWAITING_FOLLOWUP:
            is_solved = chance.random() < 0.8
            words = {"contacted": True, "solved": "solved" if is_solved else "unsolved", "satisfied": "basically"}
            return Wish(action="record_verdict", role="followup", words={**words, "words": f"还行。{mark}"})
        case State.DISPATCHED | State.SIGNED | State.CONTACTED | State.HANDLING | State.REWORK:
            return _with_unit(facts, others, leads, mark, chance)
        case _:
            return None


def _of_merged(mark: str, chance: Random) -> Wish:
    if chance.random() < 0.2:
        return Wish(action="unmerge_order", role="arbiter", words={"reason": f"不是同一处。{mark}"})
    return Wish(action="add_information", role="operator", words={"information": f"昨晚又有。{mark}"})


def _before_dispatch(others: list[str], leads: list[int], mark: str, chance: Random) -> Wish:
    kind = chance.choices(["assign", "merge", "link", "withdraw"], [12, 4 if others else 0, 1 if others else 0, 0.2])[0]
    if kind == "merge":
        return _merge(others, mark, chance)
    if kind == "link":
        return Wish(action="link_repeat", role="operator", words={"repeats_number": chance.choice(others)})
    if kind == "withdraw":
        return Wish(action="withdraw_order", role="operator", words={"reason": f"已自行解决。{mark}"})
    lead, *assists = chance.sample(leads, 2)
    words = {"lead_unit_id": lead, "legal_basis": "属地管理", "remark": f"请尽快办理。{mark}"}
    words["assist_unit_ids"] = assists if chance.random() < 0.15 else []
    return Wish(action="assign_unit", role="dispatcher", words=words)


def _merge(others: list[str], mark: str, chance: Random) -> Wish:
    words = {"numbers": chance.sample(others, min(len(others), 2)), "reason": f"同一件事。{mark}"}
    return Wish(action="merge_orders", role="dispatcher", words=words)


def _with_unit(facts: OrderFacts, others: list[str], leads: list[int], mark: str, chance: Random) -> Wish:
    lead, roads = facts.accountable_unit_id, facts.open_roads
    if facts.open_assist_unit_ids and chance.random() < 0.5:
        unit = min(facts.open_assist_unit_ids)
        return Wish(action="report_assist", role="clerk", unit_id=unit, words={"report": f"已执法。{mark}"})
    if Road.RETURN in roads:
        return _while_returned(facts, leads, mark, chance)
    if Road.EXTENSION in roads:
        return _while_extended(facts, mark, chance)
    if facts.state is State.DISPATCHED and chance.random() < 0.85:
        return Wish(action="sign_order", role="clerk", unit_id=lead, words={})
    if not facts.contacts_this_round and chance.random() < 0.7:
        return Wish(
            action="record_contact", role="clerk", unit_id=lead, words={"reached": True, "note": f"已电话联系。{mark}"}
        )
    return _in_hand(lead, others, leads, mark, chance)


def _in_hand(lead: int | None, others: list[str], leads: list[int], mark: str, chance: Random) -> Wish:
    kinds = ["reply", "return", "extension", "late", "progress", "merge", "urge"]
    kind = chance.choices(kinds, [8, 3, 3, 1, 1, 1.5 if others else 0, 0.5])[0]
    if kind == "reply":
        return _reply(lead, mark)
    if kind == "merge":
        return _merge(others, mark, chance)
    if kind == "urge":
        return Wish(action="urge_order", role="operator", words={"kind": "caller", "words": f"何时办好？{mark}"})
    proposed = next(unit for unit in leads if unit != lead)
    delay: dict[str, Any] = {"reason": "testing", "amount": 3, "words": f"等检测报告。{mark}", "is_told": True}
    kinds_of_form: dict[str, tuple[str, dict[str, Any]]] = {
        "return": (
            "request_return",
            {"reason": "not_our_duty", "evidence": f"{_DUTY}{mark}", "proposed_unit_id": proposed},
        ),
        "extension": ("request_extension", delay),
        "late": ("request_extension", delay),
        "progress": ("record_progress", {"note": f"已到现场。{mark}"}),
    }
    action, words = kinds_of_form[kind]
    return Wish(action=action, role="clerk", unit_id=lead, words=words, in_time=kind != "late")


def _reply(lead: int | None, mark: str) -> Wish:
    words = {**_ANSWER, "words": f"{_ANSWERED}{mark}"}
    return Wish(action="submit_reply", role="clerk", unit_id=lead, words=words)


def _while_returned(facts: OrderFacts, leads: list[int], mark: str, chance: Random) -> Wish:
    kind = chance.choices(["settle", "withdraw", "reply", "rule"], [6, 2, 2, 1])[0]
    match kind:
        case "settle":
            words: dict[str, Any] = {"granted": chance.random() < 0.5, "ruling": f"按派单目录裁定。{mark}"}
            return Wish(action="settle_return", role="arbiter", words=words)
        case "withdraw":
            return Wish(action="withdraw_return", role="clerk", unit_id=facts.accountable_unit_id, words={})
        case "reply":
            return _reply(facts.accountable_unit_id, mark)
        case _:
            words = {
                "lead_unit_id": chance.choice(leads),
                "legal_basis": "市政府会议纪要",
                "ruling": f"由其承办。{mark}",
            }
            return Wish(action="rule_unit", role="arbiter", words=words)


def _while_extended(facts: OrderFacts, mark: str, chance: Random) -> Wish:
    lead = facts.accountable_unit_id
    kind = chance.choices(["settle", "withdraw", "reply"], [6, 1, 2])[0]
    if kind == "withdraw":
        return Wish(action="withdraw_extension", role="clerk", unit_id=lead, words={})
    if kind == "reply":
        return _reply(facts.accountable_unit_id, mark)
    if (Stage.EXTENSION, lead) in facts.running:
        words = {"is_agreed": chance.random() < 0.8, "opinion": f"请按期。{mark}"}
        return Wish(action="review_extension", role="reviewer", unit_id=lead, words=words)
    words = {"is_granted": chance.random() < 0.7, "opinion": f"请按期。{mark}"}
    return Wish(action="settle_extension", role="arbiter", words=words)
