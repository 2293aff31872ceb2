"""``huying language learn``, ``drift``: the models of a centre's own orders."""

from huying.cli.learning.commands import drift, learn, learn_nightly

__all__ = ["drift", "learn", "learn_nightly"]
