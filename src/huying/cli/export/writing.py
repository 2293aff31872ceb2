"""Write the folder of an export: row by row, in one snapshot, under its name only when it is whole."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import connection, models, transaction

from huying.catalogue.choices import CatalogueKind
from huying.catalogue.models import CatalogueVersion
from huying.catalogue.queries.cards import card_table
from huying.catalogue.queries.export import duty_table, matter_table
from huying.cli.export import readme, tables
from huying.cli.export.identities import identities
from huying.cli.export.wanted import Wanted
from huying.domain.actors import policy_actor
from huying.domain.errors import Unavailable
from huying.domain.system_faults import reason_of
from huying.language.masking import mask_numbers
from huying.language.tables import write_table
from huying.organisation.queries.export import unit_table
from huying.policy.queries.as_toml import as_toml
from huying.policy.queries.versions import versions_of

_AT_ONCE = 2000
_TABLES = {CatalogueKind.MATTERS: matter_table, CatalogueKind.DUTIES: duty_table, CatalogueKind.CARDS: card_table}


class ExportFailed(Unavailable):
    """The folder could not be written; none is left."""

    code = "export_failed"
    sentence = "导出没有完成，没有留下文件夹，请检查磁盘空间和权限后重试。"


def write_export(folder: Path, *, wanted: Wanted) -> dict[str, int]:
    """Write everything of a centre into a new folder; return table → rows. Raises ``ExportFailed``."""
    with _whole(folder) as part, transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        counts: dict[str, int] = {}
        files: set[UUID] = set()
        for model in tables.exported():
            label = model._meta.label_lower  # noqa: SLF001  # Django's public _meta
            counts[label] = _write_lines(part / f"{label}.jsonl", _rows(model, wanted=wanted, files=files))
        lines = identities(centre_id=wanted.centre_id, in_clear=wanted.in_clear)
        counts["identities"] = _write_lines(part / "identities.jsonl", lines)
        _write_settings(part, wanted=wanted)
        _copy_attachments(part / "attachments", files=files, wanted=wanted)
        (part / "README.md").write_text(readme.text(counts=counts, wanted=wanted), encoding="utf-8")
    return counts


def _rows(model: type[models.Model], *, wanted: Wanted, files: set[UUID]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a table; remember the files that they name."""
    fields = tables.columns_of(model, in_clear=wanted.in_clear)
    names = [field.attname for field in fields]
    named = [field.attname for field in fields if isinstance(field, models.UUIDField) and not field.primary_key]
    covered = set() if wanted.in_clear else tables.personal(model)
    added = tables.ADDED.get(model._meta.label_lower, {})  # noqa: SLF001
    rows = tables.rows_of(model, centre_id=wanted.centre_id).values_list(*names)
    for values in rows.iterator(chunk_size=_AT_ONCE):
        row = dict(zip(names, values, strict=True))
        files.update(row[name] for name in named if row[name])
        row |= {name: mask_numbers(row[name]) for name in covered & row.keys() if isinstance(row[name], str)}
        yield {**{name: make(row) for name, make in added.items()}, **row}


def _write_lines(path: Path, rows: Iterable[Mapping[str, Any]]) -> int:
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for row in rows:
            file.write(json.dumps(row, ensure_ascii=False, default=_plain) + "\n")
            count += 1
    return count


def _plain(value: object) -> str:
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value.isoformat() if isinstance(value, date) else str(value)


def _write_settings(part: Path, *, wanted: Wanted) -> None:
    """Write units, catalogues and policies in the form in which they are imported again."""
    actor = policy_actor(centre_id=wanted.centre_id, name="export")
    write_table(unit_table(actor=actor), part / "units.csv")
    for version in CatalogueVersion.objects.filter(centre_id=wanted.centre_id):
        table = _TABLES[CatalogueKind(version.kind)]
        write_table(table(version_id=version.pk), part / f"{version.kind}-{version.number}.csv")
    for row in versions_of(actor=actor, at=wanted.at):
        (part / f"policy-{row.number}.toml").write_text(as_toml(row.policy), encoding="utf-8")


def _copy_attachments(folder: Path, *, files: set[UUID], wanted: Wanted) -> None:
    """Copy the files that rows of the centre name, by their names."""
    if not wanted.attachments.is_dir():
        return
    names = {one.hex for one in files} | {str(one) for one in files}
    for path in wanted.attachments.rglob("*"):
        if path.stem in names and path.is_file():
            folder.mkdir(exist_ok=True)
            shutil.copyfile(path, folder / path.name)


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    part = folder.with_name(folder.name + ".part")
    if folder.exists():
        raise ExportFailed(f"「{folder}」已经存在，请换一个名字。")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700, parents=True)
        try:
            yield part
            part.rename(folder)
        except BaseException:
            shutil.rmtree(part, ignore_errors=True)
            raise
    except OSError as fault:
        raise ExportFailed(
            f"导出没有完成（{reason_of(fault)}），没有留下文件夹，请检查磁盘空间和权限后重试。"
        ) from fault
