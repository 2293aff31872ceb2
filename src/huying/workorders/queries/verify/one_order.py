"""One order: its chain, its seals, its row, clocks, texts and pictures against its events."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huying.domain import chain
from huying.foundation.clock import day_of
from huying.workorders.choices import Stage
from huying.workorders.queries.limits import MAIN_LINE
from huying.workorders.queries.verify.findings import Finding, finding, ranges
from huying.workorders.queries.verify.one_file import Look, check_files
from huying.workorders.queries.verify.one_text import check_heading, check_texts
from huying.workorders.queries.verify.streams import Case, EventRow, OrderRow

# What events set, by the words of the finding.
_LABELS = {
    "state": "状态",
    "round": "办理轮次",
    "accountable": "主办单位",
    "holder": "当前办理单位",
    "due": "到期时间",
    "confidential": "保密标记",
    "centre": "所属中心",
    "district": "所属区县",
    "kind": "诉求类型",
    "urgency": "紧急程度",
    "matter": "事项",
    "roads": "旁支事项",
    "difficulties": "疑难标签",
}
_MOST_NAMED = 1000


@dataclass(frozen=True, kw_only=True)
class _Chain:
    """What came of walking a chain; lists are of event numbers."""

    trusted: list[EventRow]
    changed: list[int]
    unknown: list[int]
    missing: list[int]

    @property
    def is_whole(self) -> bool:
        return not (self.changed or self.unknown or self.missing)


def check_order(case: Case, *, keys: Mapping[str, bytes], look: Look | None) -> Iterator[Finding]:
    """Yield what is wrong with one order, and, as notes, its lawful erasures.

    ``keys`` are the chain's, by id; ``look`` reads the files of pictures, ``None`` leaves them alone.
    """
    row = case.row
    if row is None:
        yield finding("order_removed", order=_number_of_removed(case))
        return
    walked = _walk(case, row, keys)
    if walked.missing:
        yield finding("event_removed", order=row.number, events=ranges(walked.missing))
    if walked.changed:
        yield finding("event_changed", order=row.number, events=ranges(walked.changed))
    if walked.unknown:
        yield finding("event_key_unknown", order=row.number, events=ranges(walked.unknown))
    macs = {event.seq: event.mac for event in case.events}
    if rewritten := [entry.seal for entry in case.entries if macs.get(entry.seq, entry.mac) != entry.mac]:
        yield finding("chain_rewritten", order=row.number, seals=ranges(rewritten))
    yield from check_texts(case, row, walked.trusted, is_whole=walked.is_whole)
    yield from check_files(case, row, walked.trusted, is_whole=walked.is_whole, look=look)
    if walked.is_whole:
        yield from check_heading(case, row, walked.trusted)
        yield from _check_row(row, walked.trusted)
        yield from _check_clocks(case, row, walked.trusted)


def _walk(case: Case, row: OrderRow, keys: Mapping[str, bytes]) -> _Chain:
    """Follow the chain; an event after a gap has nothing to be checked against and is not trusted."""
    trusted: list[EventRow] = []
    changed: list[int] = []
    unknown: list[int] = []
    missing: list[int] = []
    previous, expected = chain.GENESIS, 1
    for event in case.events:
        if follows := event.seq == expected:
            key = keys.get(event.key_id)
            if key is None:
                unknown.append(event.seq)
            elif chain.mac(key, previous, chain.Link._make(event[: len(chain.Link._fields)])) == event.mac:
                trusted.append(event)
            else:
                changed.append(event.seq)
        if not follows:
            missing += range(expected, event.seq)[:_MOST_NAMED]
        previous, expected = event.mac, event.seq + 1
    known_of = max([1, row.events, *(entry.seq for entry in case.entries)])
    missing += range(expected, known_of + 1)[:_MOST_NAMED]
    return _Chain(trusted=trusted, changed=changed, unknown=unknown, missing=missing)


def _check_row(row: OrderRow, events: list[EventRow]) -> Iterator[Finding]:
    first = events[0].occurred_at
    wrong = [
        _LABELS[name]
        for name, value in chain.replay(event.data for event in events).items()
        if _plain(getattr(row, name)) != value
    ]
    if row.events != len(events):
        wrong.append("办理记录数")
    if row.registered_at != first or row.day != day_of(first):
        wrong.append("登记时间")
    if row.state_since != _state_since(events):
        wrong.append("状态起始时间")
    if wrong:
        yield finding("order_row_changed", order=row.number, what="、".join(f"「{label}」" for label in wrong))


def _state_since(events: list[EventRow]) -> datetime | None:
    """Return when the last state was entered; that of an imported order at its source, else when it was imported."""
    since, before = None, None
    for event in events:
        state = (event.data.get(chain.SET) or {}).get("state")
        if state is not None and state != before:
            since, before = event.occurred_at, state
            if event.action == chain.IMPORTED:
                said = event.data[chain.TIMES]
                since = datetime.fromisoformat(said["closed"] or said["imported"])
    return since


def _plain(value: Any) -> Any:
    return chain.stamp(value) if isinstance(value, datetime) else value


def _check_clocks(case: Case, row: OrderRow, events: list[EventRow]) -> Iterator[Finding]:
    """A clock starts and stops at the moment of an event; a main one is due when an event said so."""
    moments = {event.occurred_at for event in events} | {None}
    dues = {(event.data.get(chain.SET) or {}).get("due") for event in events}
    wrong = [
        Stage(clock.stage).label
        for clock in case.clocks
        if clock.started_at not in moments
        or clock.stopped_at not in moments
        or (clock.stage in MAIN_LINE and chain.stamp(clock.due_at) not in dues)
    ]
    if wrong:
        yield finding("clock_changed", order=row.number, what="、".join(dict.fromkeys(wrong)))


def _number_of_removed(case: Case) -> str:
    """Return the order number, whose day only the first event still tells; stars stand for it otherwise."""
    first = case.events[0] if case.events and case.events[0].seq == 1 else None
    return f"{day_of(first.occurred_at):%Y%m%d}{case.id:06d}" if first else f"{'*' * 8}{case.id:06d}"
