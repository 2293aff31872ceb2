"""The seal file: what it holds, and whether the table agrees. It knows seals that an old table does not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from huying.domain.errors import Unavailable
from huying.workorders.queries.verify.findings import Finding, finding, ranges
from huying.workorders.queries.verify.seals import signature_fault
from huying.workorders.queries.verify.signed import SignedSeal, from_line


class SealFileUnreadable(Unavailable):
    """The file is there and cannot be read."""

    code = "seal_file_unreadable"


@dataclass(frozen=True, kw_only=True)
class SealFile:
    """The seals of a file by line number; ``late`` are seals that were written after their time."""

    path: Path
    exists: bool
    seals: Mapping[int, SignedSeal]
    bad_lines: Sequence[int]
    late: Sequence[int]

    @property
    def name(self) -> str:
        """Return the path as a sentence names it."""
        return f"「{self.path}」"


def read_seal_file(path: Path) -> SealFile:
    """Read a seal file, also one that is not there; raise ``SealFileUnreadable``."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.exists() else None
    except OSError as fault:
        raise SealFileUnreadable(f"封印文件「{path}」无法读取，请检查权限。", fault=str(fault)) from fault
    seals, bad_lines, late = {}, [], []
    for number, line in enumerate(lines or [], start=1):
        if not line.strip():
            continue
        try:
            seal, written_at = from_line(line)
        except ValueError:
            bad_lines.append(number)
            continue
        seals[number] = seal
        if written_at != seal.body.sealed_at:
            late.append(seal.body.number)
    return SealFile(path=path, exists=lines is not None, seals=seals, bad_lines=bad_lines, late=late)


def check_copy(
    file: SealFile, *, table: Mapping[int, SignedSeal], keys: Mapping[str, Ed25519PublicKey]
) -> Iterator[Finding]:
    """Yield how the table contradicts a file, which may be a copy that ends earlier; ``table`` is by number."""
    signed = {line: seal for line, seal in file.seals.items() if signature_fault(seal, keys) is None}
    unknown = {seal.body.number for seal in file.seals.values() if seal.key_id not in keys}
    forged = [line for line, seal in file.seals.items() if line not in signed and seal.key_id in keys]
    if bad := [*file.bad_lines, *forged]:
        yield finding("seal_file_broken", what=file.name, lines=ranges(bad))
    if unknown:
        yield finding("seal_key_unknown", seals=ranges(unknown))
    gone = {seal.body.number for seal in signed.values()} - table.keys()
    if gone:
        yield finding("seals_rolled_back", what=file.name, seals=ranges(gone))
    numbers = (seal.body.number for seal in signed.values() if seal != table.get(seal.body.number))
    if differing := set(numbers) - gone:
        yield finding("seal_file_differs", what=file.name, seals=ranges(differing))
    if file.late:
        yield finding("seal_lines_late", what=file.name, seals=ranges(file.late))


def check_own_file(file: SealFile, *, table: Mapping[int, SignedSeal]) -> Iterator[Finding]:
    """Yield what the file that this installation writes lacks."""
    lacking = table.keys() - {seal.body.number for seal in file.seals.values()}
    if lacking and not file.exists:
        yield finding("seal_file_missing", what=file.name)
    elif lacking:
        yield finding("seal_file_incomplete", what=file.name, seals=ranges(lacking))
