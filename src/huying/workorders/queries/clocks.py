"""The clocks of an order: each stage's limit, whose it is, by which rule, met or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from huying.domain.alerts import Light as DomainLight
from huying.domain.alerts import light
from huying.domain.ladders import Rung
from huying.domain.policies import DeadlineRule
from huying.organisation.queries.units import names_of
from huying.policy.queries import number_of, policy_of
from huying.web.rows import Light
from huying.workorders.choices import Stage
from huying.workorders.models import Clock
from huying.workorders.queries.dossier import Dossier

_RUNNING = {DomainLight.GREEN: Light.NORMAL, DomainLight.YELLOW: Light.NEAR, DomainLight.RED: Light.OVER}


@dataclass(frozen=True, kw_only=True)
class ClockRow:
    """One limit. ``used`` is the share of the limit that has gone, 0 to 100; ``None`` once it stopped.

    ``basis`` says where the limit comes from, ``policy_number`` which version of the policy holds it.
    """

    label: str
    unit_name: str
    started_at: datetime
    due_at: datetime
    stopped_at: datetime | None
    is_void: bool
    level: Light
    used: int | None
    limit: str
    basis: str
    policy_number: int


def clocks_of(*, dossier: Dossier, at: datetime) -> tuple[ClockRow, ...]:
    """Return the clocks of an order that the actor may see, running ones first (B-29)."""
    names = names_of(unit_ids={clock.unit_id for clock in dossier.clocks if clock.unit_id})
    rows = [_row(clock, names.get(clock.unit_id or 0, ""), at) for clock in dossier.clocks]
    return tuple(sorted(rows, key=lambda row: row.stopped_at is not None))


def _row(clock: Clock, unit_name: str, at: datetime) -> ClockRow:
    policy = policy_of(version_id=clock.policy_version_id)
    rules = {rule.code: rule for rule in policy.rules} | {rung.rule_code: rung for rung in policy.ladder}
    rule: DeadlineRule | Rung | None = rules.get(clock.rule_code)
    if clock.stopped_at is None:
        level = _RUNNING[light(started_at=clock.started_at, due_at=clock.due_at, at=at, policy=policy)]
    else:
        level = Light.LATE if clock.stopped_at > clock.due_at else Light.MET
    span = (clock.due_at - clock.started_at).total_seconds()
    gone = (at - clock.started_at).total_seconds()
    return ClockRow(
        label=Stage(clock.stage).label + ("（重办）" if clock.round > 1 else ""),
        unit_name=unit_name,
        started_at=clock.started_at,
        due_at=clock.due_at,
        stopped_at=clock.stopped_at,
        is_void=clock.void,
        level=level,
        used=None if clock.stopped_at else max(0, min(100, int(100 * gone / span))) if span else 100,
        limit=(rule.limit.text if rule else "") + (f"，已调整 {clock.extended} 次" if clock.extended else ""),
        basis=rule.basis if rule else "",
        policy_number=number_of(version_id=clock.policy_version_id),
    )
