"""What a city may set: deadlines by stage, kind, urgency and industry; follow-up, rework, extension."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from decimal import Decimal
from enum import IntEnum, StrEnum
from typing import Any

from huying.domain.errors import Invalid
from huying.domain.guarantees import AUTO_DISPATCH, AutoDispatch
from huying.domain.ladders import RUNG, Rung
from huying.domain.limits import Limit, limit
from huying.domain.list_drift import FINDINGS
from huying.domain.notices import NoticeRule, read_notices
from huying.domain.reading import (
    Faults,
    basis,
    code_word,
    flag,
    fraction,
    listed,
    one_of,
    only,
    pattern,
    read,
    table,
    text,
    whole,
)
from huying.domain.tags import TAG, Tag


class Stage(StrEnum):
    """What a clock measures."""

    ACCEPT = "accept"
    DISPATCH = "dispatch"
    SIGN = "sign"
    CONTACT = "contact"
    HANDLE = "handle"
    ASSIST = "assist"
    PASS_DOWN = "pass_down"  # noqa: S105  # no password
    FOLLOWUP = "followup"
    RETURN = "return"
    EXTENSION = "extension"
    HANG_REQUEST = "hang_request"
    HANGING = "hanging"
    CONFERENCE = "conference"
    ARRIVE = "arrive"
    WHISTLE = "whistle"
    ESCALATE = "escalate"
    INSTRUCTION = "instruction"
    SUPERVISION = "supervision"


class Round(StrEnum):
    """Whether an order is handled for the first time or again."""

    FIRST = "first"
    REWORK = "rework"


class OrderKind(StrEnum):
    """What the caller wants. 依据: 北京市接诉即办工作条例 art 2: five kinds."""

    CONSULTATION = "consultation"
    HELP = "help"
    COMPLAINT = "complaint"
    REPORT = "report"
    SUGGESTION = "suggestion"


class Urgency(IntEnum):
    """四级响应. 依据: S003 and the 2021 draft of DB11/T 2021 for the four levels."""

    EMERGENCY = 1
    TIMELY = 2
    ORDINARY = 3
    COMPLEX = 4


class FollowupStart(StrEnum):
    """When the follow-up of a reply becomes due."""

    ON_REPLY = "on_reply"
    AFTER_LIMIT = "after_limit"


STAGE_LABELS: dict[Stage, str] = {
    Stage.ACCEPT: "受理",
    Stage.DISPATCH: "派单",
    Stage.SIGN: "签收",
    Stage.CONTACT: "先行联系",
    Stage.HANDLE: "办理",
    Stage.ASSIST: "协办",
    Stage.PASS_DOWN: "下级办理",
    Stage.FOLLOWUP: "回访",
    Stage.RETURN: "退单审核",
    Stage.EXTENSION: "延期审批",
    Stage.HANG_REQUEST: "挂账审批",
    Stage.HANGING: "挂账复查",
    Stage.CONFERENCE: "会商",
    Stage.ARRIVE: "报到",
    Stage.WHISTLE: "吹哨办理",
    Stage.ESCALATE: "提级研究",
    Stage.INSTRUCTION: "批示落实",
    Stage.SUPERVISION: "督办",
}
ROUND_LABELS: dict[Round, str] = {Round.FIRST: "首办", Round.REWORK: "重办"}
KIND_LABELS: dict[OrderKind, str] = {
    OrderKind.CONSULTATION: "咨询",
    OrderKind.HELP: "求助",
    OrderKind.COMPLAINT: "投诉",
    OrderKind.REPORT: "举报",
    OrderKind.SUGGESTION: "建议",
}
URGENCY_LABELS: dict[Urgency, str] = {
    Urgency.EMERGENCY: "紧急",
    Urgency.TIMELY: "时效",
    Urgency.ORDINARY: "一般",
    Urgency.COMPLEX: "疑难",
}
FOLLOWUP_LABELS: dict[FollowupStart, str] = {
    FollowupStart.ON_REPLY: "反馈后即回访",
    FollowupStart.AFTER_LIMIT: "办理时限届满后回访",
}


class PolicyFaulty(Invalid):
    """A policy that cannot be used as it stands; ``fields`` names each fault."""

    code = "policy_faulty"
    sentence = "时限与规则配置有误，请按提示逐项改正。"


@dataclass(frozen=True, kw_only=True)
class DeadlineRule:
    """One row of the table of deadlines; ``None`` in a selector means any.

    ``unit_code`` is the unit whose own promise the row is (服务承诺, features C-15).
    """

    code: str
    stage: Stage
    round: Round
    limit: Limit
    basis: str
    kind: OrderKind | None = None
    urgency: Urgency | None = None
    matter_prefix: str | None = None
    unit_code: str | None = None


@dataclass(frozen=True, kw_only=True)
class Policy:
    """The parameters of a centre from a moment on.

    ``nearly_due_share`` lies between 0 and 1; ``bases`` holds, by parameter name, the sentence that
    says where its value comes from. ``ladder`` is who studies a question at the city, the lowest first.
    """

    profile: str
    name: str
    rules: tuple[DeadlineRule, ...]
    review_required: bool
    contact_required_before_reply: bool
    followup_starts: FollowupStart
    followup_attempts: int
    followup_retry_hours: int
    rework_limit: int
    nearly_due_share: Decimal
    nearly_due_hours: int
    extension_times: int
    extension_max: Limit
    extension_by_centre: bool
    return_window_hours: int
    return_window_urgent_hours: int
    returns_before_conference: int
    returns_before_ruling: int
    hanging_times: int
    hanging_max_days: int
    quiet_from_hour: int
    quiet_until_hour: int
    roster_wait_minutes: int
    repeat_days: int
    repeats_often: int
    finding_days: int
    finding_orders: int
    finding_percent: int
    rating_days: int
    supervision_rounds: int
    shirk_wrongful_return: int
    shirk_refused_call: int
    shirk_no_show: int
    shirk_unsigned: int
    shirk_handed_on: int
    shirk_reassigned: int
    burden_percent: int
    auto_dispatch: AutoDispatch
    auto_dispatch_error: Decimal
    auto_dispatch_confidence: Decimal
    auto_dispatch_days: int
    auto_dispatch_least: int
    auto_dispatch_control_percent: int
    tags: tuple[Tag, ...]
    ladder: tuple[Rung, ...]
    notices: tuple[NoticeRule, ...]
    bases: Mapping[str, str] = field(hash=False)


def rule_for(
    *,
    policy: Policy,
    stage: Stage,
    kind: OrderKind,
    urgency: Urgency,
    matter_code: str | None = None,
    unit_code: str | None = None,
    round: Round = Round.FIRST,  # noqa: A002  the word of the trade's table
) -> DeadlineRule:
    """Return the row that governs a stage of an order; the most specific wins.

    约定: rows of the round come before those of the first round, which serve where a rework has none;
    then a row that names the urgency, then the promise of the unit, then the longer matter prefix, then one that names
    the kind. Urgency stands first so that neither an industry row nor a promise can lengthen the limit of an emergency.
    """
    return max(
        (
            rule
            for rule in policy.rules
            if rule.stage is stage
            and rule.round in {round, Round.FIRST}
            and rule.kind in {None, kind}
            and rule.urgency in {None, urgency}
            and rule.unit_code in {None, unit_code}
            and (matter_code or "").startswith(rule.matter_prefix or "")
        ),
        key=lambda rule: (
            rule.round is round,
            rule.urgency is not None,
            rule.unit_code is not None,
            len(rule.matter_prefix or ""),
            rule.kind is not None,
        ),
    )


def to_data(policy: Policy) -> dict[str, Any]:
    """Return the policy as plain JSON data that ``parse_policy`` reads back to an equal value."""
    return {
        "profile": policy.profile,
        "name": policy.name,
        "parameters": {
            name: {"value": _plain(getattr(policy, name)), "basis": said} for name, said in policy.bases.items()
        },
        "rules": [_row(rule) for rule in policy.rules],
        "tags": [_row(tag) for tag in policy.tags],
        "ladder": [_row(rung) for rung in policy.ladder],
        "notices": [_row(rule) for rule in policy.notices],
    }


def _row(row: DeadlineRule | Tag | Rung | NoticeRule) -> dict[str, Any]:
    """Return a row without what it leaves open."""
    values = {key.name: getattr(row, key.name) for key in fields(row)}
    return {name: _plain(value) for name, value in values.items() if value is not None and value is not False}


def _plain(value: object) -> object:
    if isinstance(value, Limit):
        return {"amount": value.amount, "unit": value.unit.value}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, StrEnum | IntEnum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def parse_policy(data: Mapping[str, Any]) -> Policy:
    """Read a policy from plain data, as a TOML file or a stored version gives it.

    Raises ``PolicyFaulty`` whose ``fields`` name every fault at once: its place and a Chinese sentence.
    """
    faults: Faults = {}
    only(data, known=("profile", "name", "parameters", "rules", "tags", "ladder", "notices"), place="", faults=faults)
    head = {key: read(data, key, text, place=key, faults=faults) for key in ("profile", "name")}
    parameters = table(data.get("parameters"), place="parameters", faults=faults)
    only(parameters, known=_PARAMETERS, place="parameters", faults=faults)
    values: dict[str, Any] = {}
    bases: dict[str, str] = {}
    for name, reader in _PARAMETERS.items():
        place = f"parameters.{name}"
        if entry := parameters and table(parameters.get(name), place=place, faults=faults):
            only(entry, known=("value", "basis"), place=place, faults=faults)
            values[name] = read(entry, "value", reader, place=place, faults=faults)
            bases[name] = read(entry, "basis", basis, place=f"{place}.basis", faults=faults)
    rules = _rules(data.get("rules"), faults)
    tags = listed(data.get("tags"), make=Tag, columns=TAG, place="tags", faults=faults)
    ladder = listed(data.get("ladder"), make=Rung, columns=RUNG, place="ladder", faults=faults)
    notices = read_notices(data.get("notices"), faults=faults)
    if faults:
        raise PolicyFaulty(fields=faults)
    return Policy(**head, **values, rules=rules, tags=tags, ladder=ladder, notices=notices, bases=bases)


def _rules(rows: object, faults: Faults) -> tuple[DeadlineRule, ...]:
    """Read the rows; a code or a selection twice, or a stage without a fallback, is a fault."""
    if not isinstance(rows, list):
        faults["rules"] = "缺少时限规则，请逐行列出各环节的时限。"
        return ()
    rules: list[DeadlineRule] = []
    for number, row in enumerate(rows, start=1):
        place = f"rules.{number}"
        if not (entry := table(row, place=place, faults=faults)):
            continue
        only(entry, known=_RULE, place=place, faults=faults)
        columns = {
            name: read(entry, name, reader, place=f"{place}.{name}", faults=faults)
            for name, reader in _RULE.items()
            if name in entry or name not in _SELECTORS
        }
        if None not in columns.values():
            rules.append(DeadlineRule(**columns))
            faults.update(_clash(rules, place))
    if len(rules) == len(rows):
        faults.update(_without_fallback(rules))
    return tuple(rules)


def _selection(rule: DeadlineRule) -> tuple[object, ...]:
    return (rule.stage, rule.round, rule.kind, rule.urgency, rule.matter_prefix, rule.unit_code)


def _clash(rules: list[DeadlineRule], place: str) -> Faults:
    *before, last = rules
    if any(rule.code == last.code for rule in before):
        return {f"{place}.code": f"规则编号「{last.code}」重复，请改用另一个编号。"}
    twin = next((rule.code for rule in before if _selection(rule) == _selection(last)), None)
    return {place: f"与规则「{twin}」的适用条件完全相同，请删去其中一行。"} if twin else {}


def _without_fallback(rules: list[DeadlineRule]) -> Faults:
    fallbacks = {(rule.stage, rule.round) for rule in rules if not any(_selection(rule)[2:])}
    needed = [*((stage, Round.FIRST) for stage in Stage), (Stage.HANDLE, Round.REWORK)]
    sentence = "「{}」环节（{}）缺少兜底时限，请补充一行不限类型、级别和事项的规则。"
    return {
        f"rules.{stage}.{turn}": sentence.format(STAGE_LABELS[stage], ROUND_LABELS[turn])
        for stage, turn in needed
        if (stage, turn) not in fallbacks
    }


_prefix = pattern(r"[0-9A-Za-z]+", "事项编码前缀只能用数字和字母，请修改。")
_unit = pattern(r"\S{1,32}", "单位编码不能有空格，最多 32 个字符，请修改。")

_RULE: dict[str, Callable[[object], object]] = {
    "code": code_word,
    "stage": one_of(STAGE_LABELS),
    "round": one_of(ROUND_LABELS),
    "kind": one_of(KIND_LABELS),
    "urgency": one_of(URGENCY_LABELS),
    "matter_prefix": _prefix,
    "unit_code": _unit,
    "limit": limit,
    "basis": basis,
}
_SELECTORS = ("kind", "urgency", "matter_prefix", "unit_code")
_SHIRKS = ("wrongful_return", "refused_call", "no_show", "unsigned", "handed_on", "reassigned")
_PARAMETERS: dict[str, Callable[[object], object]] = {
    "review_required": flag,
    "contact_required_before_reply": flag,
    "followup_starts": one_of(FOLLOWUP_LABELS),
    "followup_attempts": whole(least=1, most=9),
    "followup_retry_hours": whole(least=1, most=240),
    "rework_limit": whole(least=0, most=9),
    "nearly_due_share": fraction,
    "nearly_due_hours": whole(least=0, most=240),
    "extension_times": whole(least=0, most=9),
    "extension_max": limit,
    "extension_by_centre": flag,
    "return_window_hours": whole(least=1, most=240),
    "return_window_urgent_hours": whole(least=1, most=240),
    "returns_before_conference": whole(least=0, most=9),
    "returns_before_ruling": whole(least=1, most=9),
    "hanging_times": whole(least=0, most=9),
    "hanging_max_days": whole(least=1, most=1000),
    "quiet_from_hour": whole(least=0, most=23),
    "quiet_until_hour": whole(least=0, most=23),
    "roster_wait_minutes": whole(least=5, most=600),
    "repeat_days": whole(least=1, most=1000),
    "repeats_often": whole(least=2, most=99),
    **FINDINGS,
    "rating_days": whole(least=1, most=90),
    "supervision_rounds": whole(least=1, most=9),
    **{f"shirk_{shirk}": whole(least=0, most=100) for shirk in _SHIRKS},
    "burden_percent": whole(least=100, most=1000),
    **AUTO_DISPATCH,
}
