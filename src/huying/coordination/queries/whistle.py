"""What the order's page shows of its whistles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from huying.coordination.choices.whistle import CheckWay
from huying.coordination.models import Whistle, WhistleCall, WhistleCheck, WhistleTask
from huying.domain.alerts import Light as DomainLight
from huying.domain.alerts import light
from huying.domain.roads import LAPSED
from huying.domain.whistles import CALL_LABELS, CallState, call_state
from huying.foundation.rows import Wanted, together
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.policy.queries import policy_of
from huying.web.rows import Light, Picture, Tone
from huying.workorders.choices import TextKind
from huying.workorders.queries.dossier import Dossier, body_of

TONES: dict[CallState, Tone] = {
    CallState.WAITING: Tone.AMBER,
    CallState.NO_SHOW: Tone.RED,
    CallState.ON_TIME: Tone.GREEN,
    CallState.LATE: Tone.AMBER,
    CallState.REFUSED: Tone.RED,
    CallState.RELEASED: Tone.GREY,
}
RUNNING = {DomainLight.GREEN: Light.NORMAL, DomainLight.YELLOW: Light.NEAR, DomainLight.RED: Light.OVER}
_PLACE = "\n地点："
_THROUGH = (Whistle, "order_id")
_OF_ORDER = (
    Wanted(model=Whistle, column="order_id", by=("id",)),
    Wanted(model=WhistleCall, column="whistle_id", by=("id",), through=_THROUGH),
    Wanted(model=WhistleTask, column="whistle_id", by=("number",), through=_THROUGH),
    Wanted(model=WhistleCheck, column="whistle_id", by=("id",), through=_THROUGH),
)


@dataclass(frozen=True, kw_only=True)
class CalledRow:
    """A unit that was called; ``answered_at`` is when it came or refused, ``words`` what it said then."""

    unit_name: str
    arrive_by: datetime
    state: CallState
    state_label: str
    tone: Tone
    answered_at: datetime | None
    words: str
    pictures: Sequence[Picture]
    unit_score: int | None
    blower_score: int | None


@dataclass(frozen=True, kw_only=True)
class TaskRow:
    """A task; ``level`` is the light of its due time, ``words`` how it was done."""

    id: int
    number: int
    unit_name: str
    what: str
    due_at: datetime
    done_at: datetime | None
    is_dropped: bool
    is_lapsed: bool
    level: Light
    words: str
    pictures: Sequence[Picture]


@dataclass(frozen=True, kw_only=True)
class SaidRow:
    """A record of the scene, a check or the end: what was said, when, by whom."""

    label: str
    at: datetime
    who: str
    words: str
    pictures: Sequence[Picture]


@dataclass(frozen=True, kw_only=True)
class WhistleRow:
    """One whistle with everything that came of it; ``is_lapsed``: the order ended before it did."""

    id: int
    unit_name: str
    person_name: str
    blown_at: datetime
    what: str
    place: str
    meeting_url: str
    due_at: datetime
    level: Light
    check_due_at: datetime
    is_checked: bool
    is_check_missed: bool
    ended_at: datetime | None
    is_lapsed: bool
    called: tuple[CalledRow, ...]
    tasks: tuple[TaskRow, ...]
    said: tuple[SaidRow, ...]


def whistles_of(*, dossier: Dossier, pictures: Mapping[int, Sequence[Picture]], at: datetime) -> tuple[WhistleRow, ...]:
    """Return the whistles of an order that the actor may see, oldest first; one read, none where there is none."""
    if not any(event.action == "blow_whistle" for event in dossier.events):
        return ()
    around = _Around(dossier, pictures, at)
    return tuple(_row(whistle, around) for whistle in around.whistles)


def place_of(*, dossier: Dossier, unit_id: int | None) -> str:
    """Return where the unit is called to, empty where it is not called."""
    calls = WhistleCall.objects.filter(whistle__order=dossier.order, unit_id=unit_id or 0, closed_at=None)
    event = calls.filter(answer_event=None).values_list("whistle__event", flat=True).first()
    words = dossier.bodies(TextKind.WHISTLE).get((TextKind.WHISTLE, event or 0), "")
    return words.rpartition(_PLACE)[2] if _PLACE in words else ""


class _Around:
    """What the rows of one order are made of, each table read once."""

    def __init__(
        self,
        dossier: Dossier,
        pictures: Mapping[int, Sequence[Picture]],
        at: datetime,
    ) -> None:
        self.pictures, self.at = pictures, at
        # A withdrawn order ends its whistles with it.
        self.over = None if dossier.order.is_open else dossier.order.state_since
        self.policy = policy_of(version_id=dossier.order.policy_version_id)
        read = together(*_OF_ORDER, value=dossier.order.pk)
        self.whistles, self.calls, self.tasks, self.checks = read
        self.units = names_of(unit_ids={row.unit_id for rows in read for row in rows})
        self.events = {event.seq: event for event in dossier.events}
        self.people = person_names(person_ids={event.person_id for event in dossier.events if event.person_id})
        self.words = {text.event: body_of(text) for text in dossier.texts if text.kind in _KINDS}
        self.links = {text.event: text.body for text in dossier.texts if text.kind == TextKind.MEETING}

    def said(self, label: str, seq: int) -> SaidRow:
        """Return what was said in an event."""
        event = self.events[seq]
        return SaidRow(
            label=label,
            at=event.occurred_at,
            who=self.people.get(event.person_id or 0, ""),
            words=self.words.get(seq, ""),
            pictures=self.pictures.get(seq, ()),
        )


_KINDS = {TextKind.WHISTLE, TextKind.SCENE, TextKind.PROGRESS, TextKind.REASON}
_LABELS = {"record_scene": "现场会诊", "end_whistle": "消哨"}


def _row(whistle: Whistle, around: _Around) -> WhistleRow:
    what, _, place = around.words.get(whistle.event, "").rpartition(_PLACE)
    ended_at = whistle.ended_at or whistle.lapsed_at or around.over
    checks = {check.event: CheckWay(check.way).label for check in around.checks if check.whistle_id == whistle.pk}
    said = [
        around.said(_LABELS.get(event.action) or f"中期调度（{checks[event.seq]}）", event.seq)
        for event in around.events.values()
        if (event.action in _LABELS and event.data.get("whistle") == whistle.pk) or event.seq in checks
    ]
    return WhistleRow(
        id=whistle.pk,
        unit_name=around.units[whistle.unit_id],
        person_name=around.people.get(whistle.person_id, ""),
        blown_at=whistle.blown_at,
        what=what or place,
        place=place if what else "",
        meeting_url=around.links.get(whistle.event, whistle.meeting_url),
        due_at=whistle.due_at,
        level=_level(whistle.blown_at, whistle.due_at, ended_at, around),
        check_due_at=whistle.check_due_at,
        is_checked=whistle.checked_at is not None,
        is_check_missed=(whistle.checked_at or ended_at or around.at) > whistle.check_due_at,
        ended_at=ended_at,
        is_lapsed=whistle.ended_at is None and ended_at is not None,
        called=tuple(_called(call, around) for call in around.calls if call.whistle_id == whistle.pk),
        tasks=tuple(_task(task, around) for task in around.tasks if task.whistle_id == whistle.pk),
        said=tuple(said),
    )


def _called(call: WhistleCall, around: _Around) -> CalledRow:
    state = call_state(
        arrive_by=call.arrive_by,
        arrived_at=call.arrived_at,
        refused_at=call.refused_at,
        closed_at=call.closed_at or call.lapsed_at or around.over,
        at=around.at,
    )
    is_lapsed = state is CallState.RELEASED and call.closed_at is None
    return CalledRow(
        unit_name=around.units[call.unit_id],
        arrive_by=call.arrive_by,
        state=state,
        state_label=f"{LAPSED}，免到" if is_lapsed else CALL_LABELS[state],
        tone=TONES[state],
        answered_at=call.arrived_at or call.refused_at,
        words=around.words.get(call.answer_event or 0, ""),
        pictures=around.pictures.get(call.answer_event or 0, ()),
        unit_score=call.unit_score,
        blower_score=call.blower_score,
    )


def _task(task: WhistleTask, around: _Around) -> TaskRow:
    return TaskRow(
        id=task.pk,
        number=task.number,
        unit_name=around.units[task.unit_id],
        what=task.what,
        due_at=task.due_at,
        done_at=task.done_at,
        is_dropped=task.done_at is None and (task.dropped_at or around.over) is not None,
        is_lapsed=task.done_at is None and task.dropped_at is None and around.over is not None,
        level=_level(task.given_at, task.due_at, task.done_at or task.dropped_at or around.over, around),
        words=around.words.get(task.done_event or 0, ""),
        pictures=around.pictures.get(task.done_event or 0, ()),
    )


def _level(start: datetime, due: datetime, stopped: datetime | None, around: _Around) -> Light:
    if stopped:
        return Light.LATE if stopped > due else Light.MET
    return RUNNING[light(started_at=start, due_at=due, at=around.at, policy=around.policy)]
