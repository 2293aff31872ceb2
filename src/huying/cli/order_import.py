"""The run of an import: a batch is one commit; what was committed is never lost."""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from itertools import islice
from typing import Any, Generic, NoReturn, TypeVar

from django.db import InterfaceError, OperationalError
from tqdm import tqdm

from huying.catalogue.queries.matters import MatterRow
from huying.cli.lanes import side_by_side
from huying.cli.rejects import Rejects, RejectsUnwritable
from huying.cli.unreachable import refusal_of
from huying.domain.actors import Actor
from huying.domain.errors import Unavailable
from huying.domain.import_maps import ImportMap, MapFaulty
from huying.domain.importing import Incoming, RowRefused
from huying.domain.matter_paths import MatterPath
from huying.foundation import clock, reference
from huying.foundation.commit import one_commit
from huying.intake.actions.prepare_centre import prepare_centre
from huying.intake.actions.prepare_matters import prepare_matters
from huying.intake.actions.prepare_units import prepare_units
from huying.language.tables import Row, Table

One = TypeVar("One", bound=Incoming)
Refused = tuple[Row, str]


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
class Target:
    """Where rows go, and what their names mean there; refused ones go to ``rejects``."""

    by: ImportMap
    actor: Actor
    units: dict[str, int]
    matters: dict[MatterPath, MatterRow]
    rejects: Rejects


@dataclass(frozen=True, kw_only=True)
class Way(Generic[One]):
    """What rows are taken as. ``read`` raises ``RowRefused``; ``take`` commits a batch of rows.

    ``take`` is given the rows that could be read and those that could not, which it tells ``rejects`` before the
    commit. ``lane`` says, from 0, in which of ``lanes`` a row is taken, side by side with those of the others.
    """

    at_once: int
    read: Callable[..., One]
    take: Callable[[Sequence[tuple[Row, One]], list[Refused], Target], Tally]
    lanes: int = 1
    lane: Callable[[Row, One], int] = lambda _row, _one: 0


@dataclass(kw_only=True)
class _Survey:
    """What a file holds, found by reading it once before anything is written."""

    rows: int = 0
    units: set[str] = field(default_factory=set)
    matters: set[MatterPath] = field(default_factory=set)


def import_table(*, table: Table, by: ImportMap, centre: str, rejects: Rejects, way: Way[One]) -> Tally:
    """Take every row of the table that is not there yet as an order of the centre.

    Raises ``TableBroken`` before anything is written if the file cannot be read to its end, what
    ``prepare_centre`` raises, or ``ImportStopped``.
    """
    survey = _surveyed(table, by, way)
    target = _prepared(survey, by=by, centre=centre, rejects=rejects)
    tally = Tally()
    try:
        with _progress(survey.rows) as bar:
            for taken in side_by_side(_pieces(table, target, way), lanes=way.lanes):
                tally.add(taken)
                bar.update(taken.read)
    except RejectsUnwritable as fault:
        raise _stopped(str(fault), tally) from fault
    except (OperationalError, InterfaceError) as fault:
        raise _stopped(str(refusal_of(fault)).rstrip("。"), tally) from fault
    return tally


def _stopped(reason: str, tally: Tally) -> ImportStopped:
    return ImportStopped(
        f"导入中断：{reason}。已有至少 {tally.read} 行的结果保存，排除故障后再次运行同一命令会接着导入。"
    )


def _pieces(table: Table, target: Target, way: Way[One]) -> Iterator[tuple[int, Callable[[], Tally]]]:
    """Yield what is to be taken in one commit, each with its lane."""
    for batch in _batches(table.rows(), way.at_once * way.lanes):
        good, refused = _read(batch, table, target.by, way)
        for lane in range(way.lanes):
            rows = [(row, one) for row, one in good if way.lane(row, one) == lane]
            yield lane, partial(way.take, rows, [] if lane else refused, target)


def _surveyed(table: Table, by: ImportMap, way: Way[One]) -> _Survey:
    survey = _Survey()
    for batch in _batches(table.rows(), way.at_once):
        survey.rows += len(batch)
        for _, demand in _read(batch, table, by, way)[0]:
            survey.units.add(demand.unit)
            survey.matters.add(demand.matter)
    survey.units.discard("")
    return survey


def _prepared(survey: _Survey, *, by: ImportMap, centre: str, rejects: Rejects) -> Target:
    policy = _profile(by.centre.profile) if by.centre else {}
    at = clock.now()
    with one_commit():
        actor = prepare_centre(code=centre, plan=by.centre, policy=policy, at=at)
        units = prepare_units(names=survey.units, plan=by.centre, may_create=by.create_units, actor=actor)
        matters = prepare_matters(
            paths=survey.matters, may_create=by.create_matters, note=f"随导入「{by.name}」建立", actor=actor, at=at
        )
    return Target(by=by, actor=actor, units=units, matters=matters, rejects=rejects)


def _profile(name: str) -> dict[str, Any]:
    path = reference.folder() / "policies" / f"{name}.toml"
    if not path.is_file():
        raise MapFaulty(f"映射里的 centre.profile「{name}」不存在，请改为 reference/policies 中的一个。")
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _demand(row: Row, table: Table, by: ImportMap, way: Way[One]) -> One:
    """Read a row; raises ``RowRefused``."""
    if row.fault:
        raise RowRefused(row.fault)
    return way.read(line=row.line, cells=dict(zip(table.columns, row.cells, strict=True)), by=by)


def _read(
    batch: Iterable[Row], table: Table, by: ImportMap, way: Way[One]
) -> tuple[list[tuple[Row, One]], list[Refused]]:
    """Tell rows that say something from those that cannot be read, and why."""
    good: list[tuple[Row, One]] = []
    bad: list[Refused] = []
    for row in batch:
        try:
            good.append((row, _demand(row, table, by, way)))
        except RowRefused as refusal:
            bad.append((row, str(refusal)))
    return good, bad


def _batches(rows: Iterator[Row], size: int) -> Iterator[list[Row]]:
    while batch := list(islice(rows, size)):
        yield batch


def _progress(total: int) -> tqdm[NoReturn]:
    """Show how far the run is; where nobody watches, a line every ten seconds."""
    watched = sys.stderr.isatty()
    return tqdm(total=total, unit="行", desc="导入", file=sys.stderr, mininterval=0.2 if watched else 10)
