"""A title for a text whose writer gave none."""

from __future__ import annotations

_LONGEST = 40


def title_of(text: str) -> str:
    """Return the first words of an account, on one line, no longer than forty characters."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
