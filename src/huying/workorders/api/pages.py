"""Pages of a list: a place is what the answer before gave, and whoever follows ``next`` comes to an end."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from huying.domain.errors import Invalid
from huying.workorders.queries.queue import Cursor, cursor_of


class CursorUnknown(Invalid):
    """A place in a list that no answer gave."""

    code = "cursor_unknown"
    sentence = "cursor 不是上一页给出的位置，请使用 next 中的地址，或去掉 cursor 从头读取。"


def place_of(text: str | None) -> Cursor | None:
    """Return the place that a ``cursor`` means, ``None`` for the front; raises ``CursorUnknown``."""
    if text is None:
        return None
    try:
        place = cursor_of(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode())
    except (binascii.Error, ValueError):
        place = None
    if place is None or place.back:
        raise CursorUnknown(fields={"cursor": CursorUnknown.sentence})
    return place


def told_page(request: HttpRequest, *, rows: Sequence[object], place: Cursor | None) -> dict[str, Any]:
    """Return the rows with the address of what comes after ``place``, ``None`` where nothing does."""
    return {"items": rows, "next": _address(request, place) if place else None}


def _address(request: HttpRequest, place: Cursor) -> str:
    query = request.GET.copy()
    query["cursor"] = base64.urlsafe_b64encode(str(place).encode()).decode().rstrip("=")
    return f"{request.path}?{query.urlencode()}"
