"""Let the hotline make an order of its own of what a caller of the demonstration also said (拆单)."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from huying.demo.actions.lives.take_step import take_step
from huying.demo.queries.life import Life
from huying.domain.actors import Role
from huying.intake.actions.split_order import Part, split_order
from huying.workorders.models import Order


def live_split(*, life: Life) -> list[Life]:
    """Split the order where its caller said two things; return the lives of the orders that came of it."""
    also = life.call.also
    if also is None:
        return []
    before = Order.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    part = Part(title=also.title, transfer=also.transfer, matter_id=life.cast.matters[also.matter])
    take_step(
        life=life,
        action=split_order,
        actor=life.hotline(Role.DISPATCHER),
        after=life.daytime(life.minutes(3, 40)),
        parts=[part],
        rest=f"{life.call.transfer}（{life.said('split')}）",
    )
    return [
        Life(
            call=replace(also, at=life.at),
            cast=life.cast,
            rng=Random(f"{life.rng.random()}/part"),  # noqa: S311  # a demonstration, no secret
            until=life.until,
            at=life.at,
            order_id=order.pk,
            seen=1,
        )
        for order in Order.objects.filter(pk__gt=before).order_by("pk")
    ]
