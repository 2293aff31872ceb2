"""How something was decided, in words: what an approval wrote into the history, read back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

OUTCOME_LABELS: dict[str, str] = {
    "decided": "确定主办单位",
    "undecided": "未能确定，由区政府兜底",
    "answered": "研究决定",
    "raised": "再提一级",
    "accepted": "予以认可",
    "insufficient": "不予认可，重新答复",
}
"""How a conference, a question to a superior and the check of a supervised unit's answer end."""


def decision_text(data: Mapping[str, Any]) -> str:
    """Return how an event decided something, by the codes it keeps; empty where it decided nothing.

    ``granted`` is the last word, ``agreed`` that of a unit's reviewer before it, ``passed`` that on a reply.
    """
    if data.get("granted"):
        return "同意"
    if data.get("agreed"):
        return "同意，报热线审批"
    if "granted" in data:
        return "不同意"
    if "passed" in data:
        return "通过" if data["passed"] else "退回修改"
    outcome = data.get("outcome")
    return OUTCOME_LABELS.get(outcome, "") if isinstance(outcome, str) else ""
