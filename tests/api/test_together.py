"""What comes later to an order, by systems: urged, linked, split, merged and taken out again."""

from __future__ import annotations

import pytest

from huying.domain.actors import Role
from huying.workorders.models import Merge, Order
from tests.api.system import System, create_system
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import fresh, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def do(system: System, order: Order, action: str, *, status: int = 200, **given: object) -> str:
    answer = system.post(f"/orders/{order.number}/actions/{action}", {"seen": seen(order), **given})
    assert answer.status_code == status, answer.content
    return str(answer.json().get("code", answer.json().get("state")))


def test_an_operator_s_system_urges_links_and_splits(cast: Cast) -> None:
    system = create_system(unit=cast.hotline, role=Role.OPERATOR)
    first, second = (create_order(operator=cast.operator, at=MONDAY) for _ in range(2))
    assert do(system, second, "urge_order", kind="caller", words="问何时办好。") == "awaiting_dispatch"
    assert fresh(second).urges == 1
    do(system, second, "link_repeat", repeats_number=first.number)
    assert do(system, second, "link_repeat", repeats_number=first.number, status=409) == "already_repeat"
    do(system, second, "unlink_repeat")
    part = {"title": "路灯", "transfer": "路灯不亮。"}
    do(system, second, "split_order", parts=[part, part], rest="只剩油烟。")
    assert Order.objects.count() == 4
    assert do(system, second, "split_order", parts=[], status=422) == "request_invalid"
    assert do(system, first, "merge_orders", numbers=[second.number], reason="同一件。", status=403) == "not_allowed"


def test_a_dispatcher_s_system_merges_and_takes_out(cast: Cast) -> None:
    system = create_system(unit=cast.hotline, role=Role.DISPATCHER)
    first, second, third = (create_order(operator=cast.operator, at=MONDAY) for _ in range(3))
    do(system, second, "merge_orders", numbers=[first.number, third.number], reason="同一件。")
    assert set(Merge.objects.values_list("master_id", flat=True)) == {first.pk}
    again = do(system, first, "merge_orders", numbers=[third.number], reason="同一件。", status=409)
    assert again == "merged_away"
    do(system, third, "unmerge_order", reason="不是一件。")
    assert fresh(third).open_roads == []
    do(system, first, "merge_orders", numbers=["20990101000001"], reason="同一件。", status=422)
