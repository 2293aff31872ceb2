"""From a row of somebody's file to what is known of a demand. Pure: no database, no clock."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from huying.domain.errors import Invalid
from huying.domain.import_maps import STILL_OPEN, HistoryPlan, ImportMap
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State

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
    given = {key: by.cell(key, cells) for key in by.columns}
    original, title = given["text"], " ".join(given.get("title", "").split())
    original = original or title
    if not given["number"]:
        raise RowRefused(f"「{by.label('number')}」是空的，没有编号就无法防止重复导入，请补上。")
    if not original:
        raise RowRefused(f"「{by.label('text')}」是空的，请补上诉求内容。")
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
        source_at=_said(given["date"], by.label("date")) if given.get("date") else "",
    )


@dataclass(frozen=True, kw_only=True)
class Past(Incoming):
    """A demand that its source had closed. ``closed_at`` is ``None`` where nobody says when."""

    registered_at: datetime
    closed_at: datetime | None
    due_at: datetime | None
    state: State
    reply: str
    satisfaction: str


def past(*, line: int, cells: Mapping[str, str], by: ImportMap) -> Past:
    """Read a row of the past by a map that has a plan for it.

    约定: a registration that is told as a day stands at its beginning, a closing or a limit at its end.
    Raises ``RowRefused`` with the first fault.
    """
    plan = by.history
    if plan is None:
        raise AssertionError("the map has no plan for the past")
    demand = incoming(line=line, cells=cells, by=by)
    state = plan.state.of(cells)
    if state == STILL_OPEN:
        raise RowRefused("来源中这件工单还没有办结，请等它办结，或用 --as new 登记。")
    if not demand.source_at:
        raise RowRefused(f"「{by.label('date')}」是空的，历史工单要有登记时间，请补上。")
    registered, _ = _moment(by.cell("date", cells), by.label("date"))
    return Past(
        **vars(demand),
        registered_at=registered.replace(tzinfo=plan.zone),
        closed_at=_end(cells, plan.closed, plan),
        due_at=_end(cells, plan.due, plan),
        state=State(state),
        reply=cells[plan.reply].strip() if plan.reply else "",
        satisfaction=plan.satisfaction.of(cells) if plan.satisfaction else "",
    )


def _end(cells: Mapping[str, str], column: str, plan: HistoryPlan) -> datetime | None:
    """Return the moment until which a day or moment lasts."""
    said = cells[column].strip() if column else ""
    if not said or said in plan.blank:
        return None
    moment, is_day = _moment(said, column)
    return (moment.replace(hour=23, minute=59, second=59) if is_day else moment).replace(tzinfo=plan.zone)


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
            raise RowRefused(f"「{by.label(key)}」超过 {most} 个字，请核对列是否错位。")


def _path(cells: Mapping[str, str], by: ImportMap) -> tuple[str, ...]:
    """Return the classes from the top to the last one given."""
    names = [cells[column].strip() for column in by.matter]
    if "" in names:
        names = names[: names.index("")]
    if any(len(name) > _NAME_MAX for name in names):
        raise RowRefused(f"事项分类名称超过 {_NAME_MAX} 个字，请核对列是否错位。")
    return tuple(names)


def _said(text: str, column: str) -> str:
    moment, is_day = _moment(text, column)
    return moment.date().isoformat() if is_day else moment.isoformat()


def _moment(text: str, column: str) -> tuple[datetime, bool]:
    """Return a moment by the file's own clock, and whether only its day was told."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        raise RowRefused(f"「{column}」不是日期（应如 2026-11-22 或 2026-11-22 09:30），请改正。")
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    try:
        moment = datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  the file's own clock
    except ValueError:
        raise RowRefused(f"「{column}」没有这一天或这一刻，请改正。") from None
    return moment, found[4] is None
