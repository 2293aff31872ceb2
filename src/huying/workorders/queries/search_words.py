"""The words an order is found by, and what a search asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.db import connection

from huying.domain.actors import SEES_ORIGINAL_OF_CONFIDENTIAL, Actor
from huying.domain.errors import Invalid
from huying.foundation import memory
from huying.language.bigrams import query_words, words
from huying.language.masking import mask_numbers

# Words that a confidential order has only in the caller's own account or the exact place carry this mark.
# No plain word holds it, so whoever may not read them cannot find by them.
_HIDDEN = "\u00b7"
_QUOTED = re.compile(r"'([^']+)'")
_STATISTICS = """
SELECT word FROM pg_stats, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS known(word, share)
WHERE schemaname = current_schema() AND tablename = 'workorders_searchrow' AND attname = 'words' AND share > %s
"""


class QueryTooShort(Invalid):
    """A single Chinese character is in too many orders to tell them apart."""

    code = "query_too_short"
    sentence = "检索词太短，请每个词至少输入两个字。"


def words_of(*, order: Any, transfer: str, original: str) -> list[str]:
    """Return the lexemes of an order's search row, in no order; phone and ID digits are masked first.

    ``order`` is an ``Order``, or what has its columns by the same names.
    依据: P04, L03 art 16 (confidential orders); what is hidden from units' searches is 约定.
    """
    given = words(mask_numbers(order.title)) | words(mask_numbers(transfer))
    own = words(mask_numbers(order.place_text)) - given
    if original != transfer:
        own |= words(mask_numbers(original)) - given
    return [*given, *(_HIDDEN + word if order.is_confidential else word for word in own)]


@memory.kept_a_minute
def common_words(*, share: float) -> frozenset[str]:
    """Return the words that stand in more than a share of all orders, as far as the database's statistics know.

    PostgreSQL keeps the thousand most frequent words of its sample; before the first ANALYZE there are none.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATISTICS, [share])
        return frozenset(word for (word,) in cursor.fetchall())


def are_all_common(tsquery: str, *, share: float) -> bool:
    """Say whether every word that ``tsquery_of`` put into a query is a common one."""
    asked = {word for word in _QUOTED.findall(tsquery) if not word.startswith(_HIDDEN)}
    return asked <= common_words(share=share)


def tsquery_of(*, text: str, actor: Actor) -> str:
    """Return what the actor searches for as a ``tsquery``: every word of every term.

    Raises:
        QueryTooShort: a term, or all of it, is a single Chinese character or holds nothing to search for.

    """
    terms = query_words(text)
    if not terms or not all(terms):
        raise QueryTooShort
    sees_hidden = actor.role in SEES_ORIGINAL_OF_CONFIDENTIAL
    wanted = dict.fromkeys(word for term in terms for word in term)
    return " & ".join(_either([word, _HIDDEN + word] if sees_hidden else [word]) for word in wanted)


def _either(lexemes: Iterable[str]) -> str:
    """Quote lexemes; ``words`` leaves no quote or backslash in them, and none may come through."""
    quoted = ["'" + lexeme.replace("\\", "").replace("'", "") + "'" for lexeme in lexemes]
    return quoted[0] if len(quoted) == 1 else f"({' | '.join(quoted)})"
