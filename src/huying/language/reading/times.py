"""When something happened or happens, as far as a text says, counted from the moment it was said."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

_N = r"(?:\d{1,3}|[一二两三四五六七八九十]{1,3})"
# The hour at which a part of the day begins, where no hour is said. 约定.
_PARTS = {
    "凌晨": 0, "半夜": 0, "午夜": 0, "清晨": 6, "早晨": 6, "早上": 7, "上午": 8, "中午": 12, "下午": 13, "傍晚": 18,
    "晚上": 19, "夜里": 22, "夜间": 22, "深夜": 23, "早": 7, "晚": 19,
}  # fmt: skip
_LATE = frozenset({"下午", "傍晚", "晚上", "晚", "夜里", "夜间", "深夜"})
_NOON, _DAY_HOURS = 12, 24
_NEAR = {"今": 0, "当": 0, "昨": -1, "前": -2, "大前": -3, "明": 1}
_UNITS = {"分钟": 1 / 1440, "小时": 1 / 24, "天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7, "月": 30, "年": 365}
_WEEKDAYS = {name: day for day, name in enumerate("一二三四五六日")} | {"天": 6}
# One thing a text says about time; what stands together is one time.
_UNIT = "分钟|小时|天|日|周|星期|礼拜|月|年"
_PIECES = (
    (
        "every",
        "每(?:天|晚|日|夜|周|星期|个?月|年|逢|个周末)[一二三四五六日天]?|天天|夜夜|常年|长期|整夜|通宵|全天|工作日|节假日|周末",
    ),
    ("stamped", r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}日?"),
    ("dated", rf"(?:(?:(?:19|20)\d\d|今|去|前)年)?{_N}月份?(?:{_N}[日号]?|[上中下]旬|初|底)?"),
    ("year", r"(?:(?:19|20)\d\d|今|去|前)年(?:初|底|上半年|下半年)?"),
    ("near", "(?:大前|[今昨前明当])(?:天|日|晚|早)"),
    (
        "week",
        (
            "(?:上上|上|这|本|下)个?(?:周|星期|礼拜)[一二三四五六日天]?"
            r"|(?<![\d一二两三四五六七八九十几每个])(?:周|星期|礼拜)[一二三四五六日天](?![次回趟])"
        ),
    ),
    ("month", r"(?:上|这|本|下)个?月(?:\d{1,2}[日号]|初|底)?"),
    ("ago", rf"(?:{_N}|几|半)多?个?半?(?:{_UNIT})(?:之?前|以前|以来)"),
    (
        "lasting",
        (
            rf"(?:已经?|持续|长达|将近|连续|近|快)了?有?(?:{_N}|几|半|好几|多)多?个?(?:{_UNIT})多?了?"
            # 坏了两天了, and no month of the year: 三月了.
            rf"|(?<![\d第])(?:{_N}|好?几|半)多?个?半?(?:分钟|小时|天|周|星期|礼拜|(?<=个)月|(?<=个半)月|年)半?多?了(?!解)"
        ),
    ),
    ("loose", "刚才|刚刚|目前|现在|最近|近期|近日|近来|这几天|这两天|前几天|前两天|前段时间|前不久|一直以来|当时"),
    ("part", "凌晨|清晨|早晨|早上|上午|中午|下午|傍晚|晚上|夜里|夜间|深夜|半夜|午夜"),
    (
        "clock",
        (
            r"(?<!\d)(?:[01]?\d|2[0-4])[:：][0-5]\d(?:[:：][0-5]\d)?(?!\d)"
            rf"|{_N}[点时](?!\d{{0,2}}[元米个])(?:\d{{1,2}}分?|半|钟|整)?多?(?:许|左右)?"
        ),
    ),
)
_HEADS = (
    r"\d每天夜常长整通全工节周星礼今去前大昨明当上这本下一二两三四五六七八九十几好半已持将连近快刚目现最凌清早中"
    "傍晚深午"
)
_PIECE = re.compile(f"(?=[{_HEADS}])(?:" + "|".join(f"(?P<{name}>{form})" for name, form in _PIECES) + ")")
_BETWEEN = re.compile(r"[\s的,，]?|(?:至|到|-|—|~)")
_SINCE_BEFORE = re.compile(r"(?:从|自|打|于)$")
_SINCE = re.compile(r"(?:开始|起(?!火|诉)|以来|至今|到现在)")
_ONES = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"两": 2, "": 0}
_FIGURES = re.compile(r"\d+|[一二两三四五六七八九十]+")


@dataclass(frozen=True, kw_only=True, slots=True)
class TimeRead:
    """A time that a text says. ``begins`` is its first moment, ``None`` where it cannot be told.

    ``is_recurring``: again and again (每天凌晨); ``is_since``: from then on (从上周开始).
    """

    start: int
    end: int
    words: str
    begins: datetime | None
    is_recurring: bool = False
    is_since: bool = False


def times_in(text: str, *, at: datetime) -> Iterator[TimeRead]:
    """Yield the times that a text of plain form says, in reading order, as of the aware moment ``at``."""
    group: list[re.Match[str]] = []
    for piece in _PIECE.finditer(text):
        if group and not _BETWEEN.fullmatch(text, group[-1].end(), piece.start()):
            yield _read(text, group, at)
            group = []
        group.append(piece)
    if group:
        yield _read(text, group, at)


def _read(text: str, group: list[re.Match[str]], at: datetime) -> TimeRead:
    start, end = group[0].start(), group[-1].end()
    since = _SINCE.match(text, end)
    if since:
        end = since.end()
    return TimeRead(
        start=start,
        end=end,
        words=text[start:end],
        begins=_begins(group, at),
        is_recurring=any(piece.lastgroup == "every" for piece in group),
        is_since=bool(since) or any(piece.lastgroup == "lasting" for piece in group),
    )


def _begins(group: list[re.Match[str]], at: datetime) -> datetime | None:
    """Return the first moment; a part of the day or an hour without a day is of the day itself."""
    said: dict[str, str] = {}
    for piece in group:
        said.setdefault(piece.lastgroup or "", piece[0])
    if "every" in said:
        return None
    try:
        if back := said.get("ago") or said.get("lasting"):
            return _ago(back, at)
        day = _day(said, at)
        hour, minute = _clock(said)
        if day is None and ("clock" in said or "part" in said):
            day = at.date()
        return datetime.combine(day, time(hour % _DAY_HOURS, minute), tzinfo=at.tzinfo) if day else None
    except (ValueError, OverflowError):
        return None  # the 31st of a month that has thirty, the 25th hour


def _day(said: dict[str, str], at: datetime) -> date | None:
    """Return the day said, by the most exact of the ways in which it is said."""
    readers = {"stamped": _stamped, "dated": _dated, "near": _near, "week": _week, "month": _month, "year": _in_year}
    return next((read(said[way], at.date()) for way, read in readers.items() if way in said), None)


def _stamped(words: str, _today: date) -> date:
    year, month, day = map(int, re.findall(r"\d+", words))
    return date(year, month, day)


def _near(words: str, today: date) -> date:
    return today + timedelta(days=_NEAR[words[:-1]])


def _week(words: str, today: date) -> date:
    """Return a day of a week; of none that is named the last one that is not ahead."""
    weekday = _WEEKDAYS.get(words[-1], 0)
    weeks = -2 if words.startswith("上上") else {"上": -1, "下": 1}.get(words[0], 0)
    if words[0] in "周星礼" and weekday > today.weekday():
        weeks = -1
    return today + timedelta(days=7 * weeks - today.weekday() + weekday)


def _month(words: str, today: date) -> date:
    months = today.year * 12 + today.month - 1 + {"上": -1, "下": 1}.get(words[0], 0)
    figure = re.search(r"\d+", words)
    return date(months // 12, months % 12 + 1, int(figure[0]) if figure else 1)


def _in_year(words: str, today: date) -> date:
    return date(_year(words, today), 7 if words.endswith("下半年") else 1, 1)


def _dated(words: str, today: date) -> date:
    """Return a month and day; without a year the last one that is not ahead."""
    year, rest = None, words
    if (cut := words.find("年")) >= 0:
        year, rest = _year(words[: cut + 1], today), words[cut + 1 :]
    figures = [figure_of(word) for word in _FIGURES.findall(rest)]
    day = figures[1] if len(figures) > 1 else {"中": 11, "下": 21, "底": 25}.get(rest[-2:].rstrip("旬")[-1:], 1)
    found = date(year or today.year, figures[0], day)
    return found.replace(year=today.year - 1) if year is None and found > today else found


def _year(words: str, today: date) -> int:
    figures = re.match(r"\d{4}", words)
    return int(figures[0]) if figures else today.year - {"今": 0, "去": 1, "前": 2}[words[0]]


def _clock(said: dict[str, str]) -> tuple[int, int]:
    part = said.get("part") or (said["near"][-1] if said.get("near", "")[-1:] in {"晚", "早"} else "")
    if "clock" not in said:
        return _PARTS.get(part, 0), 0
    figures = [figure_of(word) for word in _FIGURES.findall(said["clock"])]
    hour = figures[0] + (_NOON if part in _LATE and figures[0] < _NOON else 0)
    return hour, 30 if "半" in said["clock"] else figures[1] if len(figures) > 1 else 0


def _ago(words: str, at: datetime) -> datetime | None:
    unit = next(unit for unit in _UNITS if unit in words)
    figures = _FIGURES.search(words)
    number = figure_of(figures[0]) if figures else 0.5 if "半" in words else None
    return at - timedelta(days=number * _UNITS[unit]) if number is not None else None


def figure_of(words: str) -> int:
    """Return the number that digits, or characters below a hundred, say."""
    if words.isdecimal():
        return int(words)
    tens, found, units = words.partition("十")
    return (_ONES[tens[-1:]] or 1) * 10 + _ONES[units[-1:]] if found else _ONES[words[-1:]]
