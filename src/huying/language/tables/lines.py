"""Lines of a CSV file as text, whatever Chinese encoding they are in."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import BinaryIO

from huying.language.tables.rows import TableBroken

LONGEST_LINE = 4_000_000  # bytes; 约定
_GZIP, _UTF8_MARK = b"\x1f\x8b", b"\xef\xbb\xbf"
_LINES_THAT_DECIDE = 2000
_NOT_ASCII = re.compile(rb"[\x80-\xff]")
_CHINESE = re.compile(r"[一-鿿]")


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line with its end; bytes that are no text stand as lone surrogates. ``fault``: why it is unusable."""

    number: int
    text: str
    fault: str = ""


def read_lines(path: Path) -> Iterator[Line]:
    """Yield the lines of a plain or gzipped text file, each decoded on its own; constant memory.

    Raises ``TableBroken`` where a gzipped file ends early or is damaged.
    """
    encoding = _encoding(path)
    for number, raw in enumerate(_raw_lines(path), start=1):
        body = raw.removeprefix(_UTF8_MARK) if number == 1 else raw
        yield Line(
            number=number,
            text=body.decode(encoding, errors="surrogateescape"),
            fault=_fault(body, encoding) if _NOT_ASCII.search(body) else _too_long(body),
        )


def _encoding(path: Path) -> str:
    """Tell UTF-8 from GB18030 by the first lines that hold more than ASCII; the mark of UTF-8 decides."""
    raw = _raw_lines(path)
    first = next(raw, b"")
    if first.startswith(_UTF8_MARK):
        return "utf-8"
    if first.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableBroken("文件是 UTF-16 编码，请在表格软件中另存为「CSV UTF-8」后再导入。")
    votes = {"utf-8": 0, "gb18030": 0}
    telling = (line for line in _joined(first, raw) if _NOT_ASCII.search(line))
    for line in islice(telling, _LINES_THAT_DECIDE):
        if not _is(line, "utf-8"):
            votes["gb18030"] += 1
        elif _CHINESE.search(line.decode()):  # 「位」 in GB18030 is a Greek letter in UTF-8: that says nothing
            votes["utf-8"] += 1
    return "gb18030" if votes["gb18030"] > votes["utf-8"] else "utf-8"


def _joined(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    try:
        yield from rest
    except TableBroken:
        return  # said again, with its line, when the lines themselves are read


def _is(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _fault(line: bytes, encoding: str) -> str:
    name = encoding.upper()
    if not _is(line, encoding):
        return f"有不是 {name} 编码的文字（文件可能在此截断，或混入了别的编码），请修正后重新导入。"
    if encoding == "gb18030" and _is(line, "utf-8") and len(_CHINESE.findall(line.decode())) > 1:
        return f"文件是 {name} 编码，这一行却是 UTF-8 编码，请修正后重新导入。"
    return _too_long(line)


def _too_long(line: bytes) -> str:
    return f"一行超过 {LONGEST_LINE} 字节，请检查引号和换行。" if len(line) > LONGEST_LINE else ""


def _raw_lines(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        if file.peek(2)[:2] != _GZIP:
            yield from _split(file)
            return
        count = 0
        try:
            with gzip.open(file, "rb") as unpacked:
                for line in _split(unpacked):  # type: ignore[arg-type]  # GzipFile reads like a file
                    yield line
                    count += 1
        except (EOFError, zlib.error, gzip.BadGzipFile) as damage:
            raise TableBroken(f"压缩文件不完整或已损坏，第 {count} 行以后读不出来，请取得完整的文件。") from damage


def _split(file: BinaryIO) -> Iterator[bytes]:
    while line := file.readline(LONGEST_LINE + 1):
        while len(line) > LONGEST_LINE and not line.endswith(b"\n"):
            more = file.readline(LONGEST_LINE)
            if not more or more.endswith(b"\n"):
                break
        yield line
