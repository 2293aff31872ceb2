"""What the database holds of an order, read in one statement, and compared with what ought to be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from huying.desks.queries.tabs import tabs_of
from huying.workorders.queries.queue import queue_after
from huying.workorders.queries.visible import visible_orders
from tests.anyhow.people import Troupe
from tests.anyhow.sheet import WITH_UNIT, Sheet

_LOOK = """
SELECT o.id, o.state, o.round, o.events, o.accountable_unit_id, o.holder_unit_id, o.district_id, o.open_assists,
       coalesce(o.open_roads, '{}'), o.due_at, o.repeats_id, o.is_open,
       (SELECT count(*) FROM workorders_event e WHERE e.order_id = o.id),
       (SELECT coalesce(json_agg(json_build_array(a.part, a.unit_id)), '[]') FROM workorders_assignment a
         WHERE a.order_id = o.id AND a.closed_at IS NULL),
       (SELECT array_agg(c.stage || ' ' || coalesce(c.unit_id::text, '')) FROM workorders_clock c
         WHERE c.order_id = o.id AND c.stopped_at IS NULL),
       (SELECT array_agg(c.due_at) FROM workorders_clock c
         WHERE c.order_id = o.id AND c.stopped_at IS NULL AND c.stage IN ('accept', 'dispatch', 'handle', 'followup')),
       (SELECT m.master_id FROM workorders_merge m WHERE m.child_id = o.id AND m.ended_at IS NULL)
  FROM workorders_order o WHERE o.id = ANY(%s) ORDER BY o.id
"""
_DUE_AFTER = """
SELECT (data->'set'->>'due')::timestamptz FROM workorders_event
 WHERE order_id = %s AND action = %s ORDER BY seq DESC LIMIT 1
"""
_COUNT = "SELECT count(*), max(id) FROM workorders_event"


@dataclass(frozen=True, kw_only=True)
class Look:
    """One order as the database holds it; ``clocks`` and ``parts`` are those that run and are open."""

    id: int
    state: str
    round: int
    events: int
    lead: int | None
    holder: int | None
    district: int | None
    open_assists: int
    roads: tuple[str, ...]
    due: datetime | None
    repeats: int | None
    is_open: bool
    written: int
    parts: tuple[tuple[str, int], ...]
    clocks: frozenset[tuple[str, int | None]]
    main_dues: tuple[datetime, ...]
    master: int | None


def looks(ids: Collection[int]) -> list[Look]:
    """Read some orders."""
    with connection.cursor() as cursor:
        cursor.execute(_LOOK, [sorted(ids)])
        return [_look(*row) for row in cursor.fetchall()]


def _look(*row: Any) -> Look:
    id_, state, round_, events, lead, holder, district, assists, roads, due, repeats, is_open, written, *more = row
    parts, clocks, dues, master = more
    stages = (clock.split(" ") for clock in clocks or ())
    return Look(
        id=id_,
        state=state,
        round=round_,
        events=events,
        lead=lead,
        holder=holder,
        district=district,
        open_assists=assists,
        roads=tuple(sorted(roads)),
        due=due,
        repeats=repeats,
        is_open=is_open,
        written=written,
        parts=tuple(sorted((part, unit) for part, unit in parts)),
        clocks=frozenset((stage, int(unit) if unit else None) for stage, unit in stages),
        main_dues=tuple(dues or ()),
        master=master,
    )


def written() -> tuple[int, int]:
    """Return how much history there is: nothing is done that leaves no line."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT)
        count, last = cursor.fetchone()
    return count, last


def due_after(*, order_id: int, action: str) -> datetime | None:
    """Return when an order was due after something was done to it the last time, as its history tells."""
    with connection.cursor() as cursor:
        cursor.execute(_DUE_AFTER, [order_id, action])
        found: tuple[datetime] | None = cursor.fetchone()
    return found[0] if found else None


def compare(sheet: Sheet, look: Look) -> None:
    """See that an order is as it ought to be."""
    _same("state, round, events", (look.state, look.round, look.events), (sheet.state, sheet.round, sheet.events))
    _same("events written", look.written, sheet.events)
    _same("side roads", list(look.roads), sheet.open_roads)
    _same("lead, holder", (look.lead, look.holder), (sheet.lead, sheet.holder))
    _same("what it repeats", look.repeats, sheet.repeats)
    _same("open", look.is_open, sheet.is_open)
    _same("limits that run", look.clocks, sheet.clocks)
    _compare_parts(sheet, look)
    _compare_due(sheet, look)
    if "merged" in look.roads:
        _same("master", look.master, sheet.master)


