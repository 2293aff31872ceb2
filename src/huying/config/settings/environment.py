"""Read settings from the environment, typed; keep a list of them for the documents."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from huying.domain.errors import Invalid

_YES, _NO = {"1", "true", "yes", "on"}, {"0", "false", "no", "off", ""}


class BadSetting(Invalid):
    """An environment variable does not hold what it should."""

    code = "setting_invalid"
    sentence = "环境变量的值不对，请按说明改正。"


@dataclass(frozen=True, kw_only=True)
class Setting:
    """One environment variable, as the documents list it."""

    name: str
    default: str
    meaning: str


DECLARED: dict[str, Setting] = {}


def text(name: str, *, default: str, meaning: str) -> str:
    """Return a setting as it stands."""
    DECLARED[name] = Setting(name=name, default=default, meaning=meaning)
    return os.environ.get(name, default)


def number(name: str, *, default: int, meaning: str) -> int:
    """Return a whole number; raise ``BadSetting`` for anything else."""
    found = text(name, default=str(default), meaning=meaning)
    try:
        return int(found)
    except ValueError as fault:
        raise BadSetting(f"环境变量 {name} 应为整数，现为「{found}」，请改正。") from fault


def flag(name: str, *, default: bool, meaning: str) -> bool:
    """Return yes (1, true, yes, on) or no (0, false, no, off); raise ``BadSetting`` for anything else."""
    found = text(name, default="1" if default else "0", meaning=meaning).strip().lower()
    if found not in _YES | _NO:
        raise BadSetting(f"环境变量 {name} 应为 1 或 0，现为「{found}」，请改正。")
    return found in _YES


def words(name: str, *, default: list[str], meaning: str) -> list[str]:
    """Return a list written with commas between."""
    found = text(name, default=",".join(default), meaning=meaning)
    return [word.strip() for word in found.split(",") if word.strip()]


def folder(name: str, *, default: str, meaning: str) -> Path:
    """Return an absolute path."""
    return Path(text(name, default=default, meaning=meaning)).expanduser().resolve()
