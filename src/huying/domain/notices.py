"""通知谁: which fact is told to whom, by which channel, in which sentence. A dated table of the policy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from huying.domain.actors import Role
from huying.domain.reading import Faults, basis, code_word, flag, one_of, only, read, table
from huying.domain.states import STATE_LABELS, State


class ToldFact(StrEnum):
    """A fact that a rule may be made for; the values are the facts of the lifecycle's table."""

    ORDER_ACCEPTED = "OrderAccepted"
    UNIT_ASSIGNED = "UnitAssigned"
    ORDER_RECALLED = "OrderRecalled"
    UNIT_RULED = "UnitRuled"
    PASSED_DOWN = "PassedDown"
    PASSED_UP = "PassedUp"
    ORDER_URGED = "OrderUrged"
    INFORMATION_ADDED = "InformationAdded"
    CALLER_WROTE = "CallerWrote"
    UNIT_WROTE = "UnitWrote"
    ORDER_WITHDRAWN = "OrderWithdrawn"
    RETURN_REQUESTED = "ReturnRequested"
    RETURN_SETTLED = "ReturnSettled"
    CONFERENCE_CALLED = "ConferenceCalled"
    OPINION_GIVEN = "OpinionGiven"
    WHISTLE_BLOWN = "WhistleBlown"
    UNIT_ARRIVED = "UnitArrived"
    CALL_REFUSED = "CallRefused"
    ESCALATED = "Escalated"
    ESCALATION_ANSWERED = "EscalationAnswered"
    INSTRUCTED = "Instructed"
    SUPERVISION_ISSUED = "SupervisionIssued"
    SUPERVISION_ANSWERED = "SupervisionAnswered"
    SUPERVISION_CHECKED = "SupervisionChecked"
    EXTENSION_REQUESTED = "ExtensionRequested"
    EXTENSION_REVIEWED = "ExtensionReviewed"
    EXTENSION_SETTLED = "ExtensionSettled"
    HANGING_REQUESTED = "HangingRequested"
    HANGING_REVIEWED = "HangingReviewed"
    HANGING_SETTLED = "HangingSettled"
    ASSIST_REPORTED = "AssistReported"
    REPLY_SUBMITTED = "ReplySubmitted"
    REPLY_REVIEWED = "ReplyReviewed"
    MERGED_ANSWERED = "MergedAnswered"
    FOLLOWUP_OPENED = "FollowupOpened"
    VERDICT_RECORDED = "VerdictRecorded"


class Audience(StrEnum):
    """Who is told, as seen from the order."""

    LEAD = "lead"
    HOLDER = "holder"
    ASSISTS = "assists"
    RELEASED = "released"
    ASKED = "asked"
    SUPERIOR = "superior"
    SUPERVISED = "supervised"
    REVIEWER = "reviewer"
    LEADER = "leader"
    DISPATCHER = "dispatcher"
    ARBITER = "arbiter"
    FOLLOWUP = "followup"
    SUPERVISOR = "supervisor"
    ON_DUTY = "on_duty"
    CALLER = "caller"


class NoticeChannel(StrEnum):
    """How somebody is told."""

    INBOX = "inbox"
    SMS = "sms"


class Desk(StrEnum):
    """Whose inbox of a unit: all who sit there share it, and whoever opens a notice has seen to it for all. 约定."""

    HANDLING = "handling"
    REVIEW = "review"
    LEADER = "leader"
    DISPATCH = "dispatch"
    ARBITRATION = "arbitration"
    FOLLOWUP = "followup"
    SUPERVISION = "supervision"


