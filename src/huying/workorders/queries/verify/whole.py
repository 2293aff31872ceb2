"""Verify the whole history in one snapshot of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from django.db import connection, transaction

from huying.foundation import clock
from huying.workorders.models import Order, Seal
from huying.workorders.queries.verify.findings import Finding, Report, finding
from huying.workorders.queries.verify.keys import Keys
from huying.workorders.queries.verify.one_file import Look, look_at_file
from huying.workorders.queries.verify.one_order import check_order
from huying.workorders.queries.verify.seal_file import SealFile, check_copy, check_own_file, read_seal_file
from huying.workorders.queries.verify.seals import Tally, check_seals
from huying.workorders.queries.verify.signed import SignedSeal, signed
from huying.workorders.queries.verify.streams import Case, cases


def verify_history(
    *,
    keys: Keys,
    own_file: Path | None,
    copies: Sequence[Path] = (),
    look: Look | None = look_at_file,
    begin: Callable[[int], object] = int,
    advance: Callable[[], object] = int,
) -> Report:
    """Recompute every chain and seal, compare rows, texts, pictures and seal files with them; return what was found.

    ``own_file`` is the seal file that this installation writes; ``copies`` are kept elsewhere. ``look`` reads the
    file of a picture; ``None`` leaves the files alone, which is quicker where there are many. ``begin``
    is given the number of orders, ``advance`` is called after each. Reads only, blocks nobody.

    Raises:
        SealFileUnreadable: a file is there and cannot be read.

    """
    # Files first: what they know, the snapshot taken next knows too.
    own = read_seal_file(own_file) if own_file else None
    files = [*([own] if own else []), *(read_seal_file(path) for path in copies)]
    report, tally, gaps = Report(), Tally(), _Gaps()
    unsealed = 0
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        seals = [signed(seal) for seal in Seal.objects.order_by("number")]
        begin(Order.objects.count())
        for case in cases():
            for found in check_order(case, keys=keys.chain, look=look):
                report.take(found)
            unsealed += max(0, len(case.events) - tally.add(case.entries))
            gaps.take(case)
            report.orders += case.row is not None
            report.events += len(case.events)
            report.texts += len(case.texts)
            report.files += len(case.files)
            advance()
    report.seals = len(seals)
    if seals:
        report.sealed_until = seals[-1].body.sealed_at.astimezone(clock.SHANGHAI).isoformat(timespec="seconds")
    for found in check_seals(seals, tally=tally, keys=keys.seals):
        report.take(found)
    for found in _check_files(files, own=own, seals=seals, keys=keys):
        report.take(found)
    if look is None and report.files:
        report.take(finding("files_not_read", count=report.files))
    for found in _remarks(report, gaps, unsealed=unsealed):
        report.take(found)
    return report


class _Gaps:
    """Counts the ids between the first and the last order that no order has."""

    def __init__(self) -> None:
        self.first = self.last = self.known = 0

    def take(self, case: Case) -> None:
        self.first = self.first or case.id
        self.last = case.id
        self.known += 1

    @property
    def count(self) -> int:
        return self.last - self.first + 1 - self.known if self.known else 0


def _check_files(
    files: Sequence[SealFile], *, own: SealFile | None, seals: Sequence[SignedSeal], keys: Keys
) -> Iterator[Finding]:
    table = {seal.body.number: seal for seal in seals}
    for file in files:
        yield from check_copy(file, table=table, keys=keys.seals)
    if own is None:
        yield finding("seal_file_unset")
    else:
        # Once more, for a seal that was made between the first reading and the snapshot.
        yield from check_own_file(read_seal_file(own.path), table=table)


def _remarks(report: Report, gaps: _Gaps, *, unsealed: int) -> Iterator[Finding]:
    if report.orders and not report.seals:
        yield finding("no_seal_yet")
    elif unsealed:
        yield finding("not_sealed_yet", count=unsealed)
    if gaps.count:
        yield finding("number_gaps", first=f"{gaps.first:06d}", last=f"{gaps.last:06d}", count=gaps.count)
