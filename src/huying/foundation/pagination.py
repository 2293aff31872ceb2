"""Pages of what is listed by id: a page is what lies below an id, or above it where the oldest stand first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.http import HttpRequest


class Row(Protocol):
    """What can be paged."""

    @property
    def id(self) -> int:
        """Return the row's id, by which the page after it is found."""


def before_of(request: HttpRequest, *, name: str = "before") -> int | None:
    """Return the id that the page lies below (``after``: above); ``None`` for the first page, and for what is no id."""
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and int(text) < 2**63 else None


def paged(request: HttpRequest, found: Sequence[Row], *, page: int, name: str = "before") -> dict[str, Any]:
    """Cut one row more than a page to a page, with the address of the next and of the first."""
    query = request.GET.copy()
    has_place = query.pop(name, None)
    first = f"?{query.urlencode()}" if has_place else None
    following = None
    if len(found) > page:
        query[name] = str(found[page - 1].id)
        following = f"?{query.urlencode()}"
    return {"rows": found[:page], "first_url": first, "next_url": following}
