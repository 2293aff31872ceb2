"""Find the map of an import: by name, by file, or by what the table looks like."""

from __future__ import annotations

import tomllib
from collections.abc import Collection
from pathlib import Path

from huying.domain.errors import Invalid
from huying.domain.import_maps import ImportMap, MapFaulty, parse_map
from huying.domain.system_faults import reason_of
from huying.foundation import reference
from huying.language.tables import Table


class MapNotFound(Invalid):
    """No map fits, or more than one."""

    code = "map_not_found"


def chosen_map(*, given: str | None, table: Table, channels: Collection[str]) -> ImportMap:
    """Return the map for a table: the one given by name or file, else that of its name, else of its columns.

    Raises ``MapNotFound``, ``MapFaulty``.
    """
    ready = {path.stem: path for path in sorted((reference.folder() / "imports").glob("*.toml"))}
    names = "、".join(ready)
    if given is not None:
        path = ready.get(given, Path(given))
        if not path.is_file():
            raise MapNotFound(f"没有映射「{given}」，请写现成映射的名字（{names}）或映射文件的路径。")
        return _fitting(_read(path, channels), table)
    own = ready.get(table.path.name.split(".")[0])
    if own is not None:
        return _fitting(_read(own, channels), table)
    maps = [_read(path, channels) for path in ready.values()]
    fitting = [one for one in maps if one.needs <= set(table.columns)]
    if len(fitting) != 1:
        raise MapNotFound(f"看不出用哪个映射，请用 --map 指明：现成映射的名字（{names}）或映射文件的路径。")
    return fitting[0]


def _read(path: Path, channels: Collection[str]) -> ImportMap:
    try:
        return parse_map(tomllib.loads(path.read_text(encoding="utf-8")), channels=channels)
    except OSError as fault:
        raise MapNotFound(f"读不到映射文件「{path}」（{reason_of(fault)}），请核对路径和权限。") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise MapFaulty(f"映射文件「{path}」不是 TOML（{fault}），请改正。") from fault


def _fitting(by: ImportMap, table: Table) -> ImportMap:
    missing = sorted(by.needs - set(table.columns))
    if missing:
        raise MapNotFound(f"文件里没有映射所需的列「{'」「'.join(missing)}」，请核对文件或换一个映射。")
    return by
