"""Reading plain data strictly: every fault has a place and one Chinese sentence that says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal, InvalidOperation
from enum import IntEnum, StrEnum
from typing import Any, TypeVar

_Member = TypeVar("_Member", bound=StrEnum | IntEnum)
_Row = TypeVar("_Row")
Faults = dict[str, str]


class Fault(Exception):  # noqa: N818  caught here, never shown as an error
    """One value that cannot be read; its text is the sentence shown."""


def read(entry: Mapping[str, Any], key: str, reader: Callable[[object], Any], *, place: str, faults: Faults) -> Any:
    """Return the value as ``reader`` gives it; note a fault at ``place`` and return ``None`` otherwise."""
    if key not in entry:
        faults.setdefault(place, f"缺少「{key}」，请补充。")
        return None
    try:
        return reader(entry[key])
    except Fault as fault:
        faults[place] = str(fault)
        return None


def table(value: object, *, place: str, faults: Faults) -> Mapping[str, Any]:
    """Return the value as a table; note why not and return an empty one otherwise."""
    if isinstance(value, Mapping) and value:
        return value
    faults[place] = "请写成一组键和值。" if value else "缺少这一项，请补充。"
    return {}


def only(entry: Mapping[str, Any], *, known: Iterable[str], place: str, faults: Faults) -> None:
    """Note every key that is not ``known``."""
    for key in entry:
        if key not in known:
            faults[f"{place}.{key}".removeprefix(".")] = f"不认识「{key}」这一项，请核对拼写或删去。"


def text(value: object) -> str:
    """Read a text that says something."""
    if not isinstance(value, str) or not value.strip():
        sentence = "不能为空，请填写文字。"
        raise Fault(sentence)
    return value


def pattern(expression: str, sentence: str) -> Callable[[object], str]:
    """Return a reader of texts that fit the expression whole."""

    def reader(value: object) -> str:
        if not re.fullmatch(expression, text(value)):
            raise Fault(sentence)
        return str(value)

    return reader


def flag(value: object) -> bool:
    """Read yes or no."""
    if not isinstance(value, bool):
        sentence = "请填写 true（是）或 false（否）。"
        raise Fault(sentence)
    return value


def whole(*, least: int, most: int) -> Callable[[object], int]:
    """Return a reader of whole numbers from ``least`` to ``most``."""

    def reader(value: object) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            sentence = f"请填写 {least} 到 {most} 之间的整数。"
            raise Fault(sentence)
        return value

    return reader


basis = pattern(r"(依据|约定)[：:].+", "请写明出处，以「依据：」或「约定：」开头。")
"""A reader of where something comes from."""


def fraction(value: object) -> Decimal:
    """Read a share between 0 and 1, written as a text so that no digit is lost."""
    try:
        share = Decimal(text(value))
    except InvalidOperation:
        share = Decimal("NaN")
    if not (share.is_finite() and 0 < share < 1):
        sentence = '请填写 0 到 1 之间的小数，并加引号，例如 "0.2"。'
        raise Fault(sentence)
    return share


def one_of(labels: Mapping[_Member, str]) -> Callable[[object], _Member]:
    """Return a reader of the members that have a label."""

    def reader(value: object) -> _Member:
        for member in labels:
            if type(value) is type(member.value) and value == member.value:
                return member
        choices = "、".join(f"{member.value}（{label}）" for member, label in labels.items())
        sentence = f"请从 {choices} 中选一项。"
        raise Fault(sentence)

    return reader


def several_of(labels: Mapping[_Member, str]) -> Callable[[object], tuple[_Member, ...]]:
    """Return a reader of lists, none empty, of different members that have a label."""
    one = one_of(labels)

    def reader(value: object) -> tuple[_Member, ...]:
        if not isinstance(value, list) or not value:
            sentence = "请用方括号列出至少一项。"
            raise Fault(sentence)
        found = tuple(one(item) for item in value)
        if len(set(found)) < len(found):
            sentence = "同一项写了两次，请删去重复的。"
            raise Fault(sentence)
        return found

    return reader


def listed(
    rows: object,
    *,
    make: Callable[..., _Row],
    columns: Mapping[str, Callable[[object], object]],
    place: str,
    faults: Faults,
) -> tuple[_Row, ...]:
    """Read rows, none empty, each with a ``code`` of its own; what is faulty is noted and left out."""
    if not isinstance(rows, list) or not rows:
        faults[place] = "缺少这一部分，请逐行列出。"
        return ()
    found: dict[str, _Row] = {}
    for number, row in enumerate(rows, start=1):
        where = f"{place}.{number}"
        if not (entry := table(row, place=where, faults=faults)):
            continue
        only(entry, known=columns, place=where, faults=faults)
        values: dict[str, Any] = {
            name: read(entry, name, reader, place=f"{where}.{name}", faults=faults) for name, reader in columns.items()
        }
        if values["code"] in found:
            faults[f"{where}.code"] = f"编码「{values['code']}」重复，请改用另一个编码。"
        elif None not in values.values():
            found[values["code"]] = make(**values)
    return tuple(found.values())


code_word = pattern(r"[a-z0-9]+(-[a-z0-9]+)*", "规则编号只能用小写字母、数字和连字符，请修改。")
"""Read the code of a rule."""
