"""疑难标签: why an order is hard, as the policy of a city lists it.

依据: S001's list of hard problems (domain.md 10, features C-11). 约定: which tags there are, what they are called and
who may set them is the city's to say; a code, once used, means the same for good.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from huying.domain.actors import Role
from huying.domain.reading import basis, pattern, several_of

TAGGERS: dict[Role, str] = {Role.DISPATCHER: "派单员", Role.CLERK: "承办员", Role.REVIEWER: "承办审核员"}
"""Who may be given the right to set a tag; of a unit only where it answers for the order."""
CODE_MAX = 12


@dataclass(frozen=True, kw_only=True)
class Tag:
    """One tag; ``roles`` may put it on an order and take it off again."""

    code: str
    label: str
    roles: tuple[Role, ...]
    basis: str


TAG: dict[str, Callable[[object], object]] = {
    "code": pattern(
        rf"[a-z][a-z0-9_]{{1,{CODE_MAX - 1}}}",
        f"标签编码以小写字母开头，只用小写字母、数字和下划线，2 到 {CODE_MAX} 个字符，请修改。",
    ),
    "label": pattern(r"\S{1,16}", "标签名称不能有空格，请控制在 16 个字以内。"),
    "roles": several_of(TAGGERS),
    "basis": basis,
}
