"""A policy as tables that people read, and the difference between two."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from huying.domain.guarantees import AUTO_DISPATCH_LABELS, AutoDispatch
from huying.domain.ladders import OFFICE_LABELS
from huying.domain.limits import Limit
from huying.domain.notices import AUDIENCES, CHANNELS, FACTS, SENTENCES, NoticeRule
from huying.domain.policies import (
    FOLLOWUP_LABELS,
    KIND_LABELS,
    ROUND_LABELS,
    STAGE_LABELS,
    URGENCY_LABELS,
    DeadlineRule,
    FollowupStart,
    Policy,
    Stage,
)
from huying.domain.states import STATE_LABELS
from huying.domain.tags import TAGGERS
from huying.web.rows import Change, ChangeKind

# Who answers for each node (B-29); the limit beside it is the centre's own.
OWNERS: dict[Stage, str] = {
    Stage.ACCEPT: "热线受理员",
    Stage.DISPATCH: "热线派单员",
    Stage.SIGN: "主办单位承办员",
    Stage.CONTACT: "主办单位承办员",
    Stage.HANDLE: "主办单位承办员、审核员",
    Stage.ASSIST: "协办单位承办员",
    Stage.PASS_DOWN: "下级单位（社区、网格）",
    Stage.FOLLOWUP: "热线回访员",
    Stage.RETURN: "热线异议审批员",
    Stage.EXTENSION: "主办单位审核员、热线异议审批员",
    Stage.HANG_REQUEST: "主办单位审核员、热线异议审批员",
    Stage.HANGING: "主办单位承办员",
    Stage.CONFERENCE: "热线派单员",
    Stage.ARRIVE: "被吹哨单位承办员",
    Stage.WHISTLE: "吹哨单位和被吹哨单位",
    Stage.ESCALATE: "区政府、行业主管部门、市领导",
    Stage.INSTRUCTION: "主办单位承办员",
    Stage.SUPERVISION: "被督办单位承办员、督办员",
}
PARAMETER_LABELS: dict[str, str] = {
    "review_required": "答复须经审核",
    "contact_required_before_reply": "先行联系后才能答复",
    "followup_starts": "回访何时开始",
    "followup_attempts": "回访拨打次数",
    "followup_retry_hours": "两次拨打至少相隔",
    "rework_limit": "退回重办次数上限",
    "nearly_due_share": "临期：剩余时间不足时限的",
    "nearly_due_hours": "临期：剩余时间不足",
    "extension_times": "可延期次数",
    "extension_max": "每次延期最长",
    "extension_by_centre": "延期、挂账须报热线审批",
    "return_window_hours": "退单须在派单后",
    "return_window_urgent_hours": "紧急工单退单须在派单后",
    "returns_before_conference": "退回几次后须先会商",
    "returns_before_ruling": "退回几次后由热线指定、不得再退",
    "hanging_times": "可挂账次数",
    "hanging_max_days": "挂账最长",
    "quiet_from_hour": "夜间免打扰开始",
    "quiet_until_hour": "夜间免打扰结束",
    "repeat_days": "反复反映按最近几天计",
    "repeats_often": "反复反映几次须查根因",
    "finding_days": "目录与实际派单按最近几天比较",
    "finding_orders": "目录与实际派单不同的至少几件列为发现",
    "finding_percent": "目录与实际派单不同的至少占几成列为发现",
    "rating_days": "消哨后互评期限",
    "supervision_rounds": "督办答复几次未获认可升一级形式",
    "roster_wait_minutes": "紧急工单无人签收几分钟后通知值班上一级",
    "shirk_wrongful_return": "推诿指数：无效退单每件计",
    "shirk_refused_call": "推诿指数：拒绝报到每次计",
    "shirk_no_show": "推诿指数：未到场每次计",
    "shirk_unsigned": "推诿指数：超时签收每件计",
    "shirk_handed_on": "推诿指数：反复交办每次计",
    "shirk_reassigned": "推诿指数：获准改派每件计",
    "burden_percent": "基层负担：超过同类中位数的百分之几即标出",
    "auto_dispatch": "自动派单",
    "auto_dispatch_error": "自动派单：错误率不超过",
    "auto_dispatch_confidence": "自动派单：错误率上限的把握",
    "auto_dispatch_days": "自动派单：按最近几天的工单计算",
    "auto_dispatch_least": "自动派单：至少几张工单才计算",
    "auto_dispatch_control_percent": "自动派单：抽检留给派单员的",
}
_UNITS = {
    "followup_attempts": "次",
    "followup_retry_hours": "小时",
    "rework_limit": "次",
    "nearly_due_hours": "小时",
    "extension_times": "次",
    "return_window_hours": "小时内",
    "return_window_urgent_hours": "小时内",
    "returns_before_conference": "次",
    "returns_before_ruling": "次",
    "hanging_times": "次",
    "hanging_max_days": "天",
    "quiet_from_hour": "时",
    "quiet_until_hour": "时",
    "repeat_days": "天",
    "repeats_often": "次",
    "finding_days": "天",
    "finding_orders": "件",
    "finding_percent": "%",
    "rating_days": "天",
    "supervision_rounds": "次",
    "roster_wait_minutes": "分钟",
    "shirk_wrongful_return": "分",
    "shirk_refused_call": "分",
    "shirk_no_show": "分",
    "shirk_unsigned": "分",
    "shirk_handed_on": "分",
    "shirk_reassigned": "分",
    "burden_percent": "%",
    "auto_dispatch_days": "天",
    "auto_dispatch_least": "张",
    "auto_dispatch_control_percent": "%",
}


@dataclass(frozen=True, kw_only=True)
class Basis:
    """Where a value comes from; ``is_sourced`` tells 依据 from 约定."""

    is_sourced: bool
    text: str


@dataclass(frozen=True, kw_only=True)
class RuleLine:
    """A limit and to which orders it applies."""

    code: str
    scope: str
    limit: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class StageTable:
    """A node: who answers for it, and its limits, the general one first."""

    label: str
    owner: str
    lines: tuple[RuleLine, ...]


@dataclass(frozen=True, kw_only=True)
class ParameterLine:
    """A parameter in words."""

    label: str
    value: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class NoticeLine:
    """Who is told of what, in words."""

    when: str
    audience: str
    channel: str
    sentence: str
    basis: Basis


def notice_lines(policy: Policy) -> tuple[NoticeLine, ...]:
    """Return who is told of what, in the order of the work."""
    order = list(FACTS)
    return tuple(
        NoticeLine(
            when=_when(rule),
            audience=AUDIENCES[rule.audience],
            channel=CHANNELS[rule.channel] + ("（不能停收）" if rule.is_required else ""),
            sentence=SENTENCES[rule.text].format(number="×××"),
            basis=_basis(rule.basis),
        )
        for rule in sorted(policy.notices, key=lambda rule: order.index(rule.fact))
    )


def stage_tables(policy: Policy) -> tuple[StageTable, ...]:
    """Return the limits by node, in the order of the work."""
    return tuple(
        StageTable(
            label=label,
            owner=OWNERS[stage],
            lines=tuple(
                rule_line(rule) for rule in sorted((r for r in policy.rules if r.stage is stage), key=_how_special)
            ),
        )
        for stage, label in STAGE_LABELS.items()
    )


def rule_line(rule: DeadlineRule) -> RuleLine:
    """Return one limit in words."""
    return RuleLine(code=rule.code, scope=_scope(rule), limit=rule.limit.text, basis=_basis(rule.basis))


def parameter_lines(policy: Policy) -> tuple[ParameterLine, ...]:
    """Return the parameters in words."""
    return tuple(
        ParameterLine(label=label, value=_value(name, getattr(policy, name)), basis=_basis(policy.bases[name]))
        for name, label in PARAMETER_LABELS.items()
    )


@dataclass(frozen=True, kw_only=True)
class TagLine:
    """A tag of hard orders, and who may set it."""

    code: str
    label: str
    roles: str
    basis: Basis


@dataclass(frozen=True, kw_only=True)
class RungLine:
    """A rung of the ladder at the city, the lowest first, and whose leader answers."""

    code: str
    label: str
    office: str
    limit: str
    basis: Basis


def tag_lines(policy: Policy) -> tuple[TagLine, ...]:
    """Return the tags in words."""
    return tuple(
        TagLine(
            code=tag.code,
            label=tag.label,
            roles="、".join(TAGGERS[role] for role in tag.roles),
            basis=_basis(tag.basis),
        )
        for tag in policy.tags
    )


def rung_lines(policy: Policy) -> tuple[RungLine, ...]:
    """Return the ladder in words."""
    return tuple(
        RungLine(
            code=rung.code,
            label=rung.label,
            office=OFFICE_LABELS[rung.office],
            limit=rung.limit.text,
            basis=_basis(rung.basis),
        )
        for rung in policy.ladder
    )


def changes(*, before: Policy | None, after: Policy) -> tuple[Change, ...]:
    """Return what the new version changes: limits by node and scope, then parameters, tags and the ladder."""
    old, new = _texts(before) if before else {}, _texts(after)
    found = []
    for what in {**new, **old}:
        if old.get(what) != new.get(what):
            kind = (
                ChangeKind.ADDED if what not in old else ChangeKind.REMOVED if what not in new else ChangeKind.CHANGED
            )
            found.append(Change(what=what, kind=kind, before=old.get(what, ""), after=new.get(what, "")))
    return tuple(found)


def _texts(policy: Policy) -> Mapping[str, str]:
    limits = {
        f"{STAGE_LABELS[rule.stage]}时限（{_scope(rule)}）": f"{rule.limit.text}\n{rule.basis}" for rule in policy.rules
    }
    parameters = {
        line.label: f"{line.value}\n{policy.bases[name]}"
        for name, line in zip(PARAMETER_LABELS, parameter_lines(policy), strict=True)
    }
    tags = {
        f"疑难标签（{tag.code}）": f"{tag.label}，{said.roles}可设\n{tag.basis}"
        for tag, said in zip(policy.tags, tag_lines(policy), strict=True)
    }
    ladder = {
        f"市级提级第 {place} 层": f"{rung.label}，由{OFFICE_LABELS[rung.office]}研究，{rung.limit.text}\n{rung.basis}"
        for place, rung in enumerate(policy.ladder, start=1)
    }
    notices = {
        f"通知：{line.when} → {line.audience}": f"{line.channel}\n{line.sentence}" for line in notice_lines(policy)
    }
    return {"口径名称": policy.name, **limits, **parameters, **tags, **ladder, **notices}


def _when(rule: NoticeRule) -> str:
    state = f"到「{STATE_LABELS[rule.state]}」时" if rule.state else ""
    return "，".join(filter(None, [FACTS[rule.fact], state, "仅紧急工单" if rule.emergency_only else ""]))


def _scope(rule: DeadlineRule) -> str:
    parts = [
        ROUND_LABELS[rule.round],
        URGENCY_LABELS[rule.urgency] if rule.urgency else "",
        KIND_LABELS[rule.kind] if rule.kind else "",
        f"事项 {rule.matter_prefix} 类" if rule.matter_prefix else "",
        f"单位 {rule.unit_code} 的服务承诺" if rule.unit_code else "",
    ]
    return "、".join(filter(None, parts))


def _how_special(rule: DeadlineRule) -> tuple[object, ...]:
    return (
        rule.round.value != "first",
        rule.urgency or 0,
        rule.unit_code or "",
        rule.matter_prefix or "",
        rule.kind or "",
    )


def _basis(text: str) -> Basis:
    kind, _, said = text.replace(":", "：", 1).partition("：")
    return Basis(is_sourced=kind == "依据", text=said)


def _value(name: str, value: object) -> str:
    match value:
        case bool():
            return "是" if value else "否"
        case FollowupStart():
            return FOLLOWUP_LABELS[value]
        case AutoDispatch():
            return AUTO_DISPATCH_LABELS[value]
        case Limit():
            return value.text
        case Decimal():
            return f"{value * 100:.0f}%"
        case _:
            return f"{value} {_UNITS[name]}"
