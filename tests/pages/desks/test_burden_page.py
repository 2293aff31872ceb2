"""基层负担: what units carry, beside the median of their kind, and marked where it is far above."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.desks.queries.burden import COLUMNS, BurdenRow, burden
from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.actors import Actor, Role
from huying.foundation import memory
from huying.foundation.period import month_of
from huying.organisation.models import Unit
from huying.records.models import AccessRecord
from tests.actions.dispatch.returns import back_from_the_street
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_unit
from tests.factories.workorders import create_order
from tests.pages.desks.browse import shown
from tests.walk import HOUR, assigned, seen
from tests.whistles import blown

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * 24 * HOUR
MONTH = month_of("2026-03", at=AT)


def page(actor: Actor) -> str:
    with browser(actor, at=AT) as client:
        answer = client.get(reverse("burden"), {"month": "2026-03"})
    assert answer.status_code == 200
    return shown(answer)


def sent(cast: Cast, unit: Unit, *, times: int) -> None:
    for _ in range(times):
        order = create_order(operator=cast.operator, at=MONDAY)
        assign_unit(
            order_id=order.pk,
            lead_unit_id=unit.pk,
            legal_basis="三定",
            remark="属地办理。",
            seen=seen(order),
            actor=cast.dispatcher,
            at=MONDAY + HOUR,
        )


def streets(cast: Cast, *counts: int) -> list[Unit]:
    """Make streets beside the cast's, and send each so many orders."""
    made = []
    for place, count in enumerate(counts):
        unit = create_unit(
            centre=cast.centre, name=f"第{place}街道办事处", kind="street", level="street", parent=cast.district
        )
        create_actor(unit=unit, role=Role.CLERK)
        sent(cast, unit, times=count)
        made.append(unit)
    memory.forget()
    return made


def row_of(unit: Unit, actor: Actor) -> BurdenRow:
    kinds = burden(month=MONTH, actor=actor, at=AT).kinds
    return next(row for kind in kinds for row in kind.rows if row.unit_id == unit.pk)


def figures(row: BurdenRow) -> dict[str, str]:
    return {name: cell.text for name, cell in zip(COLUMNS, row.cells, strict=True)}


def test_a_unit_far_above_the_median_of_its_kind_is_marked_with_the_median_beside_it() -> None:
    cast = create_cast()
    one, two, many = streets(cast, 1, 2, 5)
    row = row_of(many, cast.supervisor)
    marked = {name: cell.middle for name, cell in zip(COLUMNS, row.cells, strict=True) if cell.middle}
    assert marked == {"received": "2", "open": "2", "each": "2.0"}
    assert row.heavy == 3
    assert [row_of(unit, cast.supervisor).heavy for unit in (one, two)] == [0, 0]
    text = page(cast.supervisor)
    assert "3 项偏重" in text
    assert text.index(many.name) < text.index(two.name) < text.index(one.name)


def test_each_figure_is_what_happened_in_the_month() -> None:
    cast = create_cast()
    assigned(cast, urgency=1)
    blown(cast)
    back_from_the_street(assigned(cast), cast)
    found = figures(row_of(cast.street, cast.supervisor))
    assert (found["received"], found["urgent"], found["open"]) == ("3", "33%", "2")
    assert (found["blown"], found["returned"]) == ("1", "1")
    april = burden(month=month_of("2026-04", at=AT), actor=cast.supervisor, at=AT).kinds
    rows = {row.unit_id: figures(row) for kind in april for row in kind.rows}
    assert (rows[cast.street.pk]["received"], rows[cast.street.pk]["open"]) == ("0", "2")


def test_two_units_have_no_median_and_no_mark() -> None:
    cast = create_cast()
    one, _ = streets(cast, 9, 1)
    assert row_of(one, cast.supervisor).heavy == 0


def test_a_district_s_leader_sees_the_units_of_the_district_alone() -> None:
    cast = create_cast()
    sent(cast, cast.street, times=1)
    sent(cast, cast.bureau, times=1)
    assert cast.bureau.name in page(cast.leader)
    leader = create_actor(unit=cast.district, role=Role.LEADER)
    text = page(leader)
    assert cast.street.name in text
    assert cast.bureau.name not in text


def test_the_number_of_questions_does_not_grow_with_the_units() -> None:
    cast = create_cast()
    streets(cast, 1)
    counts = []
    for name in ("又一街道办事处", "再一街道办事处"):
        memory.forget()
        with CaptureQueriesContext(connection) as asked:
            burden(month=MONTH, actor=cast.supervisor, at=AT)
        counts.append(len(asked))
        more = create_unit(centre=cast.centre, name=name, kind="street", level="street", parent=cast.district)
        sent(cast, more, times=2)
    assert counts[0] == counts[1]
    assert counts[0] <= 11


def test_an_export_is_the_page_as_a_table_and_leaves_a_record() -> None:
    cast = create_cast()
    sent(cast, cast.street, times=1)
    with browser(cast.supervisor, at=AT) as client:
        answer = client.get(reverse("export_burden"), {"month": "2026-03"})
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("\ufeff类别,单位,承办岗位,收到工单")
    assert any(line.startswith(f"街道（乡镇）,{cast.street.name},") for line in lines)
    assert AccessRecord.objects.filter(subject="burden-2026-03.csv").count() == 1
