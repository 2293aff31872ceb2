"""The run of an import: a batch is one commit, a row one savepoint; what was committed is never lost."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any, NoReturn

from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from tqdm import tqdm

from huying.catalogue.queries.matters import MatterRow
from huying.cli.rejects import Rejects, RejectsUnwritable
from huying.domain.actors import Actor
from huying.domain.errors import Invalid, Unavailable
from huying.domain.import_maps import ImportMap, MapFaulty
from huying.domain.importing import Incoming, RowRefused, incoming
from huying.domain.matter_paths import MatterPath
from huying.foundation import clock, reference
from huying.foundation.commit import one_commit, one_row
from huying.intake.actions.import_order import AlreadyRegistered, import_order
from huying.intake.actions.prepare_centre import prepare_centre
from huying.intake.actions.prepare_matters import prepare_matters
from huying.intake.actions.prepare_units import prepare_units
from huying.language.tables import Row, Table
from huying.workorders.queries.external import originals_by_number

_BATCH = 50  # below 64: so many savepoints of a transaction PostgreSQL keeps at hand for other sessions
_Refused = tuple[Row, str]


class ImportStopped(Unavailable):
    """The run broke off; what it had committed stays, and the next run goes on."""

    code = "import_stopped"


@dataclass(kw_only=True)
class Tally:
    """What became of the rows: ``read`` = ``accepted`` + ``already_there`` + ``refused``."""

    read: int = 0
    accepted: int = 0
    already_there: int = 0
    refused: int = 0

    def add(self, other: Tally) -> None:
        """Add what became of another batch."""
        for name, count in asdict(other).items():
            setattr(self, name, getattr(self, name) + count)


@dataclass(frozen=True, kw_only=True)
class _Target:
    """Where rows go, and what their names mean there."""

    by: ImportMap
    actor: Actor
    units: dict[str, int]
    matters: dict[MatterPath, MatterRow]


@dataclass(kw_only=True)
class _Survey:
    """What a file holds, found by reading it once before anything is written."""

    rows: int = 0
    units: set[str] = field(default_factory=set)
    matters: set[MatterPath] = field(default_factory=set)


def import_as_new(*, table: Table, by: ImportMap, centre: str, rejects: Rejects) -> Tally:
    """Register every row of the table that is not there yet as a new order of the centre.

    Raises ``TableBroken`` before anything is written if the file cannot be read to its end, what
    ``prepare_centre`` raises, or ``ImportStopped``.
    """
    survey = _surveyed(table, by)
    target = _prepared(survey, by=by, centre=centre)
    tally = Tally()
    try:
        with _progress(survey.rows) as bar:
            for batch in _batches(table.rows()):
                tally.add(_take(batch, table=table, target=target, rejects=rejects))
                bar.update(len(batch))
    except RejectsUnwritable as fault:
        raise _stopped(str(fault), tally) from fault
    except (OperationalError, InterfaceError) as fault:
        last = (str(fault).strip().splitlines() or [type(fault).__name__])[-1]
        raise _stopped(f"数据库没有应答（{last}）", tally) from fault
    return tally


def _stopped(reason: str, tally: Tally) -> ImportStopped:
    return ImportStopped(
        f"导入中断：{reason}。前 {tally.read} 行的结果已经保存，排除故障后再次运行同一命令会接着导入。"
    )


def _surveyed(table: Table, by: ImportMap) -> _Survey:
    survey = _Survey()
    for batch in _batches(table.rows()):
        survey.rows += len(batch)
        for _, demand in _read(batch, table, by)[0]:
            survey.units.add(demand.unit)
            survey.matters.add(demand.matter)
    survey.units.discard("")
    return survey


def _prepared(survey: _Survey, *, by: ImportMap, centre: str) -> _Target:
    policy = _profile(by.centre.profile) if by.centre else {}
    at = clock.now()
    with one_commit():
        actor = prepare_centre(code=centre, plan=by.centre, policy=policy, at=at)
        units = prepare_units(names=survey.units, plan=by.centre, may_create=by.create_units, actor=actor)
        matters = prepare_matters(
            paths=survey.matters, may_create=by.create_matters, note=f"随导入「{by.name}」建立", actor=actor, at=at
        )
    return _Target(by=by, actor=actor, units=units, matters=matters)


def _profile(name: str) -> dict[str, Any]:
    path = reference.folder() / "policies" / f"{name}.toml"
    if not path.is_file():
        raise MapFaulty(f"映射里的 centre.profile「{name}」不存在，请改为 reference/policies 中的一个。")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _demand(row: Row, table: Table, by: ImportMap) -> Incoming:
    """Read a row; raises ``RowRefused``."""
    if row.fault:
        raise RowRefused(row.fault)
    return incoming(line=row.line, cells=dict(zip(table.columns, row.cells, strict=True)), by=by)


def _read(batch: Iterable[Row], table: Table, by: ImportMap) -> tuple[list[tuple[Row, Incoming]], list[_Refused]]:
    """Tell rows that say something from those that cannot be read, and why."""
    good: list[tuple[Row, Incoming]] = []
    bad: list[_Refused] = []
    for row in batch:
        try:
            good.append((row, _demand(row, table, by)))
        except RowRefused as refusal:
            bad.append((row, str(refusal)))
    return good, bad


def _take(batch: Sequence[Row], *, table: Table, target: _Target, rejects: Rejects) -> Tally:
    """Register a batch in one commit, once its refused rows are on the disk."""
    good, refused = _read(batch, table, target.by)
    already_there = 0
    with one_commit():
        known = originals_by_number(
            centre_id=target.actor.centre_id,
            source=target.by.source,
            numbers=[demand.number for _, demand in good],
        )
        for row, demand in good:
            try:
                with one_row():
                    import_order(
                        demand=demand,
                        registered=known,
                        source=target.by.source,
                        matter=target.matters.get(demand.matter),
                        unit_id=target.units.get(demand.unit),
                        actor=target.actor,
                        at=clock.now(),
                    )
                known[demand.number] = demand.original
            except AlreadyRegistered:
                already_there += 1
            except Invalid as refusal:
                refused.append((row, str(refusal)))
            except (DataError, IntegrityError) as refusal:
                refused.append((row, f"数据库不接受这一行（{str(refusal).splitlines()[0]}），请核对。"))
        rejects.write(sorted(refused, key=lambda one: one[0].line))
    accepted = len(batch) - already_there - len(refused)
    return Tally(read=len(batch), accepted=accepted, already_there=already_there, refused=len(refused))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _progress(total: int) -> tqdm[NoReturn]:
    """Show how far the run is; where nobody watches, a line every ten seconds."""
    watched = sys.stderr.isatty()
    return tqdm(total=total, unit="行", desc="导入", file=sys.stderr, mininterval=0.2 if watched else 10)
