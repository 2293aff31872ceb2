"""What the words around a sign make of it: denied, feared, over, or told of others.

约定, recall first: only what stands right before the words denies them; where in doubt the sign stays as it was.
Threats, self-harm, wages and hard matters are never weakened by an "if": that is how people threaten.
"""

from __future__ import annotations

import re
from functools import cache

from huying.language.danger.kinds import DangerKind, Force
from huying.language.danger.words import table

_STEADY = {DangerKind.SELF_HARM, DangerKind.THREAT, DangerKind.WAGES, DangerKind.HARD}
_CLAUSE = re.compile(r"[，、：（]")
_NEAR, _FAR = 16, 40


def force_of(*, kind: DangerKind, force: Force, sentence: str, start: int, end: int, is_phrase: bool) -> Force | None:
    """Return how the words at ``start`` to ``end`` of a sentence stand to now; ``None``: they are denied."""
    is_said = _patterns()
    before, after = sentence[max(0, start - _FAR) : start], sentence[end : end + _FAR]
    clause = _CLAUSE.split(before)[-1][-_NEAR:]
    if is_said["denied"].search(clause) or is_said["denied_after"].match(after) or is_said["of_lessons"].match(after):
        return None
    if kind is DangerKind.INJURY and force is Force.HAZARD:
        force = Force.NOW if is_said["now"].search(before) or is_said["now"].search(after) else Force.HAZARD
    if kind in _STEADY:
        return force
    # A pattern may have taken up the word of time or of fear itself: 孩子很容易掉进去.
    said = sentence[start:end] if is_phrase else ""
    if is_said["of_others"].search(before + said):
        return Force.TOLD
    was = is_said["over"].search(before + said) and not is_said["still"].search(sentence)
    if was or is_said["over_after"].match(after) or clause.endswith("过"):
        return Force.PAST
    feared = is_said["feared"].search(clause + said)
    if feared or is_said["will"].search(clause) or is_said["feared_after"].match(after):
        return Force.HAZARD
    return force


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    rows = table("context.toml")
    return {name: re.compile(said.replace("<BETWEEN>", rows["between"])) for name, said in rows.items()}
