"""推诿扯皮指数: every number is made of orders that one can open, and each sees only what is theirs."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.coordination.actions.refuse_call import refuse_call
from huying.domain.actors import Actor
from huying.handling.actions.pass_down import pass_down
from huying.handling.actions.pass_up import pass_up
from huying.records.models import AccessRecord
from tests.actions.dispatch.returns import ask, back_from_the_street, settle
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.pages.desks.browse import shown
from tests.walk import HOUR, assigned, contacted, seen
from tests.whistles import BLOWN, blown

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * 24 * HOUR


def page(actor: Actor, name: str = "shirking", *, month: str = "2026-03", **kwargs: int) -> str:
    with browser(actor, at=AT) as client:
        answer = client.get(reverse(name, kwargs=kwargs or None), {"month": month})
    assert answer.status_code == 200, answer.status_code
    return shown(answer)


def shirked(cast: Cast) -> None:
    """Let the street ask in vain and rightly, the bureau refuse a call, and the street hand on twice."""
    kept = assigned(cast)
    ask(kept, cast)
    settle(kept, cast, granted=False)
    back_from_the_street(assigned(cast), cast)
    order = blown(cast)
    refuse_call(order_id=order.pk, reason="不属于我局职责。", seen=seen(order), actor=cast.bureau_clerk, at=BLOWN)
    again = contacted(cast)
    for hours in (3, 5):
        at = MONDAY + hours * HOUR
        pass_down(
            order_id=again.pk, unit_id=cast.community.pk, note="请查看。", seen=seen(again), actor=cast.clerk, at=at
        )
        pass_up(order_id=again.pk, report="已看。", seen=seen(again), actor=cast.community_worker, at=at + HOUR)


def cells(text: str, unit: str) -> list[str]:
    """Return the cells of the line of a unit, without the unit."""
    line = text.split(unit, 1)[1].split("怎么算", 1)[0]
    return line.split()[:9]


def test_the_page_adds_up_what_each_unit_did() -> None:
    cast = create_cast()
    shirked(cast)
    text = page(cast.supervisor)
    # Four orders to lead; 无效退单 1 (3), 反复交办 1 (1), 获准改派 1 (0), and three orders not signed for in time (3).
    street = cells(text, "桥头街道办事处")
    assert street[0] == "4"
    assert street[1:7] == ["1", "0", "0", street[4], "1", "1"]
    assert int(street[7]) == 3 + int(street[4]) + 1
    assert float(street[8]) == int(street[7]) * 100 / 4
    bureau = cells(text, "市城市管理局")
    assert bureau[:4] == ["2", "0", "1", "0"]
    assert "每单经过的主办单位" in text
    assert "1.25 个" in text


def test_every_number_leads_to_its_orders() -> None:
    cast = create_cast()
    shirked(cast)
    text = page(cast.supervisor, "shirking_of_unit", unit_id=cast.street.pk)
    assert all(word in text for word in ("无效退单", "获准改派", "反复交办", "1 件，每件 3 分"))
    assert "拒绝报到" in page(cast.supervisor, "shirking_of_unit", unit_id=cast.bureau.pk)
    assert "没有计分的情形" in page(cast.supervisor, "shirking_of_unit", month="2026-01", unit_id=cast.street.pk)


def test_a_unit_sees_its_own_number_alone() -> None:
    cast = create_cast()
    shirked(cast)
    mine = page(cast.bureau_clerk)
    assert "市城市管理局" in mine
    assert "桥头街道办事处" not in mine
    assert "无效退单，1" not in page(cast.bureau_clerk, "shirking_of_unit", unit_id=cast.street.pk)
    assert "桥头街道办事处" not in page(cast.bureau_clerk, "shirking_of_unit", unit_id=cast.street.pk)
    assert "没有无效退单" in page(cast.outsider)
    with browser(cast.operator, at=AT) as client:
        assert client.get(reverse("shirking")).status_code == 403


def test_the_table_is_exported_with_a_record() -> None:
    cast = create_cast()
    shirked(cast)
    with browser(cast.supervisor, at=AT) as client:
        lines = client.get(reverse("export_shirking"), {"month": "2026-03"}).content.decode().splitlines()
    assert lines[0].startswith("\ufeff单位,经手件数,无效退单")
    assert any(line.startswith("桥头街道办事处,4,1,0,0,") for line in lines)
    assert AccessRecord.objects.filter(subject="shirking-2026-03.csv", role="supervisor").count() == 1
