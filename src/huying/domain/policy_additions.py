"""What policies learnt to say after versions of them were published."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from huying.domain.policies import Limit, LimitUnit, Round, Stage

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
    "rating_days": 7,
    "shirk_wrongful_return": 3,
    "shirk_refused_call": 3,
    "shirk_no_show": 5,
    "shirk_unsigned": 1,
    "shirk_handed_on": 1,
    "shirk_reassigned": 0,
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
    return {**data, "parameters": {**values, **data["parameters"]}, "rules": [*data["rules"], *limits]}
