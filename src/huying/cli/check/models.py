"""Which models that may be used have lost their files."""

from __future__ import annotations

from collections.abc import Iterator

from huying.cli.check.finding import Finding, Level
from huying.learning.queries.files import kept_versions, told_of


def findings() -> Iterator[Finding]:
    """Yield each version in use, offered or to go back to whose files are missing or damaged."""
    for fault in filter(None, map(told_of, kept_versions())):
        yield Finding(
            code="model_files",
            sentence=f"{fault}，这段时间不用它；请从备份恢复模型文件夹，或重新训练。",
            level=Level.WARNING,
        )
