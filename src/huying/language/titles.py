"""A title for a text whose writer gave none."""

from __future__ import annotations

from huying.language.masking import mask_numbers

_LONGEST = 40


def title_of(text: str) -> str:
    """Return the first words of an account, on one line, no longer than forty characters.

    Numbers that reach or identify a person are covered: lists and units show a title to more than may read the text.
    """
    line = mask_numbers(" ".join(text.split()))
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
