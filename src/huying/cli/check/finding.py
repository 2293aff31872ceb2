"""One thing that an installation lacks."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """Whether one may go on without it."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A stable code, a Chinese sentence that says what to do, and how grave it is."""

    code: str
    sentence: str
    level: Level = Level.ERROR
