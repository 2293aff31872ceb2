"""The page of an order with two hundred events that took every road, each by the real actions."""

from __future__ import annotations

import shutil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from huying.cli.store import opened

_BUILD = Path(__file__).parents[2] / "build" / "bench"
_EVENTS = 200
_READERS = ("clerk", "bureau_clerk", "dispatcher", "operator", "arbiter", "supervisor", "leader")


def run(*, calls: int) -> dict[str, Any]:
    """Return ``order_page_p95_ms`` and ``order_page_queries`` of the slowest reader.

    Makes and opens a store of its own; call it in a process that has opened none.
    """
    _BUILD.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory(dir=_BUILD, prefix="order-page-", ignore_cleanup_errors=True) as folder:
        data = Path(folder) / "store"
        with opened(data):
            found = _figures(calls)
        shutil.rmtree(data)
    return {
        "order_page_p95_ms": max(one["p95_ms"] for one in found.values()),
        "order_page_queries": max(one["statements"] for one in found.values()),
        "detail": found,
    }


def _figures(calls: int) -> dict[str, Any]:
    # Models may be imported only now that the store is open.
    from django.urls import reverse

    from benchmarks.mechanisms.looks import look
    from huying.foundation import clock
    from huying.foundation.commit import one_commit
    from tests.cast import create_cast
    from tests.full_order import LAST, full_order

    with clock.moved(LAST):
        with one_commit():
            cast = create_cast()
            order = full_order(cast, events=_EVENTS)
        assert order.events == _EVENTS
        url = reverse("order", kwargs={"number": order.number})
        return {who: look(getattr(cast, who), url, calls=calls) for who in _READERS}
