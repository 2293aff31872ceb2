"""Tables from offices: what is read, what is refused with its line, and what is written."""

from __future__ import annotations

import gzip
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from huying.language.tables import TableBroken, csv_lines, harmless, open_table, write_table
from huying.language.tables.rows import LONGEST_FIELD
from huying.language.tables.writing import unguarded

HEAD = "编号,内容\n"
Read = list[tuple[int, tuple[str, ...], str]]


def read(path: Path, content: bytes) -> Read:
    """Return (line, cells, the first words of the fault) of each row."""
    path.write_bytes(content)
    return [(row.line, row.cells, row.fault) for row in open_table(path).rows()]


def lines_and_faults(path: Path, content: bytes) -> list[tuple[int, str]]:
    return [(line, fault) for line, _, fault in read(path, content)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "table.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("packed", [False, True], ids=["plain", "gzipped"])
def test_a_table_reads_the_same_in_every_coat(path: Path, encoding: str, end: str, *, packed: bool) -> None:
    content = (HEAD + "1,路灯不亮\n2,𠮷祥里停水\n").replace("\n", end).encode(encoding)
    assert read(path, gzip.compress(content) if packed else content) == [
        (2, ("1", "路灯不亮"), ""),
        (3, ("2", "𠮷祥里停水"), ""),
    ]


@pytest.mark.parametrize("content", ["1,位\n", "1,联通\n", "1,号\n2,楼\n"])
def test_few_chinese_characters_in_gb18030_are_not_taken_for_another_encoding(path: Path, content: str) -> None:
    texts = [cells[1] for _, cells, fault in read(path, (HEAD + content).encode("gb18030")) if not fault]
    assert texts == [line.split(",")[1] for line in content.splitlines()]


def test_a_line_number_counts_lines_within_quotes(path: Path) -> None:
    content = HEAD + '1,"第一行\n第二行"\n\n2,好\n'
    assert read(path, content.encode()) == [(2, ("1", "第一行\n第二行"), ""), (5, ("2", "好"), "")]


@pytest.mark.parametrize("blank", ["", ",", "  ,\t", '"",""'])
def test_a_row_without_anything_is_passed_over(path: Path, blank: str) -> None:
    assert lines_and_faults(path, f"{HEAD}{blank}\n1,好\n{blank}\n".encode()) == [(3, "")]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("1", "应有 2 列，这一行有 1 列"),
        ("1,甲,乙", "应有 2 列，这一行有 3 列"),
        ('1,"甲"乙', "引号后面还有文字"),
        ('1,"甲', "引号没有闭合"),
        ("1,甲\x00乙", "空字符"),
        ("1," + "长" * (LONGEST_FIELD + 1), "一格超过"),
        ("1," + "长" * (2 * LONGEST_FIELD), "一格超过"),
    ],
)
def test_a_broken_row_is_refused_with_its_line_and_the_next_is_read(path: Path, row: str, said: str) -> None:
    (line, fault), last = lines_and_faults(path, f"{HEAD}{row}\n2,好\n".encode())
    assert (line, said in fault) == (2, True), fault
    assert last == (3, "")


def test_an_open_quote_swallows_no_row_behind_it(path: Path) -> None:
    good = "".join(f'{number},"第{number}盏灯"\n' for number in range(2, 5000))
    faults = lines_and_faults(path, f'{HEAD}1,"没有闭合\n{good}'.encode())
    assert [line for line, fault in faults if fault] == [2]
    assert len(faults) == 4999


def test_empty_cells_beyond_the_last_name_do_not_count(path: Path) -> None:
    assert lines_and_faults(path, "编号,内容,,\n1,好,,\n".encode()) == [(2, "")]


def test_a_file_cut_inside_a_character_is_refused_at_its_line(path: Path) -> None:
    for encoding in ("utf-8", "gb18030"):
        content = (HEAD + "1,路灯不亮\n2,路灯").encode(encoding)[:-1]
        first, (line, fault) = lines_and_faults(path, content)
        assert first == (2, "")
        assert line == 3
        assert encoding.upper() in fault


