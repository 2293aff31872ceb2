"""How fast are answers to like demands found beside a reply, and beside the operator's form?

Invented orders of a year with their replies; asked are new invented demands of a matter that has orders, by an operator
of the whole city and by a clerk of a street, whose own orders alone are open to them. What is found is not judged here:
invented replies repeat the demand.
"""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

from psycopg import Connection

from benchmarks.core import wording
from benchmarks.core.timing import timed
from benchmarks.language.known import a_city, lay_keys

if TYPE_CHECKING:
    from benchmarks.core.city import City
    from huying.domain.actors import Actor
    from huying.workorders.queries.past_answers import About

_STORE = Path(__file__).parents[2] / "build" / "bench" / "answers-store"
_SIZE, _CALLS, _SEED = 60_000, 300, 9


def run(*, size: int = _SIZE) -> dict[str, object]:
    """Return milliseconds of a lookup and how many answers it shows, by who asks."""
    with a_city(_STORE, size=size) as (city, superuser):
        return {"answers": measured(city, superuser) | {"orders": size}}


def measured(city: City, superuser: Connection[Any]) -> dict[str, object]:
    """Lay the keys and measure, in a store that holds the orders."""
    lay_keys(city, superuser)
    asked = _asked()
    found: dict[str, object] = {}
    for name, actor in (("operator", city.operator), ("clerk", city.street)):
        found[name] = {**_timed(asked, actor), "shown": _shown(asked, actor)}
    return found


def _asked() -> list[About]:
    from huying.workorders.models import Order
    from huying.workorders.queries.past_answers import About

    random = Random(_SEED)
    matters = list(Order.objects.order_by("-pk").values_list("matter_id", flat=True)[:2000])
    places, demands = wording.places(_CALLS, seed=87), wording.demands(_CALLS, seed=88)
    return [
        About(text=f"{place}，{demand}", place_text=place, matter_id=matter)
        for place, demand, matter in zip(places, demands, random.sample(matters, _CALLS), strict=True)
    ]


def _timed(asked: list[About], actor: Actor) -> dict[str, object]:
    from huying.workorders.queries.past_answers import past_answers

    following = iter(asked * 9)
    return asdict(timed(_CALLS, lambda: past_answers(about=next(following), actor=actor)))


def _shown(asked: list[About], actor: Actor) -> dict[str, float]:
    from huying.workorders.queries.past_answers import past_answers

    shown = [len(past_answers(about=about, actor=actor)) for about in asked]
    return {"mean": round(sum(shown) / len(shown), 2), "share_with_any": round(sum(map(bool, shown)) / len(shown), 3)}
