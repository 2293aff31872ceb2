"""Cut Chinese text into words for search: two characters each, overlapping.

The same cut serves the index and the query, so whatever is found in a text by a person
reading along is found by its bigrams. A word of letters or digits counts whole, and once
more with the Chinese character that touches it, so that 3栋 and 12路 are found.
"""

from __future__ import annotations

import re
import unicodedata
from operator import add

_LONGEST = 64  # a lexeme of PostgreSQL holds 2046 bytes; a longer word is a web address or noise
# Nothing of this changes by normalisation but the marks, which are no part of any word: most texts are no other.
_PLAIN = re.compile(r"[一-鿿a-z0-9\s，。、：；！？（）“”《》,.:;!?()-]*")
_RUN = re.compile(r"([㐀-䶿一-鿿〇\U00020000-\U0003FFFF]+)|([a-z0-9à-ɏ]+)")


def words(text: str) -> set[str]:
    """Return the lexemes of ``text``, lower case and half width. A lone Chinese character gives none."""
    found: set[str] = set()
    end, before, was_chinese = -1, "", False
    plain = text if _PLAIN.fullmatch(text) else unicodedata.normalize("NFKC", text).lower()
    for match in _RUN.finditer(plain):
        chinese = match[1] is not None
        run = match[0] if chinese else match[0][:_LONGEST]
        if chinese:
            found.update(map(add, run, run[1:]))
        else:
            found.add(run)
        if match.start() == end and chinese != was_chinese:
            found.add(before + run[0] if chinese else before[-1] + run)
        end, before, was_chinese = match.end(), run, chinese
    return found


def query_words(query: str) -> list[list[str]]:
    """Return, for each term of ``query``, the lexemes that must all match; empty: the term is too short.

    Terms stand between spaces; one without letter, digit or Chinese character is passed over.
    """
    terms = unicodedata.normalize("NFKC", query).lower().split()
    return [sorted(words(term)) for term in terms if _RUN.search(term)]
