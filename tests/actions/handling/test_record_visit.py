"""What recording a visit does."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError

from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.handling.actions.record_visit import VisitIncomplete, record_visit
from huying.handling.queries import panel
from huying.workorders.choices import DemandFinding, TextKind, VisitMet, VisitPurpose
from huying.workorders.models import Contact, Event, Order, Text, Visit
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, contacted, fresh, running, seen, signed, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * HOUR


def given(**changes: Any) -> dict[str, Any]:
    """Return a complete record of a visit."""
    return {
        "purpose": VisitPurpose.HANDLE,
        "met": VisitMet.CALLER,
        "visited_at": AT - HOUR,
        "went": "陈承办（科员）、佘社区",
        "note": "到店核查，当场加装油烟净化器滤网。",
    } | changes


def visit(order: Order, cast: Cast, **changes: Any) -> None:
    record_visit(order_id=order.pk, **given(**changes), seen=seen(order), actor=cast.clerk, at=AT)


def test_a_visit_keeps_who_met_whom_when_and_puts_the_order_in_hand() -> None:
    cast = create_cast()
    order = contacted(cast)
    visit(order, cast)
    order = fresh(order)
    assert order.state == "handling"
    row = Visit.objects.get(order=order)
    assert (row.purpose, row.met, row.ground, row.visited_at, row.recorded_at) == (
        "handle",
        "caller",
        "",
        AT - HOUR,
        AT,
    )
    assert (row.unit_id, row.person_id, row.event) == (cast.street.pk, cast.clerk.person_id, order.events)
    text = Text.objects.get(order=order, kind=TextKind.VISIT)
    assert text.body == "上门人员：陈承办（科员）、佘社区\n到店核查，当场加装油烟净化器滤网。"
    said = Event.objects.get(order=order, seq=order.events).data
    assert (said["purpose"], said["met"]) == ("handle", "caller")
    assert "陈承办" not in str(said)


def test_a_visit_is_no_first_contact_whose_limit_runs_on() -> None:
    cast = create_cast()
    order = signed(cast)
    visit(order, cast, visited_at=AT - timedelta(minutes=5))
    assert not Contact.objects.exists()
    assert ("contact", cast.street.pk) in running(order)


def test_who_goes_to_persuade_says_why_the_demand_is_not_reasonable() -> None:
    cast = create_cast()
    order = contacted(cast)
    visit(order, cast, purpose=VisitPurpose.PERSUADE, ground=DemandFinding.EXCESSIVE)
    (row,) = panel(dossier=dossier_for(order_id=order.pk, actor=cast.clerk)).visits
    assert (row.purpose_label, row.ground_label, row.met_label) == ("不合理诉求上门劝", "诉求过高", "诉求人")
    assert "当场加装" in row.note


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"visited_at": AT + timedelta(minutes=1)}, "visited_at"),
        ({"visited_at": MONDAY - HOUR}, "visited_at"),
        ({"went": "  "}, "went"),
        ({"note": " "}, "note"),
        ({"purpose": VisitPurpose.PERSUADE}, "ground"),
        ({"purpose": VisitPurpose.PERSUADE, "ground": DemandFinding.REASONABLE}, "ground"),
        ({"purpose": VisitPurpose.TALK, "ground": DemandFinding.NO_POLICY}, "ground"),
    ],
)
def test_a_visit_that_does_not_add_up_is_refused(changes: dict[str, Any], field: str) -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(VisitIncomplete) as refused, one_row():
        visit(order, cast, **changes)
    assert list(refused.value.fields) == [field]
    assert fresh(order).state == "contacted"
    assert not Visit.objects.exists()


def test_only_the_unit_that_has_the_order_in_hand_visits() -> None:
    cast = create_cast()
    order = contacted(cast, assists=(cast.bureau.pk,))
    with pytest.raises(NotAllowed), one_row():
        record_visit(order_id=order.pk, **given(), seen=seen(order), actor=cast.bureau_clerk, at=AT)


def test_the_database_takes_no_persuading_without_a_ground() -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(IntegrityError, match="visit_persuades_on_a_ground"), one_row():
        Visit.objects.create(
            order=order,
            round=1,
            event=order.events,
            unit_id=cast.street.pk,
            person_id=cast.clerk.person_id or 0,
            purpose=VisitPurpose.PERSUADE,
            met=VisitMet.NOBODY,
            ground="",
            visited_at=AT,
            recorded_at=AT,
        )


def test_an_order_nobody_visited_reads_no_table_of_visits(django_assert_num_queries: Any) -> None:
    cast = create_cast()
    order = submitted(cast)
    dossier = dossier_for(order_id=order.pk, actor=cast.clerk)
    assert dossier.events
    with django_assert_num_queries(0):
        assert dossier.visits == ()
