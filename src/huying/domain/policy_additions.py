"""What policies learnt to say after versions of them were published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huying.domain.limits import Limit, LimitUnit
from huying.domain.policies import Round, Stage
from huying.domain.tags import TAGGERS

_SINCE_THEN = "约定：这一版口径制定时还没有这一项，按系统约定执行；请在新版中写明。"
# What versions published before the side roads were built say nothing of: they hold on with these.
_VALUES: dict[str, object] = {
    "extension_by_centre": True,
    "return_window_hours": 24,
    "return_window_urgent_hours": 2,
    "returns_before_conference": 1,
    "returns_before_ruling": 3,
    "hanging_times": 1,
    "hanging_max_days": 365,
    "quiet_from_hour": 21,
    "quiet_until_hour": 8,
    "roster_wait_minutes": 30,
    "repeat_days": 90,
    "repeats_often": 3,
    "finding_days": 90,
    "finding_orders": 5,
    "finding_percent": 80,
    "rating_days": 7,
    "supervision_rounds": 2,
    "shirk_wrongful_return": 3,
    "shirk_refused_call": 3,
    "shirk_no_show": 5,
    "shirk_unsigned": 1,
    "shirk_handed_on": 1,
    "shirk_reassigned": 0,
    "burden_percent": 200,
    "auto_dispatch": "off",
    "auto_dispatch_error": "0.05",
    "auto_dispatch_confidence": "0.95",
    "auto_dispatch_days": 30,
    "auto_dispatch_least": 200,
    "auto_dispatch_control_percent": 5,
}
_LIMITS: dict[Stage, Limit] = {
    Stage.RETURN: Limit(amount=4, unit=LimitUnit.HOUR),
    Stage.EXTENSION: Limit(amount=8, unit=LimitUnit.HOUR),
    Stage.HANG_REQUEST: Limit(amount=2, unit=LimitUnit.WORKING_DAY),
    Stage.HANGING: Limit(amount=30, unit=LimitUnit.NATURAL_DAY),
    Stage.CONFERENCE: Limit(amount=2, unit=LimitUnit.WORKING_DAY),
    Stage.ARRIVE: Limit(amount=1, unit=LimitUnit.HOUR),
    Stage.WHISTLE: Limit(amount=3, unit=LimitUnit.WORKING_DAY),
    Stage.ESCALATE: Limit(amount=3, unit=LimitUnit.WORKING_DAY),
    Stage.INSTRUCTION: Limit(amount=3, unit=LimitUnit.WORKING_DAY),
    Stage.SUPERVISION: Limit(amount=3, unit=LimitUnit.WORKING_DAY),
}
_TAGS: dict[str, str] = {
    "cross_region": "跨区域跨行业",
    "vertical": "垂直管理",
    "dual": "双重管理",
    "policy_gap": "政策冲突或滞后",
    "legacy": "历史遗留",
    "stability": "社会稳定风险",
    "group": "群体性",
    "sudden": "突发性",
}
_LADDER: dict[str, str] = {"hotline": "热线机构负责人", "government": "市政府办公室"}
# 约定: who works here is told in the inbox; that nobody outside gets an SMS until the city has decided so.
_NOTICES: tuple[tuple[str, str, str, str, str], ...] = (
    ("assigned-lead", "UnitAssigned", "lead", "assigned", ""),
    ("assigned-assists", "UnitAssigned", "assists", "assist_asked", ""),
    ("recalled-released", "OrderRecalled", "released", "recalled", ""),
    ("ruled-lead", "UnitRuled", "lead", "ruled", ""),
    ("passed-down", "PassedDown", "holder", "passed_down", ""),
    ("passed-up", "PassedUp", "lead", "passed_up", ""),
    ("urged", "OrderUrged", "holder", "urged", ""),
    ("information-added", "InformationAdded", "holder", "information", ""),
    ("information-before-dispatch", "InformationAdded", "dispatcher", "information", "awaiting_dispatch"),
    ("caller-wrote", "CallerWrote", "holder", "caller_wrote", ""),
    ("withdrawn", "OrderWithdrawn", "lead", "withdrawn", ""),
    ("return-asked", "ReturnRequested", "arbiter", "return_asked", ""),
    ("returned", "ReturnSettled", "dispatcher", "returned", "awaiting_dispatch"),
    ("return-decided", "ReturnSettled", "lead", "return_decided", ""),
    ("conference-called", "ConferenceCalled", "asked", "conference", ""),
    ("opinion-given", "OpinionGiven", "dispatcher", "opinion", ""),
    ("whistle-blown", "WhistleBlown", "asked", "whistle", ""),
    ("unit-arrived", "UnitArrived", "lead", "arrived", ""),
    ("call-refused", "CallRefused", "lead", "call_refused", ""),
    ("escalated", "Escalated", "superior", "escalated", ""),
    ("escalation-answered", "EscalationAnswered", "lead", "escalation_told", ""),
    ("instructed", "Instructed", "lead", "instructed", ""),
    ("supervised", "SupervisionIssued", "supervised", "supervised", ""),
    ("supervision-answered", "SupervisionAnswered", "supervisor", "supervision_told", ""),
    ("supervision-again", "SupervisionChecked", "supervised", "supervision_again", ""),
    ("extension-asked", "ExtensionRequested", "reviewer", "extension_asked", ""),
    ("extension-reviewed", "ExtensionReviewed", "arbiter", "extension_asked", ""),
    ("extension-decided", "ExtensionSettled", "lead", "extension_told", ""),
    ("hanging-asked", "HangingRequested", "reviewer", "hanging_asked", ""),
    ("hanging-reviewed", "HangingReviewed", "arbiter", "hanging_asked", ""),
    ("hanging-decided", "HangingSettled", "lead", "hanging_told", ""),
    ("assist-reported", "AssistReported", "lead", "assist_done", ""),
    ("reply-to-review", "ReplySubmitted", "reviewer", "reply_to_review", "awaiting_review"),
    ("reply-back", "ReplyReviewed", "lead", "reply_back", "handling"),
    ("followup-due", "FollowupOpened", "followup", "followup_due", ""),
    ("rework", "VerdictRecorded", "lead", "rework", "rework"),
)
# Facts that came after the table of notices, each with a parameter that came with them.
_FACTS_SINCE: dict[str, frozenset[str]] = {
    "supervision_rounds": frozenset({"SupervisionIssued", "SupervisionAnswered", "SupervisionChecked"}),
    "auto_dispatch_control_percent": frozenset({"OrderRecalled"}),
}


def brought_up(data: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored version with what the house learnt since it was published; a new version says all itself."""
    values = {name: {"value": value, "basis": _SINCE_THEN} for name, value in _VALUES.items()}
    stages = {rule["stage"] for rule in data["rules"]}
    limits = [
        {"code": f"added-{stage.replace('_', '-')}", "stage": stage.value, "round": Round.FIRST.value,
         "limit": {"amount": limit.amount, "unit": limit.unit.value}, "basis": _SINCE_THEN}
        for stage, limit in _LIMITS.items()
        if stage not in stages
    ]  # fmt: skip
    tags = [
        {"code": code, "label": label, "roles": [role.value for role in TAGGERS], "basis": _SINCE_THEN}
        for code, label in _TAGS.items()
    ]
    ladder = [
        {"code": office, "label": label, "office": office, "limit": {"amount": 3, "unit": "working_day"},
         "basis": _SINCE_THEN}
        for office, label in _LADDER.items()
    ]  # fmt: skip
    told = [
        {"code": code, "fact": fact, "audience": audience, "channel": "inbox", "text": text, "basis": _SINCE_THEN}
        | ({"state": state} if state else {})
        for code, fact, audience, text, state in _NOTICES
    ]
    if "notices" in data:  # who was told of nothing stays so
        since = [facts for name, facts in _FACTS_SINCE.items() if data["notices"] and name not in data["parameters"]]
        told = [*data["notices"], *(row for row in told if any(row["fact"] in facts for facts in since))]
    return {
        "tags": tags,
        "ladder": ladder,
        **data,
        "notices": told,
        "parameters": {**values, **data["parameters"]},
        "rules": [*data["rules"], *limits],
    }
