"""What earlier versions left open on ended orders lapses when the store is brought up."""

from __future__ import annotations

from importlib import import_module

import pytest
from django.db import connection

from huying.dispatch.models import ReturnRequest
from huying.handling.models import Extension, Hanging
from huying.intake.actions.withdraw_order import withdraw_order
from huying.workorders.models import Merge, Order
from tests.actions.dispatch.returns import ask
from tests.actions.intake.merged import merge, three
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, asked_to_extend, asked_to_hang, assigned, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR
MODELS = (ReturnRequest, Extension, Hanging, Merge)
MIGRATIONS = (
    "dispatch.migrations.0004_returns_lapse_with_their_order",
    "handling.migrations.0003_requests_lapse_with_their_order",
    "workorders.migrations.0027_merges_lapse_with_their_child",
)


def _one_of_each(cast: Cast) -> list[Order]:
    returned = assigned(cast)
    ask(returned, cast)
    orders = three(cast)
    merge(orders, cast.dispatcher, master=orders[0])
    return [returned, asked_to_extend(cast), asked_to_hang(cast), fresh(orders[1])]


def _bring_up() -> None:
    with connection.cursor() as cursor:
        for name in MIGRATIONS:
            told = import_module(f"huying.{name}")._LAPSE
            for text in [told] if isinstance(told, str) else told:
                cursor.execute(text)


def test_open_rows_of_ended_orders_lapse_at_the_end_of_the_order_and_no_others() -> None:
    cast = create_cast()
    _one_of_each(cast)
    for order in _one_of_each(cast):
        withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=AT)
    Merge.objects.update(lapsed_at=None)
    _bring_up()
    for model in MODELS:
        assert list(model.objects.exclude(lapsed_at=None).values_list("lapsed_at", flat=True)) == [AT], model
        assert model.objects.filter(lapsed_at=None).exists(), model