def test_a_line_in_another_encoding_is_refused_and_no_other(path: Path) -> None:
    lines = [HEAD, *(f"{number},小区门口路灯不亮\n" for number in range(1, 10))]
    for most, one in (("utf-8", "gb18030"), ("gb18030", "utf-8")):
        content = b"".join(line.encode(one if at == 4 else most) for at, line in enumerate(lines))
        refused = [line for line, fault in lines_and_faults(path, content) if "编码" in fault]
        assert refused == [5], most


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "是空的"),
        (b"\n \n", "是空的"),
        ("甲,乙,甲\n1,2,3\n".encode(), "列名重复：「甲」"),
        ("甲,乙\n".encode("utf-16"), "UTF-16"),
        ('"甲,乙\n'.encode(), "第 1 行"),
        (b"PK\x03\x04nothing", "XLSX 文件打不开"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "另存为 .xlsx"),
        (b"\x1f\x8bnothing", "压缩文件不完整"),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(path: Path, content: bytes, said: str) -> None:
    path.write_bytes(content)
    with pytest.raises(TableBroken, match=said):
        open_table(path)


def test_a_file_that_is_not_there_is_refused(path: Path) -> None:
    with pytest.raises(TableBroken, match="读不到文件"):
        open_table(path)


def test_a_gzipped_file_that_ends_early_says_where(path: Path) -> None:
    rows = "".join(f"{number},内容{number * 7919}\n" for number in range(3000))
    path.write_bytes(gzip.compress((HEAD + rows).encode())[:-40])
    table = open_table(path)
    with pytest.raises(TableBroken, match=r"第 [1-9][0-9]* 行以后"):
        list(table.rows())


def test_a_sheet_reads_like_a_table(tmp_path: Path) -> None:
    path = tmp_path / "sheet.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        sheet.write_row(1, 0, ["编号", "内容", "时间", "属实"])
        sheet.write_row(3, 0, [20180503, "路灯不亮\n第二行", "", True])
        sheet.write_datetime(3, 2, datetime(2018, 5, 3, 9, 30), book.add_format({"num_format": "yyyy-mm-dd hh:mm"}))  # noqa: DTZ001
        sheet.write_row(4, 0, ["A1", 1.5])
        sheet.write_row(5, 0, [20180503123456789, "长编号"])
    table = open_table(path)
    assert table.columns == ("编号", "内容", "时间", "属实")
    first, second, third = table.rows()
    assert (first.line, first.cells) == (4, ("20180503", "路灯不亮\n第二行", "2018-05-03 09:30:00", "是"))
    assert second.cells == ("A1", "1.5", "", "")
    assert (third.line, "15 位" in third.fault) == (6, True)


@pytest.mark.parametrize("cell", ["=1+1", "+86 138", "-1", "@SUM(A1)", "＝1", "\t=1", "\r=1"])
def test_no_written_cell_acts_as_a_formula(tmp_path: Path, cell: str) -> None:
    for name in ("out.csv", "out.xlsx"):
        path = tmp_path / name
        write_table([("甲", "乙"), ("1", cell)], path)
        assert [row.cells for row in open_table(path).rows()] == [("1", cell)]
    assert harmless(cell) == "'" + cell
    (_, line) = csv_lines([("甲", "乙"), ("1", cell)])
    assert "'" + cell[0] in line


def test_a_csv_for_offices_begins_with_the_mark_of_utf_8(tmp_path: Path) -> None:
    write_table([("甲",), ("1",)], tmp_path / "out.csv")
    assert (tmp_path / "out.csv").read_bytes().startswith(b"\xef\xbb\xbf")


@given(st.text(max_size=40))
def test_what_is_made_harmless_reads_back_as_it_was(cell: str) -> None:
    assert unguarded(harmless(cell)) == cell or cell.startswith("'")


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=400))
def test_no_bytes_whatever_break_the_reader(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    path = tmp_path_factory.mktemp("any") / "any.csv"
    path.write_bytes(HEAD.encode() + content)
    try:
        lines = [row.line for row in open_table(path).rows()]
    except TableBroken:
        return
    assert lines == sorted(set(lines))
