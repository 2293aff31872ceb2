"""Lengths of time as people say them: 「5个工作日」."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from huying.domain.reading import Fault, one_of, whole


class LimitUnit(StrEnum):
    """What a limit is counted in."""

    HOUR = "hour"
    NATURAL_DAY = "natural_day"
    WORKING_DAY = "working_day"


UNIT_LABELS: dict[LimitUnit, str] = {
    LimitUnit.HOUR: "小时",
    LimitUnit.NATURAL_DAY: "个自然日",
    LimitUnit.WORKING_DAY: "个工作日",
}


@dataclass(frozen=True, kw_only=True)
class Limit:
    """A length of time: ``amount`` (at least one) of ``unit``."""

    amount: int
    unit: LimitUnit

    @property
    def text(self) -> str:
        """Say the limit as people do, such as 「5个工作日」."""
        return f"{self.amount}{UNIT_LABELS[self.unit]}"


def limit(value: object) -> Limit:
    """Read a limit written as amount and unit; raise ``Fault`` for anything else."""
    if not isinstance(value, Mapping) or set(value) != {"amount", "unit"}:
        sentence = '请写成数量和单位，例如 { amount = 5, unit = "working_day" }。'
        raise Fault(sentence)
    return Limit(amount=whole(least=1, most=1000)(value["amount"]), unit=one_of(UNIT_LABELS)(value["unit"]))
