"""Tables that people upload: on the disk for a moment, read, and gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile

from huying.domain.errors import Invalid
from huying.language.tables import open_table

# 约定: far above any catalogue or organisation, far below what would trouble the server.
LARGEST_BYTES, MOST_ROWS = 10_000_000, 20_000


class UploadTooLarge(Invalid):
    """More than a page reads at once."""

    code = "upload_too_large"
    sentence = f"文件太大（上限 {LARGEST_BYTES // 1_000_000} MB、{MOST_ROWS} 行），请分开上传，或改用命令行导入。"


@contextmanager
def on_disk(upload: UploadedFile[bytes]) -> Iterator[Path]:
    """Put an upload into a file of its own for the block; raises ``UploadTooLarge``."""
    if (upload.size or 0) > LARGEST_BYTES:
        raise UploadTooLarge
    with TemporaryDirectory(prefix="huying-") as folder:
        path = Path(folder) / f"upload{Path(upload.name or '').suffix.lower()[:8]}"
        with path.open("wb") as file:
            for chunk in upload.chunks():
                file.write(chunk)
        yield path


def read_upload(upload: UploadedFile[bytes], *, needed: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    """Return what ``read_table`` does for an upload."""
    with on_disk(upload) as path:
        return read_table(path, needed=needed)


def read_table(path: Path, *, needed: tuple[str, ...] = ()) -> list[tuple[int, dict[str, str]]]:
    """Return (line, cells by column name) of a table that has the ``needed`` columns.

    Raises ``UploadTooLarge``, ``TableBroken``, or ``Invalid`` with a missing column or the unreadable lines.
    """
    table = open_table(path)
    if missing := [name for name in needed if name not in table.columns]:
        raise Invalid(f"表格缺少列：{'、'.join(missing)}；第一行应是列名，请核对。")
    rows: list[tuple[int, dict[str, str]]] = []
    faults: dict[str, str] = {}
    for row in table.rows():
        if len(rows) + len(faults) >= MOST_ROWS:
            raise UploadTooLarge
        if row.fault:
            faults[str(row.line)] = row.fault
        else:
            rows.append((row.line, dict(zip(table.columns, row.cells, strict=True))))
    if faults:
        raise Invalid("表格有读不出来的行，请改正后重新上传。", fields=faults)
    return rows