class NoticeText(StrEnum):
    """The sentence that is said; it names the order by its number and nobody by name."""

    ASSIGNED = "assigned"
    ASSIST_ASKED = "assist_asked"
    RECALLED = "recalled"
    RULED = "ruled"
    PASSED_DOWN = "passed_down"
    PASSED_UP = "passed_up"
    URGED = "urged"
    INFORMATION = "information"
    CALLER_WROTE = "caller_wrote"
    WITHDRAWN = "withdrawn"
    RETURN_ASKED = "return_asked"
    RETURNED = "returned"
    RETURN_DECIDED = "return_decided"
    CONFERENCE = "conference"
    OPINION = "opinion"
    WHISTLE = "whistle"
    ARRIVED = "arrived"
    CALL_REFUSED = "call_refused"
    ESCALATED = "escalated"
    ESCALATION_ANSWERED = "escalation_told"
    INSTRUCTED = "instructed"
    SUPERVISED = "supervised"
    SUPERVISION_ANSWERED = "supervision_told"
    SUPERVISION_AGAIN = "supervision_again"
    EXTENSION_ASKED = "extension_asked"
    EXTENSION_DECIDED = "extension_told"
    HANGING_ASKED = "hanging_asked"
    HANGING_DECIDED = "hanging_told"
    ASSIST_DONE = "assist_done"
    REPLY_TO_REVIEW = "reply_to_review"
    REPLY_BACK = "reply_back"
    FOLLOWUP_DUE = "followup_due"
    REWORK = "rework"
    EMERGENCY = "emergency"
    NOT_SIGNED = "not_signed"
    UNIT_SILENT = "unit_silent"
    CALLER_ACCEPTED = "caller_accepted"
    CALLER_ASSIGNED = "caller_assigned"
    CALLER_REPLIED = "caller_replied"
    CALLER_ASKED = "caller_asked"


