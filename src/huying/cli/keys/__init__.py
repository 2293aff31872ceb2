"""``huying keys …``."""

from huying.cli.keys.commands import keys

__all__ = ["keys"]
