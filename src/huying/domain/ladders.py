"""提级阶梯: who studies a question at the city, one office after the other.

依据: 北京市接诉即办工作条例 art 20: a unit asks its district, the bureau of its trade or the city. 约定, after 济南 and
潍坊 (the hotline convenes, then the office of the city's government, domain.md 8): at the city a question goes up a
ladder, each rung with a limit of its own; which rungs there are is the city's to say.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from huying.domain.limits import Limit, limit
from huying.domain.reading import basis, one_of, pattern


class Office(StrEnum):
    """Whose leader answers at a rung."""

    HOTLINE = "hotline"
    GOVERNMENT = "government"


OFFICE_LABELS: dict[Office, str] = {Office.HOTLINE: "热线工作机构的领导", Office.GOVERNMENT: "市政府（办公室）的领导"}


@dataclass(frozen=True, kw_only=True)
class Rung:
    """One rung of the ladder; several may be of one office (秘书长, 副市长), each with its own limit."""

    code: str
    label: str
    office: Office
    limit: Limit
    basis: str

    @property
    def rule_code(self) -> str:
        """Return what the clock of the rung is started by; no row of the deadlines has such a code."""
        return f"ladder.{self.code}"


RUNG: dict[str, Callable[[object], object]] = {
    "code": pattern(r"[a-z][a-z0-9_]{1,11}", "层级编码以小写字母开头，只用小写字母、数字和下划线，2 到 12 个字符。"),
    "label": pattern(r"\S{1,16}", "层级名称不能有空格，请控制在 16 个字以内。"),
    "office": one_of(OFFICE_LABELS),
    "limit": limit,
    "basis": basis,
}


def next_rung(ladder: Sequence[Rung], *, above: str, offices: Collection[Office]) -> Rung | None:
    """Return the first rung above the one of this code, from the foot where it is empty; ``None`` at the top.

    约定: a rung whose office the city has not set up is passed over.
    """
    codes = [rung.code for rung in ladder]
    start = codes.index(above) + 1 if above in codes else 0
    return next((rung for rung in ladder[start:] if rung.office in offices), None)
