"""A version of the matter tree as branches."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from huying.catalogue.queries.matters import MatterRow, matters_of
from huying.foundation import memory


@dataclass(frozen=True, kw_only=True)
class MatterBranch:
    """A matter and those right below it, in the order of codes.

    ``count`` is all below it, ``told`` what it holds and is called.
    """

    code: str
    name: str
    told: str
    count: int
    below: tuple[MatterBranch, ...]


@memory.kept
def tree_of_version(*, version_id: int) -> tuple[MatterBranch, ...]:
    """Return the first level of a published version, each with what lies below."""
    below: dict[str, list[MatterRow]] = defaultdict(list)
    for row in matters_of(version_id=version_id):
        below[row.codes[1] if len(row.codes) > 1 else ""].append(row)

    def branch(row: MatterRow) -> MatterBranch:
        branches = tuple(map(branch, below[row.code]))
        return MatterBranch(
            code=row.code,
            name=row.name,
            told=_told(row),
            count=len(branches) + sum(one.count for one in branches),
            below=branches,
        )

    return tuple(map(branch, below[""]))


def _told(row: MatterRow) -> str:
    return "；".join([*filter(None, [row.description]), *([f"关键词：{row.keywords}"] if row.keywords else [])])
