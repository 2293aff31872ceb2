"""The pages on which a dispatcher merges orders, and what each party sees of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.workorders.models import Merge, Order
from tests.actions.intake.merged import AT, follow, merge, three
from tests.browse import browser
from tests.cast import Cast, create_cast
from tests.walk import HOUR, assigned, fresh, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def page(name: str, order: Order) -> str:
    return reverse(name, kwargs={"number": order.number})


def test_a_dispatcher_ticks_what_is_similar_types_the_rest_and_sees_the_children(cast: Cast) -> None:
    first, second, third = three(cast)
    again = assigned(cast, phone="13800000000")
    with browser(cast.dispatcher, at=AT) as client:
        assert f'href="{page("merge_orders", first)}"' in client.get(page("order", first)).content.decode()
        form = client.get(page("merge_orders", first)).content.decode()
        assert f'value="{again.number}"' in form
        assert f'value="{second.number}"' not in form
        given = {"seen": seen(first), "reason": "同一盏路灯。"}
        refused = client.post(page("merge_orders", first), given)
        assert refused.status_code == 422
        assert "请选择要合并的工单" in refused.content.decode()
        done = client.post(
            page("merge_orders", first),
            {**given, "found": again.number, "numbers": f"{second.number}、{third.number}"},
        )
        assert done.status_code == 302
        assert set(Merge.objects.values_list("master_id", flat=True)) == {again.pk}
        shown = client.get(page("order", again)).content.decode()
        assert "并入本单的工单（3）" in shown
        assert f'href="{page("order", second)}"' in shown
        child = client.get(page("order", second)).content.decode()
        assert f'本单已并入主单 <a class="hy-number" href="{page("order", again)}"' in child
        assert page("assign_unit", second) not in child
        assert "派单建议" not in child


def test_where_nothing_is_similar_a_number_is_required_and_the_own_one_is_refused_as_such(cast: Cast) -> None:
    order = three(cast)[0]
    Order.objects.exclude(pk=order.pk).update(is_open=False)
    with browser(cast.dispatcher, at=AT) as client:
        form = client.get(page("merge_orders", order)).content.decode()
        assert "不在上面的" not in form
        assert '其他工单编号<span class="hy-required"' in form
        given = {"seen": seen(order), "reason": "同一盏路灯。"}
        empty = client.post(page("merge_orders", order), given)
        assert empty.status_code == 422
        assert empty.context["form"].errors == {"numbers": ["请选择要合并的工单，一次不超过 50 张。"]}
        own = client.post(page("merge_orders", order), {**given, "numbers": order.number})
    assert own.status_code == 422
    assert own.context["form"].errors == {"numbers": ["不能与自己合并，请填写另一张工单的编号。"]}


def test_a_second_merge_of_the_same_order_is_told_so_with_the_words_kept(cast: Cast) -> None:
    first, second, third = three(cast)
    merge([first, second], cast.dispatcher)
    with browser(cast.dispatcher, at=AT) as client:
        answer = client.post(
            page("merge_orders", third), {"seen": seen(third), "numbers": second.number, "reason": "同一盏路灯。"}
        )
    assert answer.status_code == 409
    assert f"工单 {second.number} 不能合并" in answer.content.decode()
    assert "同一盏路灯。" in answer.content.decode()


def test_a_unit_sees_of_the_children_what_it_may(cast: Cast) -> None:
    first, second = assigned(cast), three(cast)[0]
    merge([first, second], cast.dispatcher)
    with browser(cast.clerk, at=AT) as client:
        shown = client.get(page("order", first)).content.decode()
        assert "您的岗位看不到这张工单" in shown
        assert page("order", second) not in shown
        follow(second, at=AT)
        assert page("order", second) in client.get(page("order", first)).content.decode()
        assert "并单" in client.get(reverse("queue")).content.decode()


def test_taking_a_child_out_needs_a_word(cast: Cast) -> None:
    first, second, _ = three(cast)
    merge([first, second], cast.dispatcher)
    with browser(cast.arbiter, at=AT + HOUR) as client:
        assert page("unmerge_order", second) in client.get(page("order", second)).content.decode()
        given = {"seen": seen(second), "reason": ""}
        assert client.post(page("unmerge_order", second), given).status_code == 422
        assert client.post(page("unmerge_order", second), {**given, "reason": "不是同一盏。"}).status_code == 302
        assert "已解除并单" in client.get(page("order", first)).content.decode()
    assert fresh(second).open_roads == []
