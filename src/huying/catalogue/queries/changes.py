"""Proposals to change the duty list: what waits, what was decided, and what the line says today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q

from huying.catalogue.choices import CatalogueKind, ChangeAct, ChangeState
from huying.catalogue.models import CatalogueVersion, DutyChange
from huying.catalogue.queries.base_list import base_version
from huying.catalogue.queries.line_words import ListNames, line_of, list_names, said_of
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotFound
from huying.organisation.queries.people import person_names
from huying.organisation.queries.units import names_of
from huying.web.rows import Change, ChangeKind, Tone

PAGE = 30
_TOLD, _TOLD_FOR = 10, timedelta(days=14)
PROPOSERS = frozenset({Role.CLERK, Role.REVIEWER, Role.DISPATCHER, Role.ARBITER})
DECIDERS = frozenset({Role.ARBITER, Role.LEADER})
"""约定: who judges returns judges whose duty it is; a leader of the whole centre may too, one of a district not."""
ENDED = (ChangeState.PUBLISHED, ChangeState.REFUSED, ChangeState.WITHDRAWN, ChangeState.DROPPED)
_TONES = {
    ChangeState.WAITING: Tone.AMBER,
    ChangeState.ACCEPTED: Tone.BLUE,
    ChangeState.PUBLISHED: Tone.GREEN,
    ChangeState.REFUSED: Tone.RED,
}


class ChangeNotFound(NotFound):
    """No such proposal in the actor's centre."""

    code = "duty_change_not_found"
    sentence = "没有找到这条目录调整建议，请从列表中选择。"


@dataclass(frozen=True, kw_only=True)
class ChangeRow:
    """A proposal in a list; ``wanted`` says in words what it would make of the line."""

    id: int
    act_label: str
    title: str
    wanted: str
    unit_name: str
    person_name: str
    proposed_at: datetime
    wished_on: date | None
    state_label: str
    tone: str
    settled_by: str
    settled_at: datetime | None
    settled_note: str


@dataclass(frozen=True, kw_only=True)
class ChangeShown:
    """One proposal with its whole history; ``differences`` are those from the list it was written against.

    ``moved_on`` says that the line reads otherwise now than it did then, and is neither as proposed.
    """

    row: ChangeRow
    state: str
    reason: str
    differences: tuple[Change, ...]
    base_number: int | None
    moved_on: bool
    version_number: int | None
    version_from: datetime | None
    closed_by: str
    closed_at: datetime | None
    closed_note: str
    may_settle: bool
    may_withdraw: bool
    may_drop: bool


def may_decide(*, actor: Actor) -> bool:
    """Say whether the actor decides on proposals of the centre."""
    return actor.role in DECIDERS and actor.district_id is None


def changes_of(
    *, states: Sequence[ChangeState], actor: Actor, at: datetime, before: int | None = None, limit: int = PAGE
) -> tuple[ChangeRow, ...]:
    """Return the proposals of the actor's centre in these states below an id, the newest first.

    约定: whose duty something is, is open to everybody who works there.
    """
    found = DutyChange.objects.filter(centre_id=actor.centre_id, state__in=states)
    if before is not None:
        found = found.filter(pk__lt=before)
    return _rows(list(found.order_by("-pk")[:limit]), actor=actor, at=at)


def changes_told(*, actor: Actor, at: datetime) -> tuple[ChangeRow, ...]:
    """Return what the actor's desk should know of: proposals to decide on, and what became of the unit's own.

    约定: an outcome is told for two weeks.
    """
    found = DutyChange.objects.filter(centre_id=actor.centre_id)
    told = Q(pk__in=())
    if may_decide(actor=actor):
        told |= Q(state=ChangeState.WAITING) & ~Q(proposed_by_id=actor.person_id)
    if actor.role in PROPOSERS:
        outcome = [ChangeState.ACCEPTED, ChangeState.REFUSED, ChangeState.PUBLISHED, ChangeState.DROPPED]
        since = at - _TOLD_FOR
        recent = Q(settled_at__gte=since) | Q(closed_at__gte=since)
        told |= Q(proposed_unit_id=actor.unit_id, state__in=outcome) & recent
    return _rows(list(found.filter(told).order_by("-pk")[:_TOLD]), actor=actor, at=at)


