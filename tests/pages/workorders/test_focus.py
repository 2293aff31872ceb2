"""Focus lists: who keeps them, and which orders they point out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.urls import reverse

from huying.domain.actors import SEATED, Actor, Role
from huying.domain.errors import NotAllowed
from huying.foundation import memory
from huying.foundation.commit import one_row
from huying.workorders.actions.add_focus import FocusInvalid, add_focus
from huying.workorders.actions.end_focus import FocusNotFound, end_focus
from huying.workorders.choices import FocusKind
from huying.workorders.models import Focus, Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.focuses import focuses, focuses_of
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.walk import HOUR, assigned

pytestmark = pytest.mark.django_db
AT = MONDAY + 2 * HOUR
DAY = date(2026, 3, 2)


def add(cast: Cast, **changes: Any) -> Focus:
    given: dict[str, Any] = {
        "kind": FocusKind.PROBLEM,
        "title": "夜间烧烤扰民",
        "owner_unit_id": cast.bureau.pk,
        "first_day": DAY,
        "last_day": DAY + timedelta(days=30),
    }
    memory.forget()
    return add_focus(**given | changes, actor=cast.supervisor, at=AT)


def titles(order: Order, actor: Actor) -> list[str]:
    return [row.title for row in focuses_of(dossier=dossier_for(order_id=order.pk, actor=actor), actor=actor)]


def test_an_order_is_of_a_focus_where_word_and_place_and_days_all_fit() -> None:
    cast = create_cast()
    add(cast, word="烧烤", region_id=cast.region_street.parent_id)
    add(cast, title="早就结束", word="烧烤", first_day=DAY - timedelta(days=9), last_day=DAY - timedelta(days=1))
    there = assigned(cast, region_id=cast.region_street.pk)
    nowhere, other = assigned(cast), assigned(cast, region_id=cast.region_street.pk, original="路灯不亮，请修理。")
    assert titles(there, cast.clerk) == ["夜间烧烤扰民"]
    assert titles(nowhere, cast.clerk) == []
    assert titles(other, cast.clerk) == []


def test_a_place_does_not_give_away_where_a_confidential_order_is() -> None:
    cast = create_cast()
    add(cast, region_id=cast.region_street.pk)
    order = assigned(cast, region_id=cast.region_street.pk, wants_secrecy=True, title="油烟", transfer="请核查。")
    assert titles(order, cast.clerk) == []
    assert titles(order, cast.dispatcher) == ["夜间烧烤扰民"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({}, "word"),
        ({"word": "烧"}, "word"),
        ({"word": "烧烤", "title": " "}, "title"),
        ({"word": "烧烤", "last_day": DAY - timedelta(days=1)}, "last_day"),
        ({"matter_code": "999999"}, "matter_code"),
        ({"region_id": 2**40}, "region_id"),
    ],
)
def test_a_focus_that_does_not_add_up_is_refused(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(FocusInvalid) as refused, one_row():
        add(create_cast(), **changes)
    assert list(refused.value.fields) == [field]


def test_only_supervisors_keep_the_list_and_end_what_is_on_it() -> None:
    cast = create_cast()
    begun = add(cast, word="烧烤", first_day=DAY - timedelta(days=5))
    today = add(cast, word="路灯", title="路灯")
    with pytest.raises(NotAllowed), one_row():
        end_focus(focus_id=begun.pk, actor=cast.operator, at=AT)
    for one in (begun, today):
        end_focus(focus_id=one.pk, actor=cast.supervisor, at=AT)
    assert focuses(actor=cast.supervisor, at=AT) == ()
    assert Focus.objects.get().last_day == DAY - timedelta(days=1)
    with pytest.raises(FocusNotFound), one_row():
        end_focus(focus_id=begun.pk, actor=cast.supervisor, at=AT)


def test_the_page_is_filled_by_a_supervisor_and_the_order_s_page_points_it_out() -> None:
    cast = create_cast()
    url = reverse("focus")
    given = {
        "kind": "problem",
        "title": "夜间烧烤扰民",
        "word": "烧烤",
        "place": "桥头街道",
        "owner": "市城市管理局",
        "first_day": "2026-03-02",
        "last_day": "2026-04-01",
    }
    memory.forget()
    with browser(cast.supervisor, at=AT) as client:
        assert client.post(url, given | {"owner": "没有的单位"}).status_code == 422
        assert client.post(url, given).status_code == 302
        assert "地点「临江区桥头街道」" in client.get(url).content.decode()
    order = assigned(cast, region_id=cast.region_street.pk)
    memory.forget()
    with browser(cast.clerk, at=AT) as client:
        assert client.post(url, given).status_code == 403
        assert "夜间烧烤扰民" in client.get(url).content.decode()
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
    assert "重点关注：夜间烧烤扰民" in page
    with browser(cast.supervisor, at=AT) as client:
        client.post(reverse("end_focus", kwargs={"focus_id": Focus.objects.get().pk}))
    assert not Focus.objects.exists()


@pytest.mark.parametrize("role", sorted(SEATED))
def test_everyone_who_sees_orders_reads_the_list(role: Role) -> None:
    cast = create_cast()
    is_admin = role in {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
    with browser(create_actor(unit=cast.hotline, role=role), at=AT) as client:
        assert client.get(reverse("focus")).status_code == (403 if is_admin else 200)
