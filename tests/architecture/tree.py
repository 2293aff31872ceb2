"""The source tree as the guards read it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "huying"
ROOMS = sorted(path.parent for path in SOURCE.glob("*/apps.py"))


def sources(*patterns: str) -> list[Path]:
    """Return Python files of the house, without migrations."""
    found = {path for pattern in patterns or ("**/*.py",) for path in SOURCE.glob(pattern)}
    return sorted(path for path in found if "migrations" not in path.parts)


@cache
def parsed(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(), filename=str(path))


def named(path: Path) -> str:
    """Return a path as it reads in a failure."""
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    """Yield every function of a tree, nested ones too."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))