def change_shown(*, change_id: int, actor: Actor, at: datetime) -> ChangeShown:
    """Return a proposal as its page shows it; raises ``ChangeNotFound``."""
    change = change_for(change_id=change_id, actor=actor)
    names = list_names(actor=actor, at=at)
    wanted = _wanted(change, names)
    then, now = _line(change, change.base_version, names), _line(change, base_version(actor=actor, at=at), names)
    is_mine = actor.unit_id == change.proposed_unit_id and actor.role in PROPOSERS
    decides, is_other = may_decide(actor=actor), actor.person_id != change.proposed_by_id
    return ChangeShown(
        row=_rows([change], actor=actor, at=at)[0],
        state=change.state,
        reason=change.reason,
        differences=_differences(then, wanted),
        base_number=change.base_version.number if change.base_version else None,
        moved_on=change.state in {ChangeState.WAITING, ChangeState.ACCEPTED} and now not in (then, wanted),
        version_number=change.version.number if change.version else None,
        version_from=change.version.effective_from if change.version else None,
        closed_by=person_names(person_ids={change.closed_by_id}).get(change.closed_by_id, "")
        if change.closed_by_id
        else "",
        closed_at=change.closed_at,
        closed_note=change.closed_note,
        may_settle=decides and is_other and change.state == ChangeState.WAITING,
        may_withdraw=is_mine and change.state == ChangeState.WAITING,
        may_drop=decides and change.state == ChangeState.ACCEPTED,
    )


def change_for(*, change_id: int, actor: Actor) -> DutyChange:
    """Return a proposal of the actor's centre; raises ``ChangeNotFound``."""
    found = DutyChange.objects.filter(pk=change_id, centre_id=actor.centre_id)
    change = found.select_related("base_version", "version").first()
    if change is None:
        raise ChangeNotFound
    return change


def count_of(*, state: ChangeState, actor: Actor) -> int:
    """Count the proposals of the actor's centre in a state."""
    return DutyChange.objects.filter(centre_id=actor.centre_id, state=state).count()


def _rows(found: Sequence[DutyChange], *, actor: Actor, at: datetime) -> tuple[ChangeRow, ...]:
    if not found:
        return ()
    names = list_names(actor=actor, at=at)
    people = person_names(person_ids={one for row in found for one in (row.proposed_by_id, row.settled_by_id) if one})
    units = names_of(unit_ids={row.proposed_unit_id for row in found})
    return tuple(
        ChangeRow(
            id=row.pk,
            act_label=str(ChangeAct(row.act).label),
            title=names.title(row.matter_code, row.region_id),
            wanted=_short(_wanted(row, names)),
            unit_name=units.get(row.proposed_unit_id, ""),
            person_name=people.get(row.proposed_by_id, ""),
            proposed_at=row.proposed_at,
            wished_on=row.wished_on,
            state_label=str(ChangeState(row.state).label),
            tone=_TONES.get(ChangeState(row.state), Tone.GREY).value,
            settled_by=people.get(row.settled_by_id or 0, ""),
            settled_at=row.settled_at,
            settled_note=row.settled_note,
        )
        for row in found
    )


def _wanted(change: DutyChange, names: ListNames) -> dict[str, str]:
    if change.act == ChangeAct.REMOVE:
        return {}
    return said_of(
        lead_unit_id=change.lead_unit_id,
        assist_unit_ids=change.assist_unit_ids,
        legal_basis=change.legal_basis,
        names=names,
    )


def _line(change: DutyChange, version: CatalogueVersion | None, names: ListNames) -> dict[str, str]:
    """Return what a version says of the proposal's matter at its place, nothing where it has no such line."""
    if version is None or version.kind != CatalogueKind.DUTIES:
        return {}
    line = line_of(version_id=version.pk, matter_code=change.matter_code, region_id=change.region_id)
    if line is None:
        return {}
    return said_of(
        lead_unit_id=line.lead_unit_id,
        assist_unit_ids=line.assist_unit_ids,
        legal_basis=line.legal_basis,
        names=names,
    )


def _short(said: dict[str, str]) -> str:
    shown: Iterable[str] = (f"{name}：{text}" for name, text in said.items() if text and name != "法律依据")
    return "；".join(shown) or "删去这一行"


def _differences(before: dict[str, str], after: dict[str, str]) -> tuple[Change, ...]:
    found = []
    for name in {**before, **after}:
        old, new = before.get(name, ""), after.get(name, "")
        if old != new:
            kind = ChangeKind.CHANGED if old and new else ChangeKind.ADDED if new else ChangeKind.REMOVED
            found.append(Change(what=name, kind=kind, before=old, after=new))
    return tuple(found)
