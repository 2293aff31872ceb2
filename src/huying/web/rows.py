"""Frozen rows that the components draw; a room fills them, a template only reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, kw_only=True)
class NavigationItem:
    """One line of the navigation; ``count`` is shown as it is up to 999, then as 999+."""

    label: str
    url: str
    count: int | None = None
    active: bool = False


@dataclass(frozen=True, kw_only=True)
class NavigationGroup:
    """Lines that fold together under ``label``; without one they stand at the first level."""

    label: str
    items: tuple[NavigationItem, ...]

    @property
    def is_open(self) -> bool:
        """Say whether the page shown is among them."""
        return any(item.active for item in self.items)


class Light(StrEnum):
    """What a deadline light can say; ``met`` and ``late`` are clocks that have stopped."""

    NORMAL = "normal"
    NEAR = "near"
    OVER = "over"
    PAUSED = "paused"
    MET = "met"
    LATE = "late"


class Tone(StrEnum):
    """Colour of a state or of a history line; the words carry the meaning, never the tone alone."""

    GREY = "grey"
    BLUE = "blue"
    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Progress(StrEnum):
    """Where a step of the step bar stands."""

    DONE = "done"
    CURRENT = "current"
    AHEAD = "todo"


@dataclass(frozen=True, kw_only=True)
class Step:
    """One main state on the step bar; ``at`` is when the order reached it."""

    label: str
    progress: Progress
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One of the four stages 发现→解决→评价→改进 with the main states it holds."""

    label: str
    progress: Progress
    steps: Sequence[Step] = ()


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A picture as its thumbnail; both addresses are empty where it was erased."""

    label: str
    url: str = ""
    thumbnail_url: str = ""


@dataclass(frozen=True, kw_only=True)
class HistoryEntry:
    """One line of a timeline: who, as they were then, did what."""

    when: datetime
    what: str
    who: str
    unit: str = ""
    role: str = ""
    note: str = ""
    pictures: Sequence[Picture] = ()
    tone: Tone = Tone.GREY

    @property
    def by(self) -> str:
        """Return who it was, for which unit and in which role, as far as it is known."""
        return " · ".join([self.who, *filter(None, (self.unit, self.role))])


@dataclass(frozen=True, kw_only=True)
class TabLink:
    """One of several lists of a page; ``count`` is ``None`` where nobody counts, as of what is over."""

    label: str
    url: str
    is_chosen: bool
    count: int | None


class ChangeKind(StrEnum):
    """How a line of the new version differs from the old."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True)
class Change:
    """One line of a comparison; ``before`` is empty for what was added, ``after`` for what was removed."""

    what: str
    kind: ChangeKind
    before: str = ""
    after: str = ""


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A text that the person had typed, given back after a refusal."""

    label: str
    text: str
