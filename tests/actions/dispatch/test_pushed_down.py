"""What the duty list gives to a bureau does not go down to a street or community unseen."""

from __future__ import annotations

from typing import Any

import pytest

from huying.coordination.queries.pushed_down import pushed_down_counts, pushed_down_page
from huying.dispatch.actions.assign_unit import PushedDown, assign_unit
from huying.dispatch.models import Suggestion
from huying.foundation.commit import one_row
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.sign_order import sign_order
from huying.workorders.models import Event, Order
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def bureaus_matter(cast: Cast, *, ground: str = "duty") -> Order:
    """Register an order that the duty list gives to the bureau."""
    order = create_order(operator=cast.operator, at=MONDAY)
    Suggestion.objects.create(
        order=order, lead_unit=cast.bureau, ground=ground, reason="派单目录", legal_basis="三定", made_at=MONDAY
    )
    return order


def assign(order: Order, cast: Cast, lead: int, **changes: Any) -> None:
    given: dict[str, Any] = {"legal_basis": "依据", "seen": seen(order), "actor": cast.dispatcher, "at": AT}
    assign_unit(order_id=order.pk, lead_unit_id=lead, **given | changes)


def test_a_street_for_a_bureau_s_matter_needs_a_reason_and_is_marked(cast: Cast) -> None:
    order = bureaus_matter(cast)
    with pytest.raises(PushedDown), one_row():
        assign(order, cast, cast.street.pk)
    assign(order, cast, cast.street.pk, remark="现场在背街小巷，街道先行处置。")
    assert Event.objects.get(order=order, action="assign_unit").data["pushed_down"] is True


@pytest.mark.parametrize("ground", ["duty_at_place", "place"])
def test_what_the_duty_list_leaves_to_the_place_is_none(cast: Cast, ground: str) -> None:
    order = bureaus_matter(cast, ground=ground)
    assign(order, cast, cast.street.pk)
    assert "pushed_down" not in Event.objects.get(order=order, action="assign_unit").data


def test_neither_is_the_bureau_s_matter_with_the_bureau_or_the_district(cast: Cast) -> None:
    for lead in (cast.bureau.pk, cast.district.pk):
        order = bureaus_matter(cast)
        assign(order, cast, lead)
        assert "pushed_down" not in Event.objects.get(order=order, action="assign_unit").data


def test_passing_it_on_to_a_community_is_marked_too_and_both_are_counted(cast: Cast) -> None:
    order = bureaus_matter(cast)
    assign(order, cast, cast.street.pk, remark="街道先行处置。")
    sign_order(order_id=order.pk, seen=seen(order), actor=cast.clerk, at=AT)
    pass_down(
        order_id=order.pk, unit_id=cast.community.pk, note="请入户劝导。", seen=seen(order), actor=cast.clerk, at=AT
    )
    assert fresh(order).holder_unit == cast.community
    page = pushed_down_page(cursor=None, actor=cast.supervisor)
    assert [(row.what, row.to_name, row.reason) for row in page.rows] == [
        ("交下级办理", "河畔社区", "请入户劝导。"),
        ("派单", "桥头街道办事处", "街道先行处置。"),
    ]
    assert dict(pushed_down_counts(actor=cast.supervisor, at=AT)) == {"桥头街道办事处": 1, "河畔社区": 1}
    assert not pushed_down_page(cursor=None, actor=cast.stranger).rows
