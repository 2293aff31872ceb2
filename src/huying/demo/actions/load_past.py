"""Write the next orders of a load in bulk, as finished orders of the past."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from huying.demo.models import Load
from huying.demo.queries.calls import Call, calls_between
from huying.demo.queries.cast import Cast
from huying.demo.queries.invented import texts
from huying.domain.actors import policy_actor
from huying.domain.states import State
from huying.intake.choices import ROUTE_STATES, Route
from huying.workorders.actions.import_history import HistoricOrder, import_history

_SETTLED_LONG_AGO = timedelta(days=30)


@transaction.atomic(savepoint=False)
def load_past(*, load_id: int, cast: Cast, size: int, at: datetime) -> int:
    """Write up to ``size`` orders by COPY and how far the load is, all or nothing; return how far.

    They have one event, ``imported``, and no clocks: for benchmarks, not for looking at one order's life.
    """
    load = Load.objects.select_for_update().get(pk=load_id)
    end = min(load.done + size, load.wanted)
    calls = calls_between(seed=load.seed, first=load.done, end=end, until=load.until)
    import_history(
        rows=[_finished(call, cast, seed=load.seed, until=load.until) for call in calls],
        source="",
        actor=policy_actor(centre_id=load.centre_id, name="demo"),
        at=at,
    )
    load.done = end
    load.save(update_fields=["done"])
    return load.done


def _finished(call: Call, cast: Cast, *, seed: int, until: datetime) -> HistoricOrder:
    rng = Random(f"{seed}/past/{call.number}")  # noqa: S311  # a demonstration, no secret
    begun = call.at - (_SETTLED_LONG_AGO if call.at > until - _SETTLED_LONG_AGO else timedelta())
    is_handled = call.route in {Route.DISPATCH, Route.PROGRESS}
    took = timedelta(days=7) * rng.betavariate(2, 3) if is_handled else timedelta()
    unit_id = cast.lead_of(call.matter, call.street, call.lead) if is_handled else None
    reply = call.reason or texts()["speech"]["work"]["told"][0]
    if call.done:
        reply = f"经核实，{rng.choice(call.done)}。{rng.choice(texts()['speech']['work']['told'])}"
    return HistoricOrder(
        number="",
        channel=call.channel,
        kind=call.kind,
        urgency=call.urgency,
        title=call.title,
        original=call.original,
        transfer=call.transfer,
        reply=reply,
        registered_at=begun,
        closed_at=begun + took,
        state=State.CLOSED if is_handled else ROUTE_STATES[call.route],
        place_text=call.place,
        region_id=cast.regions[call.community],
        matter_id=cast.matters[call.matter],
        matter_top=call.matter[:2],
        unit_id=unit_id,
        district_id=cast.districts.get(unit_id or 0),
        is_confidential=call.is_secret,
        phone=call.phone,
        name=call.name,
    )
