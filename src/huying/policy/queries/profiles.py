"""Policies that ship with the product."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import Any

from huying.foundation import memory, reference


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A shipped policy, not yet parsed."""

    code: str
    name: str
    body: dict[str, Any]


@memory.kept
def profiles() -> tuple[Profile, ...]:
    """Return the shipped policies by code."""
    files = sorted((reference.folder() / "policies").glob("*.toml"))
    bodies = [(file.stem, tomllib.loads(file.read_text(encoding="utf-8"))) for file in files]
    return tuple(Profile(code=code, name=body["name"], body=body) for code, body in bodies)
