"""Pages of what is listed newest first: a page is what lies below an id."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from django.http import HttpRequest


class Row(Protocol):
    """What can be paged."""

    @property
    def id(self) -> int:
        """Return the row's id, by which the page after it is found."""


def before_of(request: HttpRequest) -> int | None:
    """Return the id that the page lies below; ``None`` for the first page, and for what is no id."""
    text = request.GET.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and int(text) < 2**63 else None


def paged(request: HttpRequest, found: Sequence[Row], *, page: int) -> dict[str, Any]:
    """Cut one row more than a page to a page, with the address of the next and of the first."""
    query = request.GET.copy()
    has_before = query.pop("before", None)
    first = f"?{query.urlencode()}" if has_before else None
    following = None
    if len(found) > page:
        query["before"] = str(found[page - 1].id)
        following = f"?{query.urlencode()}"
    return {"rows": found[:page], "first_url": first, "next_url": following}
