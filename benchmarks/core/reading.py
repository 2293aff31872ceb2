"""Reading: the queue, the order page and the search, through the product's own queries and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import Count

from benchmarks.core import wording
from benchmarks.core.city import City
from benchmarks.core.timing import Timed, timed
from huying.domain.actors import Actor
from huying.domain.states import State
from huying.foundation import clock
from huying.web.rows import Light
from huying.workorders.models import Order
from huying.workorders.queries.queue import Cursor, QueueFilter, Scope, queue_counts, queue_page
from huying.workorders.queries.search import search

_DEEP = 40
_SAMPLE = 300
_SCOPES = {"street": Scope.HELD, "district": Scope.OPEN_TO_ME, "city": Scope.OPEN_TO_ME}


def queues(city: City, *, calls: int) -> dict[str, Timed]:
    """Time a page of the queue and its count: each actor, the default view, each filter alone, a deep page."""
    found = {}
    for name, actor in city.readers.items():
        for view, wanted in _views(_SCOPES[name], actor).items():
            found[f"{name} · {view}"] = timed(calls, _page(actor, wanted, None))
        wanted = QueueFilter(scope=_SCOPES[name])
        found[f"{name} · page {_DEEP}"] = timed(calls, _page(actor, wanted, _deep(actor, wanted)))
    return found


def searches(city: City, *, calls: int) -> dict[str, Timed]:
    """Time a search for a common and for a rare word of two and of four characters."""
    words = {"common": wording.COMMON, "rare": wording.RARE}
    return {
        f"{name} · {how} {len(word)}": timed(calls, _found(actor, word))
        for name, actor in city.readers.items()
        for how, both in words.items()
        for word in both
    }


def _views(scope: Scope, actor: Actor) -> dict[str, QueueFilter]:
    """Return the default view and each filter alone, with a frequent and a rare value where they differ much."""
    given: dict[str, dict[str, Any]] = {
        "default": {},
        "state handling": {"state": State.HANDLING},
        "state awaiting_review": {"state": State.AWAITING_REVIEW},
        "light over": {"light": Light.OVER},
        "light near": {"light": Light.NEAR},
        "light normal": {"light": Light.NORMAL},
        "urgency emergency": {"urgency": 1},
        "urgency ordinary": {"urgency": 3},
        "kind suggestion": {"kind": "suggestion"},
        "channel platform": {"channel": "platform"},
        "matter frequent": {"matter_top": _matter(actor, rank=0)},
        "matter rare": {"matter_top": _matter(actor, rank=-1)},
        "unit": {"unit_id": _unit(actor)},
    }
    return {name: QueueFilter(scope=scope, **filters) for name, filters in given.items()}


def _matter(actor: Actor, *, rank: int) -> str:
    """Return the first-level class with the most open orders of the centre, or with the fewest (rank -1)."""
    classes = Order.objects.filter(centre_id=actor.centre_id, is_open=True).values("matter_top")
    ranked = classes.annotate(orders=Count("pk")).order_by("-orders", "matter_top")
    return str(list(ranked)[rank]["matter_top"])


def _unit(actor: Actor) -> int:
    """Return the first unit within the actor's reach that answers for orders."""
    answers = Order.objects.filter(centre_id=actor.centre_id, is_open=True, accountable_unit_id__isnull=False)
    if actor.is_centre_wide and actor.district_id:
        answers = answers.filter(district_id=actor.district_id)
    if not actor.is_centre_wide:
        answers = answers.filter(accountable_unit_id=actor.unit_id)
    unit_id = answers.order_by("accountable_unit_id").values_list("accountable_unit_id", flat=True)[0]
    assert unit_id
    return unit_id


def _page(actor: Actor, wanted: QueueFilter, cursor: Cursor | None) -> Callable[[], Any]:
    def read() -> None:
        at = clock.now()
        page = queue_page(wanted=wanted, cursor=cursor, actor=actor, at=at)
        assert cursor is None or page.previous
        queue_counts(lists=[wanted], actor=actor, at=at)

    return read


def _deep(actor: Actor, wanted: QueueFilter) -> Cursor | None:
    """Return the place of the fortieth page, or of the last where there are fewer."""
    cursor = None
    for _ in range(_DEEP - 1):
        page = queue_page(wanted=wanted, cursor=cursor, actor=actor, at=clock.now())
        if page.next is None:
            break
        cursor = page.next
    return cursor


def _found(actor: Actor, text: str) -> Callable[[], Any]:
    return lambda: search(text=text, actor=actor, at=clock.now())