def _same(what: str, found: object, expected: object) -> None:
    assert found == expected, f"{what}: {found}, not {expected}"


def _compare_parts(sheet: Sheet, look: Look) -> None:
    """See who has an open part: exactly one lead where a unit is held to the order, none elsewhere."""
    held: defaultdict[str, list[int]] = defaultdict(list)
    for part, unit in look.parts:
        held[part].append(unit)
    is_held = sheet.is_open and sheet.lead is not None
    _same("leads", held["lead"], [sheet.lead] if is_held else [])
    _same("assists", held["assist"], sorted(sheet.assists))
    if sheet.is_open:
        _same("count of assists", look.open_assists, len(sheet.assists))
    _same("asked for an opinion", held["opinion"], sorted(sheet.conferring))
    _same("asked above", held["superior"], [sheet.superior] if sheet.superior else [])
    _same("called by a whistle", held["report"], sorted(sheet.called))
    _same("given a task", held["task"], sorted(sheet.tasked))
    _same("to rate", held["rate"], sorted(sheet.raters))


def _compare_due(sheet: Sheet, look: Look) -> None:
    """See that one limit of the main line runs and is shown, and that no unit's was drawn nearer than promised."""
    if not sheet.is_open:
        return
    if sheet.state == "replied":
        sheet.exactly = None
        _same("limits of the main line", look.main_dues, ())
        return
    _same("limits of the main line", look.main_dues, (look.due,))
    assert look.due, "not due"
    assert sheet.exactly in {None, look.due}, "not due when the rule says"
    sheet.due, sheet.exactly = look.due, None
    if ("handle", sheet.lead) in sheet.clocks:
        _compare_promise(sheet, look.due)
    sheet.put_off = ""


def _compare_promise(sheet: Sheet, due: datetime) -> None:
    if sheet.promised is None or sheet.told is None:
        sheet.promised = due
    assert due >= sheet.promised, "due earlier than promised"
    if sheet.told and not sheet.put_off:
        assert due <= max(sheet.told, sheet.lead_since or sheet.told), "put off by nobody"
    if sheet.put_off == "extension":
        assert sheet.told is None or due > sheet.told, "an extension that put nothing off"
        sheet.granted = (sheet.lead or 0, sheet.granted[1] if sheet.granted else sheet.promised)
        sheet.promised = due
    sheet.told = due


def compare_reads(sheets: Iterable[Sheet], troupe: Troupe, name: str, *, order_id: int, other_id: int) -> None:
    """See that somebody reads exactly the orders that they may know of."""
    actor = troupe.actor(name, order_id=order_id, other_id=other_id)
    found = set(visible_orders(actor=actor).values_list("pk", flat=True))
    _same(f"seen by {name}", found, {sheet.id for sheet in sheets if sheet.is_seen_by(actor)})


_TURNS = {
    "operator": ("awaiting_acceptance",),
    "dispatcher": ("awaiting_dispatch",),
    "followup": ("awaiting_followup",),
    "reviewer": ("review",),
    "clerk": ("held",),
    "community": ("held",),
}


def compare_queues(sheets: Collection[Sheet], troupe: Troupe, *, at: datetime) -> None:
    """See that each open order waits in exactly one list of those whose turn it is; answered ones wait for a job."""
    found: defaultdict[int, list[tuple[str, int | None]]] = defaultdict(list)
    for actor in troupe.people.values():
        turns = _TURNS.get(actor.role.value, ())
        for tab in tabs_of(actor=actor) if turns else ():
            if tab.code not in turns:
                continue
            place = (tab.code, None if actor.is_centre_wide else actor.unit_id)
            for row in queue_after(wanted=tab.wanted, cursor=None, actor=actor, at=at).rows:
                found[row.id].append(place)
    for sheet in sheets:
        _same(f"lists of {sheet.state} {sheet.open_roads}", found[sheet.id], _turn(sheet))


def _turn(sheet: Sheet) -> list[tuple[str, int | None]]:
    """Return whose turn it is."""
    if sheet.state in WITH_UNIT:
        return [("held", sheet.holder)]
    if sheet.state == "awaiting_review":
        return [("review", sheet.lead)]
    if sheet.state == "awaiting_dispatch" and "merged" in sheet.roads:
        return []
    return [(sheet.state, None)] if sheet.state in {state for states in _TURNS.values() for state in states} else []
