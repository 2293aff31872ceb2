"""Where dispatchers decide otherwise than the duty list says, as the last nightly count found it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.catalogue.choices import ChangeAct, ChangeState
from huying.catalogue.models import DutyChange, DutyFinding
from huying.catalogue.queries.base_list import base_version
from huying.catalogue.queries.line_words import BY_PLACE, line_of, list_names
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotFound
from huying.organisation.queries.units import successions

FINDING_READERS = frozenset(
    {Role.DISPATCHER, Role.ARBITER, Role.SUPERVISOR, Role.EVALUATOR, Role.LEADER, Role.SYSTEM_ADMIN}
)


class FindingNotFound(NotFound):
    """No such finding: the list of them is made anew every night."""

    code = "duty_finding_not_found"
    sentence = "没有找到这条发现，它可能已在昨夜重新统计时变化，请从列表中选择。"


@dataclass(frozen=True, kw_only=True)
class FindingRow:
    """A finding; ``listed`` is what the list says of exactly this matter and place, empty where it has no such line.

    ``change_id`` and ``change_label`` name the newest proposal of just this, ``None`` where nobody made one.
    """

    id: int
    title: str
    listed: str
    lead: str
    orders: int
    decided: int
    percent: int
    not_taken: int
    returned: int
    wrongful: int
    order_numbers: tuple[str, ...]
    since: datetime
    made_at: datetime
    change_id: int | None
    change_label: str


def findings_of(*, actor: Actor, at: datetime) -> tuple[FindingRow, ...]:
    """Return the findings of the actor's centre, those that nobody has proposed first, then the most orders."""
    found = list(DutyFinding.objects.filter(centre_id=actor.centre_id).order_by("-decided", "pk"))
    names, base = list_names(actor=actor, at=at), base_version(actor=actor, at=at)
    asked = _asked(actor)
    rows = []
    for row in found:
        line = line_of(version_id=base.pk, matter_code=row.matter_code, region_id=row.region_id) if base else None
        change = asked.get((row.matter_code, row.region_id, row.lead_unit_id))
        rows.append(
            FindingRow(
                id=row.pk,
                title=names.title(row.matter_code, row.region_id),
                listed=(names.unit(line.lead_unit_id) if line.lead_unit_id else BY_PLACE) if line else "",
                lead=names.unit(row.lead_unit_id) if row.lead_unit_id else BY_PLACE,
                orders=row.orders,
                decided=row.decided,
                percent=100 * row.decided // row.orders,
                not_taken=row.not_taken,
                returned=row.returned,
                wrongful=row.wrongful,
                order_numbers=tuple(row.order_numbers),
                since=row.since,
                made_at=row.made_at,
                change_id=change.pk if change else None,
                change_label=str(ChangeState(change.state).label) if change else "",
            )
        )
    return tuple(sorted(rows, key=lambda row: row.change_id is not None))


def finding_for(*, finding_id: int, actor: Actor) -> DutyFinding:
    """Return a finding of the actor's centre; raises ``FindingNotFound``."""
    found = DutyFinding.objects.filter(pk=finding_id, centre_id=actor.centre_id).first()
    if found is None:
        raise FindingNotFound
    return found


def reason_of(finding: DutyFinding) -> str:
    """Say in a sentence what was found, for the proposal that is made of it."""
    signs = [
        f"{count} 件{words}"
        for count, words in (
            (finding.not_taken, "未采纳派单建议"),
            (finding.returned, "退单后改派"),
            (finding.wrongful, "退单未获准"),
        )
        if count
    ]
    said = f"，其中 {'、'.join(signs)}" if signs else ""
    taken = [
        one.unit.name for one in successions(centre_id=finding.centre_id) if one.successor.id == finding.lead_unit_id
    ]
    old = f"（可能含已并入的原{'、原'.join(taken)}）" if taken else ""
    return (
        f"{finding.since:%Y-%m-%d} 以来，这类工单 {finding.orders} 件，"
        f"{finding.decided} 件（{100 * finding.decided // finding.orders}%）实际由该单位{old}主办{said}。"
        f"最近的工单：{'、'.join(finding.order_numbers)}。"
    )


def _asked(actor: Actor) -> dict[tuple[str, int | None, int | None], DutyChange]:
    """Return the newest proposal by matter, place and lead; what was published or taken back is over."""
    made = DutyChange.objects.filter(
        centre_id=actor.centre_id,
        act=ChangeAct.PUT,
        state__in=[ChangeState.WAITING, ChangeState.ACCEPTED, ChangeState.REFUSED],
    )
    return {(one.matter_code, one.region_id, one.lead_unit_id): one for one in made.order_by("pk")}
