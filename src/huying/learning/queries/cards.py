"""A model's card as a page can show it: headings, sentences, lists and tables; nothing of it is markup."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

_RULE = set("|-: ")


@dataclass(frozen=True, kw_only=True)
class CardPart:
    """One part: ``kind`` is heading, list, table or text; ``lines`` its lines, or the heads of a table's columns.

    ``rows`` of a table: each cell with the head of its column.
    """

    kind: str
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[tuple[str, str], ...], ...] = ()


def parts_of(card: str) -> tuple[CardPart, ...]:
    """Return the parts of a card that ``language.training.card`` wrote; its title is the page's own."""
    return tuple(_parts(card))


def _parts(card: str) -> Iterator[CardPart]:
    lines = [line.strip() for line in card.splitlines() if line.strip() and not line.startswith("# ")]
    for kind, group in groupby(lines, key=_kind):
        if kind == "table":
            head, *rows = [_cells(line) for line in group if set(line) - _RULE]
            yield CardPart(kind=kind, lines=head, rows=tuple(tuple(zip(head, row, strict=False)) for row in rows))
        elif kind == "heading":
            yield from (CardPart(kind=kind, lines=(line.lstrip("# "),)) for line in group)
        else:
            yield CardPart(kind=kind, lines=tuple(line.removeprefix("- ") for line in group))


def _kind(line: str) -> str:
    marks = {"#": "heading", "-": "list", "|": "table"}
    return marks.get(line[0], "text")


def _cells(row: str) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in row.strip("|").split("|"))
