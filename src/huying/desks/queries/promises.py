"""What public-service enterprises promise (服务承诺), and how they keep it (C-15)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from huying.domain.actors import Actor
from huying.domain.policies import STAGE_LABELS, DeadlineRule
from huying.foundation.period import Month
from huying.organisation.choices import UnitKind
from huying.organisation.queries.rosters import OnDuty, on_duty
from huying.organisation.queries.units import UnitRow, units_for
from huying.policy.queries import policy_at
from huying.policy.queries.tables import RuleLine, rule_line
from huying.workorders.queries.stage_figures import RuleFigure, rule_figures

# 依据: features C-15 (水电气暖通信公交医院); 条例 art 19: they serve at all hours.
_ENTERPRISES = frozenset({UnitKind.UTILITY, UnitKind.STATE_FIRM, UnitKind.PLATFORM})


@dataclass(frozen=True, kw_only=True)
class PromiseRow:
    """One promise: of what, within which limit, why, and how it was kept in a month."""

    stage_label: str
    line: RuleLine
    figure: RuleFigure
    percent: float | None


@dataclass(frozen=True, kw_only=True)
class Enterprise:
    """An enterprise, who is on duty there now, and its promises."""

    unit: UnitRow
    now: tuple[OnDuty, ...]
    promises: tuple[PromiseRow, ...]


def promises_of(*, month: Month, actor: Actor, at: datetime) -> tuple[Enterprise, ...]:
    """Return the enterprises of the centre, and any unit that promised something, those with promises in front.

    Raises:
        NoPolicy: the centre has none.

    """
    policy = policy_at(centre_id=actor.centre_id, at=min(month.until, at)).policy
    rules = [rule for rule in policy.rules if rule.unit_code]
    figures = rule_figures(
        codes={rule.code for rule in rules}, actor=actor, since=month.since, until=month.until, at=at
    )
    promised = {rule.unit_code for rule in rules}
    units = [
        unit
        for unit in units_for(actor=actor)
        if unit.is_active and (unit.kind in _ENTERPRISES or unit.code in promised)
    ]
    now = on_duty(unit_ids={unit.id for unit in units}, at=at)
    found = [
        Enterprise(
            unit=unit,
            now=now.get(unit.id, ()),
            promises=tuple(
                _row(rule, figures.get(rule.code, RuleFigure())) for rule in rules if rule.unit_code == unit.code
            ),
        )
        for unit in units
    ]
    return tuple(sorted(found, key=lambda one: not one.promises))


def _row(rule: DeadlineRule, figure: RuleFigure) -> PromiseRow:
    return PromiseRow(
        stage_label=STAGE_LABELS[rule.stage],
        line=rule_line(replace(rule, unit_code=None)),
        figure=figure,
        percent=100 * figure.on_time / figure.ended if figure.ended else None,
    )
