"""From a row of somebody's file to what is known of a demand. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huying.domain.errors import Invalid
from huying.domain.import_maps import ImportMap
from huying.domain.policies import OrderKind, Urgency

_NUMBER_MAX, _TITLE_MAX, _PLACE_MAX, _NAME_MAX = 64, 120, 200, 80  # as wide as the columns of the tables
_TITLE_FROM_TEXT = 40
_TITLE_MARK_WITHIN = 16
_MOMENT = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})日?(?:[ T]*(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?)?"
)


class RowRefused(Invalid):
    """A row that cannot become an order; the sentence says why."""

    code = "import_row_refused"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A demand as the file has it.

    ``matter`` holds the names of classes, top first; ``source_at`` is a day or a moment of Beijing time as
    ISO text, or empty.
    """

    line: int
    number: str
    original: str
    title: str
    kind: OrderKind
    urgency: Urgency
    channel: str
    matter: tuple[str, ...]
    unit: str
    place_text: str
    phone: str
    name: str
    source_at: str


def incoming(*, line: int, cells: Mapping[str, str], by: ImportMap) -> Incoming:
    """Read a row by its map; ``cells`` maps column names to cells.

    Raises ``RowRefused`` with the first fault.
    """
    given = {key: cells[column].strip() for key, column in by.columns.items()}
    original, title = given["text"], " ".join(given.get("title", "").split())
    original = original or title
    if not given["number"]:
        raise RowRefused(f"「{by.columns['number']}」是空的，没有编号就无法防止重复导入，请补上。")
    if not original:
        raise RowRefused(f"「{by.columns['text']}」是空的，请补上诉求内容。")
    _short_enough(given, by)
    if len(title) > _TITLE_MAX:
        original = f"{title}\n{original}"  # nothing said is lost
    return Incoming(
        line=line,
        number=given["number"],
        original=original,
        title=_cut(title, _TITLE_MAX) or title_of(original, marks=by.title_marks),
        kind=OrderKind(by.kind.of(cells)),
        urgency=Urgency(int(by.urgency.of(cells))),
        channel=by.channel.of(cells),
        matter=_path(cells, by),
        unit=given.get("unit", ""),
        place_text=given.get("place", ""),
        phone=given.get("phone", ""),
        name=given.get("name", ""),
        source_at=_moment(given["date"], by.columns["date"]) if given.get("date") else "",
    )


def title_of(text: str, *, marks: tuple[str, ...] = ()) -> str:
    """Take the first words as a title, those behind the first mark (such as 「：」) near the beginning. 约定."""
    line = " ".join(text.split())
    starts = [found for mark in marks if 0 <= (found := line.find(mark)) < _TITLE_MARK_WITHIN]
    rest = line[min(starts) + 1 :].strip() if starts else line
    return _cut(rest or line, _TITLE_FROM_TEXT)


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"


def _short_enough(given: Mapping[str, str], by: ImportMap) -> None:
    for key, most in (("number", _NUMBER_MAX), ("place", _PLACE_MAX), ("unit", _NAME_MAX)):
        if len(given.get(key, "")) > most:
            raise RowRefused(f"「{by.columns[key]}」超过 {most} 个字，请核对列是否错位。")


def _path(cells: Mapping[str, str], by: ImportMap) -> tuple[str, ...]:
    """Return the classes from the top to the last one given."""
    names = [cells[column].strip() for column in by.matter]
    if "" in names:
        names = names[: names.index("")]
    if any(len(name) > _NAME_MAX for name in names):
        raise RowRefused(f"事项分类名称超过 {_NAME_MAX} 个字，请核对列是否错位。")
    return tuple(names)


def _moment(text: str, column: str) -> str:
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise RowRefused(f"「{column}」不是日期（应如 2026-11-22 或 2026-11-22 09:30），请改正。")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  the file's own clock, Beijing
    except ValueError:
        raise RowRefused(f"「{column}」没有这一天或这一刻，请改正。") from None
    return moment.isoformat() if found[4] else moment.date().isoformat()
