"""What rows of a table are taken as: new demands one by one, or orders of the past in bulk."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import DataError, IntegrityError

from huying.cli.order_import import Refused, Tally, Target, Way
from huying.domain.errors import Invalid
from huying.domain.import_maps import ImportMap, MapFaulty
from huying.domain.importing import Incoming, Past, incoming, past
from huying.foundation import clock
from huying.foundation.commit import one_commit, one_row
from huying.intake.actions.import_order import AlreadyRegistered, import_order
from huying.language.tables import Row
from huying.organisation.queries.units import districts_of
from huying.workorders.actions.import_history import HistoricOrder, import_history
from huying.workorders.choices import Channel
from huying.workorders.queries.external import LANES, lane_of, originals_by_number

_AT_ONCE = 50  # below 64: so many savepoints of a transaction PostgreSQL keeps at hand for other sessions
_PAST_AT_ONCE = 2000  # some megabytes of memory, and a second of work to lose


def require_history(by: ImportMap) -> None:
    """Raise ``MapFaulty`` for a map that does not say how an order ended."""
    if by.history is None:
        raise MapFaulty(f"映射「{by.name}」没有 [history]（办结时间和状态是哪一列），请补上，或改用 --as new。")


def _take_new(batch: Sequence[tuple[Row, Incoming]], refused: list[Refused], target: Target) -> Tally:
    """Register a batch in one commit, a row one savepoint, once its refused rows are on the disk."""
    read, already_there = len(batch) + len(refused), 0
    with one_commit():
        known = originals_by_number(
            centre_id=target.actor.centre_id,
            source=target.by.source,
            numbers=[demand.number for _, demand in batch],
        )
        for row, demand in batch:
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
                refused.append((row, _told(refusal)))
        target.rejects.write(_by_line(refused))
    accepted = read - already_there - len(refused)
    return Tally(read=read, accepted=accepted, already_there=already_there, refused=len(refused))


def _take_past(batch: Sequence[tuple[Row, Past]], refused: list[Refused], target: Target) -> Tally:
    """Import a batch in one commit, once its refused rows are on the disk.

    What only the database refuses (such as a number that somebody registers just now) takes the whole batch
    with it: then its halves are tried, down to the row.
    """
    try:
        return _take_whole(batch, refused, target)
    except (DataError, IntegrityError) as refusal:
        if len(batch) == 1:
            return _take_whole([], [*refused, (batch[0][0], _told(refusal))], target)
    half = len(batch) // 2
    tally = _take_past(batch[:half], refused, target)
    tally.add(_take_past(batch[half:], [], target))
    return tally


def _take_whole(batch: Sequence[tuple[Row, Past]], unread: list[Refused], target: Target) -> Tally:
    units = {target.units[demand.unit] for _, demand in batch if demand.unit in target.units}
    districts = districts_of(unit_ids=units)
    orders = (_historic(demand, target, districts) for _, demand in batch)
    with one_commit():
        taken = import_history(rows=orders, source=target.by.source, actor=target.actor, at=clock.now())
        refused = [*unread, *((batch[place][0], why) for place, why in taken.refused.items())]
        target.rejects.write(_by_line(refused))
    return Tally(
        read=len(batch) + len(unread),
        accepted=taken.accepted,
        already_there=taken.already_there,
        refused=len(refused),
    )


def _historic(demand: Past, target: Target, districts: dict[int, int | None]) -> HistoricOrder:
    matter = target.matters.get(demand.matter)
    unit_id = target.units.get(demand.unit)
    return HistoricOrder(
        number=demand.number,
        channel=Channel(demand.channel),
        kind=demand.kind,
        urgency=demand.urgency,
        title=demand.title,
        original=demand.original,
        reply=demand.reply,
        registered_at=demand.registered_at,
        due_at=demand.due_at,
        closed_at=demand.closed_at,
        state=demand.state,
        place_text=demand.place_text,
        matter_id=matter.id if matter else None,
        matter_top=matter.top_code if matter else "",
        unit_id=unit_id,
        district_id=districts.get(unit_id) if unit_id else None,
        phone=demand.phone,
        name=demand.name,
        data={"satisfaction": demand.satisfaction} if demand.satisfaction else {},
    )


def _told(refusal: Exception) -> str:
    return f"数据库不接受这一行（{str(refusal).splitlines()[0]}），请核对。"


def _by_line(refused: Sequence[Refused]) -> list[Refused]:
    return sorted(refused, key=lambda one: one[0].line)


def _lane(row: Row, demand: Past) -> int:
    return lane_of(demand.number or str(row.line))


NEW = Way(at_once=_AT_ONCE, read=incoming, take=_take_new)
HISTORY = Way(at_once=_PAST_AT_ONCE, read=past, take=_take_past, lanes=LANES, lane=_lane)
