"""Danger and urgency in a citizen's words."""

from huying.language.danger.kinds import FORCE_LABELS, KIND_LABELS, DangerKind, Force, Sign
from huying.language.danger.reading import Danger, Reading, dangers_in, read_danger

__all__ = [
    "FORCE_LABELS",
    "KIND_LABELS",
    "Danger",
    "DangerKind",
    "Force",
    "Reading",
    "Sign",
    "dangers_in",
    "read_danger",
]