FACTS: dict[ToldFact, str] = {
    ToldFact.ORDER_ACCEPTED: "受理",
    ToldFact.UNIT_ASSIGNED: "派单",
    ToldFact.ORDER_RECALLED: "收回派单",
    ToldFact.UNIT_RULED: "指定承办",
    ToldFact.PASSED_DOWN: "交下级办理",
    ToldFact.PASSED_UP: "报回上级",
    ToldFact.ORDER_URGED: "催办",
    ToldFact.INFORMATION_ADDED: "补充情况",
    ToldFact.CALLER_WROTE: "给承办单位留言",
    ToldFact.UNIT_WROTE: "给诉求人留言",
    ToldFact.ORDER_WITHDRAWN: "撤单",
    ToldFact.RETURN_REQUESTED: "申请退单",
    ToldFact.RETURN_SETTLED: "退单审核",
    ToldFact.CONFERENCE_CALLED: "发起会商",
    ToldFact.OPINION_GIVEN: "发表会商意见",
    ToldFact.WHISTLE_BLOWN: "吹哨",
    ToldFact.UNIT_ARRIVED: "报到",
    ToldFact.CALL_REFUSED: "拒绝报到",
    ToldFact.ESCALATED: "提级请示",
    ToldFact.ESCALATION_ANSWERED: "答复提级请示",
    ToldFact.INSTRUCTED: "批示",
    ToldFact.SUPERVISION_ISSUED: "督办",
    ToldFact.SUPERVISION_ANSWERED: "答复督办",
    ToldFact.SUPERVISION_CHECKED: "督查跟进",
    ToldFact.EXTENSION_REQUESTED: "申请延期",
    ToldFact.EXTENSION_REVIEWED: "审核延期",
    ToldFact.EXTENSION_SETTLED: "审批延期",
    ToldFact.HANGING_REQUESTED: "申请挂账",
    ToldFact.HANGING_REVIEWED: "审核挂账",
    ToldFact.HANGING_SETTLED: "审批挂账",
    ToldFact.ASSIST_REPORTED: "协办反馈",
    ToldFact.REPLY_SUBMITTED: "提交答复",
    ToldFact.REPLY_REVIEWED: "审核答复",
    ToldFact.MERGED_ANSWERED: "随主单答复",
    ToldFact.FOLLOWUP_OPENED: "进入回访",
    ToldFact.VERDICT_RECORDED: "回访结果、诉求人评价",
}
AUDIENCES: dict[Audience, str] = {
    Audience.LEAD: "主办单位承办员",
    Audience.HOLDER: "当前承办单位承办员",
    Audience.ASSISTS: "协办单位承办员",
    Audience.RELEASED: "不再承办、协办的单位承办员",
    Audience.ASKED: "会商、吹哨所问单位承办员",
    Audience.SUPERIOR: "被请示的上级",
    Audience.SUPERVISED: "待答复督办的单位",
    Audience.REVIEWER: "主办单位审核员",
    Audience.LEADER: "主办单位领导",
    Audience.DISPATCHER: "热线派单员",
    Audience.ARBITER: "热线异议审批员",
    Audience.FOLLOWUP: "热线回访员",
    Audience.SUPERVISOR: "督办员",
    Audience.ON_DUTY: "当前承办单位值班员",
    Audience.CALLER: "诉求人",
}
CHANNELS: dict[NoticeChannel, str] = {NoticeChannel.INBOX: "工作台通知", NoticeChannel.SMS: "短信"}
SENTENCES: dict[NoticeText, str] = {
    NoticeText.ASSIGNED: "工单 {number} 已派给本单位主办，请签收。",
    NoticeText.ASSIST_ASKED: "工单 {number} 请本单位协办，请按时反馈。",
    NoticeText.RECALLED: "工单 {number} 已由派单岗收回，请停止办理。",
    NoticeText.RULED: "工单 {number} 已由热线指定本单位承办，不能再退单，请签收。",
    NoticeText.PASSED_DOWN: "工单 {number} 已交本单位办理，请按时报回。",
    NoticeText.PASSED_UP: "工单 {number} 下级单位已报回，请核对后办理。",
    NoticeText.URGED: "工单 {number} 有新的催办，请尽快办理。",
    NoticeText.INFORMATION: "工单 {number} 诉求人补充了情况，请查看。",
    NoticeText.CALLER_WROTE: "工单 {number} 诉求人给承办单位留言，请查看回复。",
    NoticeText.WITHDRAWN: "工单 {number} 已撤单，不用再办理。",
    NoticeText.RETURN_ASKED: "工单 {number} 承办单位申请退单，请审核。",
    NoticeText.RETURNED: "工单 {number} 已退回热线，请重新派单。",
    NoticeText.RETURN_DECIDED: "工单 {number} 的退单申请已有裁定，请查看。",
    NoticeText.CONFERENCE: "工单 {number} 请本单位发表会商意见。",
    NoticeText.OPINION: "工单 {number} 有单位发表了会商意见。",
    NoticeText.WHISTLE: "工单 {number} 街道（乡镇）吹哨，请本单位按时到现场报到。",
    NoticeText.ARRIVED: "工单 {number} 被吹哨的单位已报到。",
    NoticeText.CALL_REFUSED: "工单 {number} 有单位拒绝报到，请查看理由。",
    NoticeText.ESCALATED: "工单 {number} 有提级请示，请研究答复。",
    NoticeText.ESCALATION_ANSWERED: "工单 {number} 的提级请示已有答复，请查看。",
    NoticeText.INSTRUCTED: "工单 {number} 有领导批示，请落实并报告。",
    NoticeText.SUPERVISED: "工单 {number} 已被督办，请在时限内答复督办。",
    NoticeText.SUPERVISION_ANSWERED: "工单 {number} 的督办已有答复，请督查跟进。",
    NoticeText.SUPERVISION_AGAIN: "工单 {number} 的督办答复未获认可，请按督办意见重新答复。",
    NoticeText.EXTENSION_ASKED: "工单 {number} 申请延期，请审批。",
    NoticeText.EXTENSION_DECIDED: "工单 {number} 的延期申请已有结果，请查看。",
    NoticeText.HANGING_ASKED: "工单 {number} 申请挂账，请审批。",
    NoticeText.HANGING_DECIDED: "工单 {number} 的挂账申请已有结果，请查看。",
    NoticeText.ASSIST_DONE: "工单 {number} 有协办单位反馈，请查看。",
    NoticeText.REPLY_TO_REVIEW: "工单 {number} 已提交答复，请审核。",
    NoticeText.REPLY_BACK: "工单 {number} 的答复没有通过审核，请修改后重新提交。",
    NoticeText.FOLLOWUP_DUE: "工单 {number} 可以回访了。",
    NoticeText.REWORK: "工单 {number} 回访未解决，退回重办，请尽快办理。",
    NoticeText.EMERGENCY: "紧急工单 {number} 已派给本单位，请立即签收办理。",
    NoticeText.NOT_SIGNED: "紧急工单 {number} 派出后无人签收，请立即安排签收办理。",
    NoticeText.UNIT_SILENT: "紧急工单 {number} 承办单位一直无人签收，请立即电话联系该单位。",
    NoticeText.CALLER_ACCEPTED: "您反映的诉求（工单号 {number}）已受理。",
    NoticeText.CALLER_ASSIGNED: "您反映的诉求（工单号 {number}）已交承办单位办理。",
    NoticeText.CALLER_REPLIED: "您反映的诉求（工单号 {number}）已有办理结果，热线将回访，您也可以凭查询码查看。",
    NoticeText.CALLER_ASKED: "您反映的诉求（工单号 {number}）承办单位给您留言，请凭查询码查看，也可以在那里回复。",
}
TO_CALLERS = frozenset(
    {NoticeText.CALLER_ACCEPTED, NoticeText.CALLER_ASSIGNED, NoticeText.CALLER_REPLIED, NoticeText.CALLER_ASKED}
)
"""Sentences that leave the house; the others are for those who work here."""
BY_PHONE = frozenset({Audience.ON_DUTY, Audience.CALLER})
"""Who has no desk and is told by SMS."""
DESKS: dict[Role, Desk] = {
    Role.CLERK: Desk.HANDLING,
    Role.COMMUNITY: Desk.HANDLING,
    Role.GRID_WORKER: Desk.HANDLING,
    Role.REVIEWER: Desk.REVIEW,
    Role.LEADER: Desk.LEADER,
    Role.DISPATCHER: Desk.DISPATCH,
    Role.ARBITER: Desk.ARBITRATION,
    Role.FOLLOWUP: Desk.FOLLOWUP,
    Role.SUPERVISOR: Desk.SUPERVISION,
}
"""Which inbox a role reads; the others have none."""


