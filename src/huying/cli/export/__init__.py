"""``huying export``."""

from huying.cli.export.commands import export

__all__ = ["export"]
