"""Which matters of the tree in force a text is near to: proposals for whoever chooses."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.queries.matters import MatterRow, matters_of, version_at
from huying.catalogue.queries.shipped import shipped_synonyms
from huying.domain.catalogue_drafts import keywords_in
from huying.foundation import memory
from huying.language.retrieval import Entry, Near, Nearest
from huying.language.splitting import demands_in, without_mark

_log = logging.getLogger(__name__)
MOST = 3
# 约定: where the city's own model is less sure of its best class, names rank as without a model; beside a sure one, a
# class that it thinks less likely is not proposed; of a class so many matters are weighed.
_SURE, _UNLIKELY, _WEIGHED = 0.5, 0.05, 5


@dataclass(frozen=True, kw_only=True)
class MatterProposal:
    """A matter proposed for a text, with the words of the text that led to it.

    ``probability``: how sure the city's own model is of its first-level class, ``None``: no model said.
    """

    id: int
    code: str
    path_text: str
    words: tuple[str, ...]
    probability: float | None = None

    @property
    def how(self) -> str:
        """Say how it was found and how sure that is."""
        if self.probability is None:
            return "按名称相近"
        of_class = f"一级事项把握约 {self.probability:.0%}"
        return f"{of_class}，其下按名称相近" if self.words else of_class


def proposed_matters(
    *, centre_id: int, text: str, title: str = "", classes: Mapping[str, float] | None = None, at: datetime
) -> tuple[MatterProposal, ...]:
    """Return up to three matters for a text, the likeliest first; none where nothing is near, or no tree in force.

    ``classes``: codes of first-level matters with how sure the city's own model is (``learning.queries.serving``);
    where it is sure of one it says the class, and names, keywords and synonyms rank within it.
    """
    version_id = version_at(centre_id=centre_id, kind=CatalogueKind.MATTERS, at=at)
    if version_id is None:
        return ()
    rows = {row.id: row for row in matters_of(version_id=version_id)}
    likely = _likely(rows, classes or {})
    try:
        nearest = nearest_of(version_id=version_id)
        if not likely:
            return tuple(_proposal(rows[near.key], near) for near in nearest.near(text, title=title, most=MOST))
        found = [one for top, sure in likely for one in _within(nearest, rows, top, sure, text=text, title=title)]
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        # The kind of failure alone: a citizen's words do not belong in a log.
        _log.warning("a matter could not be proposed: %s", type(fault).__name__)
        return ()
    return tuple(proposal for _, proposal in sorted(found, key=lambda one: -one[0])[:MOST])


@dataclass(frozen=True, kw_only=True)
class DemandRow:
    """One demand of a message, ``text`` as it stands there, and the matter proposed for it."""

    text: str
    plain: str
    matter: MatterProposal


def demands_of(*, centre_id: int, text: str, at: datetime) -> tuple[DemandRow, ...]:
    """Return the demands of a message that plainly has several, in their order; none otherwise."""
    version_id = version_at(centre_id=centre_id, kind=CatalogueKind.MATTERS, at=at)
    if version_id is None:
        return ()
    rows = {row.id: row for row in matters_of(version_id=version_id)}
    try:
        found = demands_in(text, nearest=nearest_of(version_id=version_id))
    except (ArithmeticError, LookupError, TypeError, ValueError) as fault:
        _log.warning("a message could not be cut: %s", type(fault).__name__)
        return ()
    return tuple(
        DemandRow(
            text=text[one.start : one.end].strip(),
            plain=without_mark(text[one.start : one.end]),
            matter=_proposal(rows[one.near.key], one.near),
        )
        for one in found
    )


@memory.kept
def nearest_of(*, version_id: int) -> Nearest:
    """Return a published version of the tree, ready to be asked."""
    rows = matters_of(version_id=version_id)
    ids = {row.code: row.id for row in rows}
    entries = [
        Entry(
            key=row.id,
            name=row.name,
            above=ids[row.codes[1]] if len(row.codes) > 1 else None,
            keywords=keywords_in(row.keywords),
            description=row.description,
        )
        for row in rows
    ]
    return Nearest(entries, synonyms=shipped_synonyms())


def _likely(rows: Mapping[int, MatterRow], classes: Mapping[str, float]) -> list[tuple[MatterRow, float]]:
    """Return the live first-level matters that a model named, with how sure it is; none where it is not sure."""
    tops = {row.code: row for row in rows.values() if row.level == 1}
    if max((sure for code, sure in classes.items() if code in tops), default=0.0) < _SURE:
        return []
    return [(tops[code], sure) for code, sure in classes.items() if code in tops and sure >= _UNLIKELY]


def _within(
    nearest: Nearest, rows: Mapping[int, MatterRow], top: MatterRow, sure: float, *, text: str, title: str
) -> list[tuple[float, MatterProposal]]:
    """Return matters of a class with their share of how sure it is; where none is near, a sure class itself."""
    near = nearest.near(text, title=title, within={top.id}, most=_WEIGHED)
    whole = sum(one.score for one in near)
    if not near and sure < _SURE:
        return []
    if not near:
        return [(sure, MatterProposal(id=top.id, code=top.code, path_text=top.path_text, words=(), probability=sure))]
    return [(sure * one.score / whole, _proposal(rows[one.key], one, sure)) for one in near]


def _proposal(row: MatterRow, near: Near, sure: float | None = None) -> MatterProposal:
    return MatterProposal(id=row.id, code=row.code, path_text=row.path_text, words=near.words, probability=sure)
