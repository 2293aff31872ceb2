"""Reads of dispatch. What the order page asks stands here; the other files are for this room's own pages."""

from huying.dispatch.queries.suggestion import SuggestionRow, suggestion_of

__all__ = ["SuggestionRow", "suggestion_of"]
