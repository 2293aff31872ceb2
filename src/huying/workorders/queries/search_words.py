"""The words an order is found by."""

from __future__ import annotations

from huying.language.bigrams import words
from huying.language.masking import mask_numbers

# Words that stand only in the caller's own account carry this mark: units that may not read the
# original of a confidential order never search it.
ORIGINAL_ONLY = "\u00b7"


def words_of(*, title: str, transfer: str, original: str) -> list[str]:
    """Return the lexemes of an order's search row; phone and ID digits are masked first."""
    given = words(mask_numbers(f"{title}\n{transfer}"))
    own = words(mask_numbers(original)) - given
    return sorted(given) + [ORIGINAL_ONLY + word for word in sorted(own)]
