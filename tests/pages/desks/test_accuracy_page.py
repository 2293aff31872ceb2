"""精准度: places, matters and first units, by month and district."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import Matter
from huying.desks.queries.accuracy import accuracy
from huying.domain.actors import SIDES, Role, policy_actor
from huying.domain.catalogue_drafts import MatterDraft
from huying.domain.policies import OrderKind, Urgency
from huying.domain.states import State
from huying.foundation import memory
from huying.foundation.period import month_of
from huying.intake.actions.accept_order import accept_order
from huying.intake.choices import Route
from huying.organisation.models import Spot
from huying.records.models import AccessRecord
from huying.workorders.actions.open_order import NewOrder, open_order
from huying.workorders.choices import Channel
from huying.workorders.models import Order
from tests.actions.dispatch.returns import back_from_the_street, send
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import LONG_AGO, create_actor, create_region
from tests.factories.workorders import create_order
from tests.pages.desks.browse import shown
from tests.walk import HOUR, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + timedelta(days=5)
MARCH, FEBRUARY = month_of("2026-03", at=AT), month_of("2026-02", at=AT)


@pytest.fixture
def cast() -> Cast:
    cast = create_cast()
    tree = [MatterDraft(line=2, code="03", name="城建"), MatterDraft(line=3, code="04", name="环境")]
    actor = policy_actor(centre_id=cast.centre.pk, name="tests")
    publish_matters(drafts=tree, effective_from=LONG_AGO, after=0, actor=actor, at=LONG_AGO, note="测试")
    memory.forget()
    return cast


def sent(cast: Cast, **more: object) -> Order:
    order = create_order(operator=cast.operator, at=MONDAY, **more)
    send(order, cast, lead=cast.street, at=MONDAY + HOUR)
    return order


def counts(cast: Cast) -> dict[str, int]:
    found = accuracy(month=MARCH, before=FEBRUARY, actor=cast.supervisor)
    return {"首次派出": found.whole.orders} | {cell.label: cell.count for cell in found.whole.cells}


def test_places_matters_and_first_units_are_counted(cast: Cast) -> None:
    community = create_region(centre=cast.centre, name="河畔社区", level="community", parent=cast.region_street)
    Spot.objects.create(region=community, kind="estate", name="河畔花园", aliases=["河畔一期"])
    memory.forget()
    matter = Matter.objects.get(code="03")
    sent(cast, region_id=community.pk, place_text="河畔一期 3 号楼", matter_id=matter.pk)
    sent(cast, region_id=cast.region_street.pk, place_text="桥头大街", matter_id=matter.pk)
    sent(cast, place_text="河畔花园")
    back_from_the_street(sent(cast), cast)
    assert counts(cast) == {
        "首次派出": 4,
        "地点到社区（网格）": 1,
        "地点到街道（乡镇）": 2,
        "写明点位": 1,
        "事项已定": 2,
        "事项改过": 0,
        "首派未改派": 3,
    }


def test_a_matter_that_was_mended_at_acceptance_counts_as_changed(cast: Cast) -> None:
    first, second = Matter.objects.order_by("code")
    new = NewOrder(
        channel=Channel.WEB,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        title="路灯不亮",
        original="村口路灯不亮",
        transfer="村口路灯不亮",
        state=State.AWAITING_ACCEPTANCE,
        matter_id=first.pk,
        matter_code=first.code,
        matter_top=first.code,
    )
    order = open_order(new=new, actor=cast.operator, at=MONDAY)
    accept_order(
        order_id=order.pk,
        route=Route.DISPATCH,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        matter_id=second.pk,
        seen=seen(order),
        actor=cast.operator,
        at=MONDAY,
    )
    send(order, cast, lead=cast.street, at=MONDAY + HOUR)
    assert counts(cast)["事项改过"] == 1


def test_an_order_counts_in_the_month_of_its_first_sending_and_for_the_first_unit_s_district(cast: Cast) -> None:
    sent(cast)
    found = accuracy(month=MARCH, before=FEBRUARY, actor=cast.supervisor)
    assert [(row.name, row.orders) for row in found.districts] == [(cast.district.name, 1)]
    assert accuracy(month=FEBRUARY, before=FEBRUARY, actor=cast.supervisor).districts == ()


@pytest.mark.parametrize("role", sorted(SIDES))
def test_only_those_who_oversee_open_it(cast: Cast, role: Role) -> None:
    actor = create_actor(unit=cast.hotline, role=role)
    with browser(actor, at=AT) as client:
        status = client.get(reverse("accuracy")).status_code
    assert (status == 200) is (role in {Role.SUPERVISOR, Role.EVALUATOR, Role.LEADER})


def test_an_empty_month_says_so_and_a_full_one_has_its_share(cast: Cast) -> None:
    with browser(cast.supervisor, at=AT) as client:
        assert "这个月没有首次派出的工单" in shown(client.get(reverse("accuracy"), {"month": "2026-02"}))
        sent(cast)
        page = shown(client.get(reverse("accuracy"), {"month": "2026-03"}))
    assert "临江区人民政府 1" in page
    assert "100.0%" in page


def test_the_export_holds_twelve_months_and_leaves_a_record(cast: Cast) -> None:
    sent(cast)
    with browser(cast.leader, at=AT) as client:
        lines = client.get(reverse("export_accuracy"), {"month": "2026-03"}).content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("月份,区,首次派出工单,地点到社区（网格）,地点到社区（网格）占比")
    assert lines[1].startswith("2026-03,临江区人民政府,1,")
    assert lines[-1].split(",")[:3] == ["2025-04", "合计", "0"]
    assert AccessRecord.objects.filter(subject="accuracy-2026-03.csv").exists()


def test_the_page_asks_as_often_however_many_orders(cast: Cast) -> None:
    def asked() -> int:
        memory.forget()
        with CaptureQueriesContext(connection) as found:
            accuracy(month=MARCH, before=FEBRUARY, actor=cast.supervisor)
        return len(found)

    sent(cast)
    few = asked()
    for _ in range(3):
        sent(cast)
    assert asked() == few
