"""Scenario cards: those that fit a demand, a version of them as people read it and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import ScenarioCard
from huying.catalogue.queries.base_list import base_version
from huying.catalogue.queries.line_words import list_names
from huying.catalogue.queries.matters import matters_of, version_at
from huying.catalogue.queries.shown import version_now
from huying.domain.actors import Actor
from huying.domain.card_drafts import CARD_COLUMNS, Applied, CardDraft, check_cards, how_near
from huying.foundation import memory
from huying.organisation.models import Region
from huying.organisation.queries.regions import regions_of
from huying.web.rows import Change, ChangeKind

_SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class CardRow:
    """A published card."""

    code: str
    title: str
    matter_codes: tuple[str, ...]
    region_ids: tuple[int, ...]
    words: tuple[str, ...]
    ask: str
    whose: str
    mistakes: str
    legal_basis: str


@dataclass(frozen=True, kw_only=True)
class CardLine:
    """A card with its matters and places by name, as the list of cards shows it."""

    card: CardRow
    matters: tuple[str, ...]
    places: tuple[str, ...]

    def holds(self, words: str) -> bool:
        """Say whether each of the words, parted by blanks, stands anywhere in the card."""
        card = self.card
        said = "\n".join(
            (
                *(card.code, card.title, card.ask, card.whose, card.mistakes, card.legal_basis),
                *(*card.words, *card.matter_codes, *self.matters, *self.places),
            )
        )
        return all(word in said for word in words.split())


def cards_for(
    *, matter_code: str, region_id: int | None, text: str, centre_id: int, at: datetime
) -> tuple[CardRow, ...]:
    """Return the cards that fit, the nearest first, at most four; no query while the process remembers.

    ``matter_code`` may be empty, ``region_id`` ``None``: what is not known finds nothing by itself.
    """
    version_id = version_at(centre_id=centre_id, kind=CatalogueKind.CARDS, at=at)
    if version_id is None:
        return ()
    tree = version_at(centre_id=centre_id, kind=CatalogueKind.MATTERS, at=at)
    path = next((row.codes for row in (matters_of(version_id=tree) if tree else ()) if row.code == matter_code), ())
    region = regions_of(centre_id=centre_id).get(region_id or 0)
    found = []
    for row in cards_of(version_id=version_id):
        near = how_near(_applied(row), matter_path=path, place_chain=region.chain if region else (), text=text)
        if near is not None:
            found.append((near, row.code, row))
    return tuple(row for *_, row in sorted(found, key=lambda one: one[:2])[:_SHOWN])


def _applied(row: CardRow) -> Applied:
    return Applied(matter_codes=frozenset(row.matter_codes), place_ids=frozenset(row.region_ids), words=row.words)


@memory.kept
def cards_of(*, version_id: int) -> tuple[CardRow, ...]:
    """Return every card of a published version in the order of codes."""
    rows = ScenarioCard.objects.filter(version_id=version_id).prefetch_related("places").order_by("code")
    return tuple(
        CardRow(
            code=row.code,
            title=row.title,
            matter_codes=tuple(row.matter_codes),
            region_ids=tuple(sorted(place.region_id for place in row.places.all())),
            words=tuple(row.words),
            ask=row.ask,
            whose=row.whose,
            mistakes=row.mistakes,
            legal_basis=row.legal_basis,
        )
        for row in rows
    )


def card_lines(*, version_id: int, actor: Actor, at: datetime) -> tuple[CardLine, ...]:
    """Return the cards of a version with names."""
    names = list_names(actor=actor, at=at)
    return tuple(
        CardLine(
            card=row,
            matters=tuple(map(names.matter, row.matter_codes)),
            places=tuple(map(names.place, row.region_ids)),
        )
        for row in cards_of(version_id=version_id)
    )


def card_drafts(*, actor: Actor, at: datetime) -> tuple[CardDraft, ...]:
    """Return the cards that the next version is made from."""
    base = base_version(actor=actor, at=at, kind=CatalogueKind.CARDS)
    return tuple(_drafts(cards_of(version_id=base.pk))) if base else ()


def card_table(*, version_id: int) -> Iterator[tuple[str, ...]]:
    """Yield the column names and a row for each card, by codes, as it is read back."""
    yield CARD_COLUMNS
    for draft in _drafts(cards_of(version_id=version_id)):
        yield tuple(_said(draft).values())


def _drafts(rows: Sequence[CardRow]) -> Iterable[CardDraft]:
    ids = {region for row in rows for region in row.region_ids}
    codes = dict(Region.objects.filter(pk__in=ids).values_list("pk", "code")) if ids else {}
    for line, row in enumerate(rows, start=1):
        yield CardDraft(
            line=line,
            code=row.code,
            title=row.title,
            matter_codes=row.matter_codes,
            region_codes=tuple(codes[region] for region in row.region_ids),
            words=row.words,
            ask=row.ask,
            whose=row.whose,
            mistakes=row.mistakes,
            legal_basis=row.legal_basis,
        )


def refuse_faulty_cards(*, drafts: Sequence[CardDraft], actor: Actor, at: datetime) -> None:
    """Raise ``CatalogueFaulty`` naming each line that is not whole, or names what the centre does not have."""
    tree = version_now(kind=CatalogueKind.MATTERS, actor=actor, at=at)
    check_cards(
        drafts,
        matter_codes={row.code for row in matters_of(version_id=tree.pk)} if tree else set(),
        region_codes={row.code for row in regions_of(centre_id=actor.centre_id).values()},
    )


def card_changes(*, drafts: Sequence[CardDraft], actor: Actor, at: datetime) -> tuple[Change, ...]:
    """Compare drafts with the version before, part by part."""
    before = {draft.code: _said(draft) for draft in card_drafts(actor=actor, at=at)}
    after = {draft.code: _said(draft) for draft in drafts}
    found = []
    for code in sorted({*before, *after}):
        old, new = before.get(code, {}), after.get(code, {})
        parts = [name for name in CARD_COLUMNS if old.get(name) != new.get(name)]
        if parts:
            kind = ChangeKind.CHANGED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED
            title = (new or old)["标题"]
            found.append(
                Change(what=f"{title}（{code}）", kind=kind, before=_told(old, parts), after=_told(new, parts))
            )
    return tuple(found)


def _said(draft: CardDraft) -> dict[str, str]:
    values = (
        *(draft.code, draft.title, "、".join(draft.matter_codes), "、".join(draft.region_codes)),
        *("、".join(draft.words), draft.ask, draft.whose, draft.mistakes, draft.legal_basis),
    )
    return dict(zip(CARD_COLUMNS, values, strict=True))


def _told(said: dict[str, str], parts: Sequence[str]) -> str:
    return "；".join(f"{name}：{said[name] or '无'}" for name in parts) if said else ""
