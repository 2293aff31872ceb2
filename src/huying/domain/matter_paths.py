"""A matter tree from the paths of names that rows carry."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

from huying.domain.catalogue_drafts import MatterDraft

MatterPath = tuple[str, ...]


def drafts_with(*, paths: Iterable[MatterPath], known: Mapping[MatterPath, MatterDraft]) -> list[MatterDraft]:
    """Return the tree that is ``known`` (by path of names, top first) and every path that it lacks.

    What is there keeps its code, description and keywords. 约定: a new matter takes the code above and three digits,
    those of the first level 「M」 and three digits, so that limits which go by the codes of a standard never meet them
    by chance.
    """
    found = {path: draft.code for path, draft in known.items()}
    taken = set(found.values())
    whole = {given[:depth] for given in paths for depth in range(1, len(given) + 1)}
    for path in sorted(whole - set(found)):
        above = found[path[:-1]] if len(path) > 1 else "M"
        code = next(code for number in count(1) if (code := f"{above}{number:03d}") not in taken)
        found[path] = code
        taken.add(code)
    return [
        MatterDraft(
            line=line,
            code=code,
            name=path[-1],
            parent_code=found[path[:-1]] if len(path) > 1 else "",
            description=known[path].description if path in known else "",
            keywords=known[path].keywords if path in known else "",
        )
        for line, (path, code) in enumerate(found.items(), start=1)
    ]