@dataclass(frozen=True, kw_only=True)
class NoticeRule:
    """One row of the table. ``state`` and ``emergency_only`` cut it to orders that arrived there, or are 紧急.

    ``is_required``: also a phone that stopped messages is told. 约定: none of the shipped rows is.
    """

    code: str
    fact: ToldFact
    audience: Audience
    channel: NoticeChannel
    text: NoticeText
    basis: str
    state: State | None = None
    emergency_only: bool = False
    is_required: bool = False

    def fits(self, *, fact: str, state: str, is_emergency: bool) -> bool:
        """Say whether the row is for this fact of this order."""
        return self.fact == fact and self.state in {None, state} and (is_emergency or not self.emergency_only)


def read_notices(rows: object, *, faults: Faults) -> tuple[NoticeRule, ...]:
    """Read the table from plain data; faults are noted at ``notices.<row>``."""
    if not isinstance(rows, list):
        faults["notices"] = "缺少通知规则，请逐行列出什么事通知谁；都不通知的，写 notices = []。"
        return ()
    found = [rule for place, row in enumerate(rows, start=1) if (rule := _rule(row, f"notices.{place}", faults))]
    codes = [rule.code for rule in found]
    for twice in {code for code in codes if codes.count(code) > 1}:
        faults[f"notices.{twice}"] = f"通知规则编号「{twice}」重复，请改用另一个编号。"
    return tuple(found)


def _rule(row: object, place: str, faults: Faults) -> NoticeRule | None:
    """Return a row that can be used, ``None`` where a fault was noted."""
    entry, before = table(row, place=place, faults=faults), len(faults)
    if not entry:
        return None
    only(entry, known=_COLUMNS, place=place, faults=faults)
    given: dict[str, Any] = {
        name: read(entry, name, reader, place=f"{place}.{name}", faults=faults)
        for name, reader in _COLUMNS.items()
        if name in entry or name not in _MAY_LACK
    }
    if len(faults) > before:
        return None
    rule = NoticeRule(**given)
    if (rule.audience in BY_PHONE) != (rule.channel is NoticeChannel.SMS):
        faults[f"{place}.channel"] = "诉求人和值班员用短信通知，其他人用工作台通知，请修改。"
    if (rule.audience is Audience.CALLER) != (rule.text in TO_CALLERS):
        faults[f"{place}.text"] = "给诉求人的话和给工作人员的话不能混用，请换一句。"
    return rule


_COLUMNS: dict[str, Callable[[object], object]] = {
    "code": code_word,
    "fact": one_of(FACTS),
    "audience": one_of(AUDIENCES),
    "channel": one_of(CHANNELS),
    "text": one_of(SENTENCES),
    "basis": basis,
    "state": one_of(STATE_LABELS),
    "emergency_only": flag,
    "is_required": flag,
}
_MAY_LACK = ("state", "emergency_only", "is_required")
