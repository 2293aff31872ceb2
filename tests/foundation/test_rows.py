"""insert: new rows of several tables in one statement."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django.db.models import Model
from django.test.utils import CaptureQueriesContext

from huying.coordination.models import Whistle, WhistleCall
from huying.foundation.commit import one_row
from huying.foundation.rows import Wanted, insert, read, together
from huying.workorders.choices import Part, Stage
from huying.workorders.models import Assignment, Clock, Contact, Event, Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.whistles import blown

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def order(cast: Cast) -> Order:
    return create_order(operator=cast.operator, at=MONDAY)


def _lead(order: Order, cast: Cast) -> Assignment:
    return Assignment(order=order, unit=cast.street, part=Part.LEAD, assigned_at=MONDAY)


def _clock(order: Order) -> Clock:
    limits = {"started_at": MONDAY, "due_at": MONDAY, "rule_code": "sign"}
    return Clock(order=order, stage=Stage.SIGN, round=1, policy_version_id=order.policy_version_id, **limits)


def test_rows_of_several_tables_go_in_one_statement(cast: Cast, order: Order) -> None:
    with CaptureQueriesContext(connection) as queries:
        insert(_lead(order, cast), _clock(order))
    assert len(queries) == 1
    assert Assignment.objects.get(order=order, part="lead").unit == cast.street
    assert Clock.objects.filter(order=order, stage=Stage.SIGN).exists()


def test_two_rows_of_one_table_are_both_written(cast: Cast, order: Order) -> None:
    assist = Assignment(order=order, unit=cast.bureau, part=Part.ASSIST, assigned_at=MONDAY)
    insert(_lead(order, cast), assist)
    assert set(Assignment.objects.filter(order=order).values_list("part", flat=True)) == {Part.LEAD, Part.ASSIST}


def test_the_last_row_learns_its_key_and_can_be_saved_again(cast: Cast, order: Order) -> None:
    lead = _lead(order, cast)
    insert(_clock(order), lead)
    lead.closed_at = MONDAY
    lead.save(force_update=True)
    assert Assignment.objects.get(pk=lead.pk).closed_at == MONDAY


def test_columns_that_the_database_fills_in_are_left_to_it(order: Order) -> None:
    assert Event.objects.get(order=order).xact > 0
    assert Order.objects.get(pk=order.pk).is_open


def test_a_row_that_is_refused_takes_the_others_with_it(cast: Cast, order: Order) -> None:
    insert(_lead(order, cast))
    with pytest.raises(IntegrityError, match="assignment_one_lead"), one_row():
        insert(_clock(order), _lead(order, cast))
    assert not Clock.objects.filter(order=order, stage=Stage.SIGN).exists()


def test_rows_are_read_as_the_models_read_them(cast: Cast, order: Order) -> None:
    insert(_clock(order))
    for model, by in ((Event, "seq"), (Clock, "id")):
        found = read(model, column="order_id", value=order.pk, by=by)
        expected = list(model.objects.filter(order=order).order_by(by))
        assert [vars_of(row) for row in found] == [vars_of(row) for row in expected]
    assert read(Order, column="id", value=0, by="id") == ()


def test_rows_of_several_tables_are_read_in_one_statement_as_the_models_read_them(cast: Cast) -> None:
    order = blown(cast)
    escalate_by = {"column": "order_id", "by": ("id",)}
    called = Wanted(model=WhistleCall, column="whistle_id", by=("id",), through=(Whistle, "order_id"))
    wanted = [*(Wanted(model=model, **escalate_by) for model in (Event, Text, Clock, Contact, Whistle)), called]  # type: ignore[arg-type]
    with CaptureQueriesContext(connection) as queries:
        *found, calls = together(*wanted, value=order.pk)
    assert len(queries) == 1
    for one, rows in zip(wanted, found, strict=False):
        expected = list(one.model._default_manager.filter(order=order).order_by("pk"))
        assert [vars_of(row) for row in rows] == [vars_of(row) for row in expected] != []
    assert [call.unit_id for call in calls] == [cast.bureau.pk]
    assert together(*wanted, value=0) == ((),) * 6


def vars_of(row: Model) -> dict[str, object]:
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
