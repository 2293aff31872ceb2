"""The files of models in a backup: of each version that may still be used all of them, or none.

Files of a version never change once its row is there, and its folder never serves another one. But a version may be
withdrawn after the snapshot and its folder swept away: all its files are opened before the first is written.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, suppress
from typing import IO

from huying.cli.backup import archive
from huying.learning.queries.files import kept_versions, models_folder, told_of


def model_files(*, digests: archive.Digests, left_out: list[str]) -> Iterator[bytes]:
    """Yield the files of all versions that the snapshot says may be used; name in ``left_out`` those not whole."""
    for version in kept_versions():
        with ExitStack() as opened:
            files: dict[str, IO[bytes]] = {}
            with suppress(OSError):
                for path in sorted((models_folder() / version.folder).iterdir()):
                    files[path.name] = opened.enter_context(path.open("rb"))
            if fault := told_of(version):
                left_out.append(fault)
                continue
            for name, file in files.items():
                yield from archive.one_file(f"{archive.MODELS}/{version.folder}/{name}", file, digests=digests)
