"""What a model says of an order, and an order that it is asked about."""

from __future__ import annotations

from huying.dispatch.actions.record_guarantee import record_guarantee
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.models import Comparison, Suggestion
from huying.dispatch.queries.ranking import is_drawn
from huying.domain.actors import policy_actor
from huying.learning.queries.serving import Guess, Guesses
from huying.organisation.models import Unit
from huying.workorders.models import Order
from huying.workorders.queries.likely_same import newest_id
from tests.cast import MONDAY, Cast
from tests.factories.workorders import create_order
from tests.walk import HOUR

NUMBER = 3


def said(*pairs: tuple[str, float], number: int = NUMBER) -> Guesses:
    """Return what a model says, the surest first."""
    return Guesses(model_number=number, of=(tuple(Guess(label=label, probability=sure) for label, sure in pairs),))


def suggested(order: Order, *pairs: tuple[str, float]) -> Suggestion:
    """Let the job's action suggest, with these guesses."""
    suggest_unit(order_id=order.pk, guesses=said(*pairs) if pairs else None, at=MONDAY)
    return Suggestion.objects.get(order=order)


def ranked_units(made: Suggestion) -> list[int]:
    """Return the units of a suggestion, the best first."""
    return [row["unit"] for row in made.ranked or ()]


def drawn_order(cast: Cast, **changes: object) -> Order:
    """Return an order that is left to a person where half of them are; those that were not drawn are withdrawn."""
    for _ in range(64):
        order = create_order(operator=cast.operator, at=MONDAY, **changes)
        if is_drawn(order_id=order.pk, percent=50):
            return order
        Order.objects.filter(pk=order.pk).update(state="withdrawn")
    raise AssertionError


def past_decisions(
    cast: Cast, *, right: int, wrong: int, sure: float = 0.97, number: int = NUMBER, is_control: bool = False
) -> None:
    """Write what so many earlier orders would have left: dispatched three days ago, when the model was this sure."""
    order = create_order(operator=cast.operator, at=MONDAY, original="公积金提取要哪些材料，窗口说法不一，跑了两趟。")
    before = MONDAY - 72 * HOUR
    first = newest_id() + 1_000_000
    rows = [Order(pk=first + place) for place in range(right + wrong)]
    for place, row in enumerate(rows):
        for field in order._meta.concrete_fields:
            if field.attname != "id" and not field.generated and field.attname != "identity_id":
                setattr(row, field.attname, getattr(order, field.attname))
        row.pk = first + place
    Order.objects.bulk_create(rows)
    Comparison.objects.bulk_create(
        Comparison(
            order=row,
            centre=cast.centre,
            suggested_unit=cast.bureau,
            ground="past",
            model_number=number,
            model_unit=cast.bureau,
            probability=sure,
            held_back="control" if is_control else "",
            is_offered=is_control,
            is_automatic=False,
            decided_unit=cast.bureau,
            decided_by_id=cast.dispatcher.person_id,
            decided_at=before,
            final_unit=cast.street if place < wrong else cast.bureau,
        )
        for place, row in enumerate(rows)
    )


def guarantee(cast: Cast, *, number: int = NUMBER) -> None:
    """Work out what the earlier orders allow, as the night does."""
    actor = policy_actor(centre_id=cast.centre.pk, name="auto_dispatch")
    record_guarantee(model_number=number, actor=actor, at=MONDAY)


def code_of(unit: Unit) -> str:
    """Return the label that a model gives to a unit."""
    return unit.code
