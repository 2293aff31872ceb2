"""Read a reply: does it answer, and what in it is wrong. The sentence that shows it is part of every finding."""

from huying.language.replies.finding import Code, Finding
from huying.language.replies.reading import findings

__all__ = ["Code", "Finding", "findings"]
