"""The words and patterns of danger, read once from the tables beside this file."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from huying.domain.policies import Urgency
from huying.language.danger.kinds import DangerKind, Force

_PART = re.compile(r"<([A-Z]+)>")


@dataclass(frozen=True, kw_only=True)
class Group:
    """What a word or pattern is a sign of, where nothing around it weakens it. ``number`` is whom to call.

    A group of words has no pattern; one with a pattern is looked for in the sentences that hold one of its words.
    """

    kind: DangerKind
    number: str
    urgency: Urgency
    force: Force
    words: tuple[str, ...]
    pattern: re.Pattern[str] | None = None


@cache
def groups() -> tuple[Group, ...]:
    """Return every group; ``words.toml`` and ``phrases.toml`` say where they come from."""
    phrases = table("phrases.toml")
    parts = {"COUNT": phrases["parts"]["COUNT"]}
    parts |= {name: _PART.sub(lambda found: parts[found[1]], said) for name, said in phrases["parts"].items()}
    patterns = [
        re.compile("|".join(_PART.sub(lambda found: parts[found[1]], one) for one in row["patterns"]))
        for row in phrases["phrases"]
    ]
    words = [_group(row, row["words"]) for row in table("words.toml")["groups"]]
    return (
        *words,
        *(_group(row, row["cues"], pattern) for row, pattern in zip(phrases["phrases"], patterns, strict=True)),
    )


def innocent() -> tuple[str, ...]:
    """Return the words that hold a sign's word and are none."""
    return tuple(table("words.toml")["innocent"].split())


@cache
def table(name: str) -> dict[str, Any]:
    """Return a table of this folder."""
    return tomllib.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def _group(row: dict[str, Any], words: str, pattern: re.Pattern[str] | None = None) -> Group:
    return Group(
        kind=DangerKind(row["kind"]),
        number=row.get("number", ""),
        urgency=Urgency(row["urgency"]),
        force=Force(row.get("force", Force.NOW)),
        words=tuple(words.split()),
        pattern=pattern,
    )
