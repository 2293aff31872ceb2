"""No five equal statements stand in two files: the second place should call the first."""

from __future__ import annotations

import ast
from collections import defaultdict

from tests.architecture.tree import named, parsed, sources

_RUN = 5


def _runs(path: object, tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        if not isinstance(body, list) or isinstance(node, ast.Module | ast.ClassDef):
            continue
        lines = [ast.dump(statement) for statement in body]
        found |= {"\n".join(lines[i : i + _RUN]) for i in range(len(lines) - _RUN + 1)}
    return found


def test_no_five_equal_statements_stand_in_two_files() -> None:
    places: defaultdict[str, list[str]] = defaultdict(list)
    for path in sources():
        for run in _runs(path, parsed(path)):
            places[run].append(named(path))
    assert not [files for files in places.values() if len(files) > 1]
