"""查询码: what a citizen follows an order by. 80 bits, in four groups of letters that cannot be mistaken.

约定: Crockford's base 32 (no I, L, O, U), sixteen characters; what looks alike is read alike.
"""

from __future__ import annotations

import unicodedata

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BYTES = 10
_LENGTH, _GROUP, _BITS = 16, 4, 5
_ALIKE = str.maketrans({"I": "1", "L": "1", "O": "0"})
_BETWEEN = str.maketrans(dict.fromkeys(" \t\r\n-‐-―−－·.,，。_"))


def code_of(bits: bytes) -> str:
    """Return the code of ten random bytes, ungrouped."""
    if len(bits) != BYTES:
        raise ValueError("a query code has eighty bits")
    number = int.from_bytes(bits)
    return "".join(ALPHABET[number >> (_BITS * place) & 31] for place in reversed(range(_LENGTH)))


def shown(code: str) -> str:
    """Return the code as it is shown and written down, such as ``7K3M-0Q9T-XW2B-4HFD``."""
    return "-".join(code[start : start + _GROUP] for start in range(0, len(code), _GROUP))


def read(text: str) -> str | None:
    """Return the code that somebody typed, in its one form; ``None`` for what can be no code."""
    typed = unicodedata.normalize("NFKC", text).upper().translate(_BETWEEN).translate(_ALIKE)
    return typed if len(typed) == _LENGTH and set(typed) <= set(ALPHABET) else None
