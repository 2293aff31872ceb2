"""Tables that models learn from and judge, and the table of guesses."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path

from huying.domain.errors import Invalid
from huying.language.tables import Row, Table, TableBroken, open_table

_AT_ONCE = 4096
_NUMBERS = re.compile(r"\d+")
_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_FIRST_YEAR = 1900  # 约定: 「3/5/2026」 is no date of the year 3

Texts = list[tuple[str, ...]]


class ColumnsMissing(Invalid):
    """The table lacks a column that was named."""

    code = "columns_missing"


class NothingToLearn(Invalid):
    """No rows to learn from, or labels or times that teach nothing."""

    code = "nothing_to_learn"


@dataclass(frozen=True, kw_only=True)
class Examples:
    """Texts and labels, oldest first if there is a time (then ``times`` are the days, ``YYYY-MM-DD``; none: empty).

    ``untimed``: so many have no time that can be read; they stand first, as the oldest.
    """

    texts: Texts
    labels: list[str]
    times: list[str] | None
    passed_over: int
    untimed: int


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many rows were judged."""

    rows: int


def examples(path: Path, *, columns: tuple[str, ...], label: str, time: str | None) -> Examples:
    """Read what a model learns from; rows without text or label are passed over.

    Raises ``TableBroken``, ``ColumnsMissing``, ``NothingToLearn``.
    """
    if label in columns:
        raise NothingToLearn(f"列「{label}」既是文字列又是类别列，学不到东西，请核对 --text 和 --label。")
    table = _table(path, columns=(*columns, label, *([time] if time else [])))
    places = [table.columns.index(name) for name in columns]
    found: list[tuple[tuple[int, ...], tuple[str, ...], str]] = []
    read = 0
    for row in _sound(table):
        read += 1
        text = tuple(row.cells[place] for place in places)
        name = row.cells[table.columns.index(label)].strip()
        if name and any(one.isprintable() and one != " " for cell in text for one in cell):
            found.append((_when(row.cells[table.columns.index(time)]) if time else (), text, name))
    counts = Counter(name for _, _, name in found)
    if len(counts) < 2:  # noqa: PLR2004  # a choice needs two
        raise NothingToLearn(
            f"文件「{path.name}」里可用的数据不足两个类别（共 {len(found)} 行有文字和类别），请核对列名和内容。"
        )
    if max(counts.values()) == 1:
        raise NothingToLearn(
            f"列「{label}」的 {len(found)} 个类别各只有一行，学不到东西，请核对 --label 是不是类别列。"
        )
    untimed = sum(not when for when, _, _ in found) if time else 0
    if untimed == len(found):
        raise NothingToLearn(f"列「{time}」没有一行是能读懂的时间（例如 2026-03-01），请核对 --time，或不写它。")
    found.sort(key=lambda one: one[0])  # stable: without a time the order of the file stays
    return Examples(
        texts=[text for _, text, _ in found],
        labels=[name for _, _, name in found],
        times=[_day(when) for when, _, _ in found] if time else None,
        passed_over=read - len(found),
        untimed=untimed,
    )


def batches(path: Path, *, columns: tuple[str, ...]) -> Iterator[Texts]:
    """Yield the texts of a table in its order, those of blank rows too.

    Raises ``TableBroken``, ``ColumnsMissing`` before the first.
    """
    table = _table(path, columns=columns)
    places = [table.columns.index(name) for name in columns]
    rows = (tuple(row.cells[place] for place in places) for row in _sound(table, blank=True))
    return iter(lambda: list(islice(rows, _AT_ONCE)), [])


def write_guesses(batches_of: Iterable[list[list[tuple[str, float]]]], *, path: Path) -> Tally:
    """Write one line a row, beside the place and moved there when whole. Raises ``OSError``.

    The file is for programs: no mark of UTF-8 and no apostrophes before labels. A ``|`` inside a label stands full
    width in ``top5``; the probability is what follows the last ``=``.
    """
    fresh, rows = path.with_name(f".{path.name}.new"), 0
    try:
        with fresh.open("w", encoding="utf-8", newline="") as file:
            table = csv.writer(file, lineterminator="\n")
            table.writerow(["row", "label", "probability", "top5"])
            for guesses in batches_of:
                for rows, best in enumerate(guesses, start=rows + 1):  # noqa: B020  # goes on counting
                    top = "|".join(f"{name.replace('|', '｜')}={sure:.4f}" for name, sure in best)
                    table.writerow([rows, best[0][0], f"{best[0][1]:.4f}", top])
        fresh.replace(path)
    finally:
        fresh.unlink(missing_ok=True)
    return Tally(rows=rows)


def _table(path: Path, *, columns: tuple[str, ...]) -> Table:
    table = open_table(path)
    if missing := [name for name in columns if name not in table.columns]:
        raise ColumnsMissing(f"文件里没有列「{'」「'.join(missing)}」，请核对（现有：{'、'.join(table.columns)}）。")
    return table


def _sound(table: Table, *, blank: bool = False) -> Iterator[Row]:
    for row in table.rows(blank=blank):
        if row.fault:
            raise TableBroken(f"第 {row.line} 行无法读取：{row.fault}")
        yield row


def _when(cell: str) -> tuple[int, ...]:
    """Return the numbers of a date and time, so that they sort; none where no year and month can be read."""
    when = tuple(map(int, _NUMBERS.findall(_DAY.sub(r"\1-\2-\3 ", cell))))
    try:
        year, month, day = (*when, 1)[:3]
        date(year, month, day)
    except (ValueError, OverflowError):
        return ()
    return when if year >= _FIRST_YEAR else ()


def _day(when: tuple[int, ...]) -> str:
    return "-".join(f"{number:02d}" for number in when[:3])
