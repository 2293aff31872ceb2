"""The list of replies in which something may be wrong."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.domain.actors import Role
from huying.handling.actions.submit_reply import submit_reply
from huying.organisation.models import Unit
from huying.supervision.actions.note_reply_leads import note_reply_leads
from huying.supervision.models import ReplyLead
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.walk import HOUR, answer, contacted, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
EMPTY = "您好，您反映的问题我单位已收悉，将转有关科室处理，感谢您的支持！"
SHIRKED = "您好，夜市油烟不归我单位管，我们无权处理，请您找其他部门反映解决。"


def replied(cast: Cast, words: str, *, hours: int = 0) -> Order:
    order = contacted(cast)
    at = AT + hours * HOUR
    submit_reply(order_id=order.pk, **answer(words=words), seen=seen(order), actor=cast.clerk, at=at)
    order = fresh(order)
    note_reply_leads(order_id=order.pk, event=order.events)
    return order


def page(cast: Cast, who: str = "supervisor", query: str = "") -> str:
    with browser(getattr(cast, who), at=AT + 3 * HOUR) as client:
        return client.get(reverse("reply_leads") + query).content.decode()


def test_it_shows_the_sentence_and_leads_to_the_order_the_newest_first() -> None:
    cast = create_cast()
    first, second = replied(cast, EMPTY), replied(cast, EMPTY, hours=1)
    shown = page(cast)
    assert f"「{EMPTY}」" in shown
    assert 0 < shown.index(second.number) < shown.index(first.number)
    assert reverse("order", kwargs={"number": first.number}) in shown


def test_it_is_cut_to_a_fault_and_to_a_unit() -> None:
    cast = create_cast()
    empty, shirked = replied(cast, EMPTY), replied(cast, SHIRKED)
    shown = page(cast)
    assert all(order.number in shown for order in (empty, shirked))
    assert all(
        words in shown for words in ("全部（2）", "敷衍答复（1）", "推诿扯皮（1）", "过度承诺（0）", "敷衍答复：「")
    )
    assert shirked.number not in page(cast, query="?fault=perfunctory")
    found = page(cast, query=f"?fault=shirking&unit_id={cast.street.pk}")
    assert (shirked.number in found, empty.number in found) == (True, False)
    assert shirked.number not in page(cast, query=f"?fault=shirking&unit_id={cast.bureau.pk}")
    assert empty.number in page(cast, query="?fault=nothing&unit_id=x&at=y")


@pytest.mark.parametrize(("who", "status"), [("leader", 200), ("clerk", 403), ("reviewer", 403), ("operator", 403)])
def test_only_those_who_watch_read_it(who: str, status: int) -> None:
    cast = create_cast()
    with browser(getattr(cast, who), at=AT) as client:
        assert client.get(reverse("reply_leads")).status_code == status


def test_a_leader_of_the_district_sees_the_district_s_and_another_centre_nothing() -> None:
    cast = create_cast()
    order = replied(cast, EMPTY)
    elsewhere = Unit.objects.get(name="山城市12345热线中心")
    for unit, is_seen in ((cast.district, True), (elsewhere, False)):
        with browser(create_actor(unit=unit, role=Role.LEADER), at=AT + HOUR) as client:
            found = client.get(reverse("reply_leads"))
        assert (order.number in found.content.decode()) is is_seen


def test_a_supervisor_settles_leads_and_the_list_tells_how_often_the_rule_was_right() -> None:
    cast = create_cast()
    first, second = replied(cast, EMPTY), replied(cast, EMPTY, hours=1)
    listed = f"?fault=perfunctory&state=open&unit_id={cast.street.pk}"
    with browser(cast.supervisor, at=AT + 3 * HOUR) as client:
        assert "近 90 天" not in client.get(reverse("reply_leads")).content.decode()
        for order, found in ((first, "confirmed"), (second, "dismissed")):
            place = reverse("settle_reply_lead", kwargs={"lead_id": ReplyLead.objects.get(order=order).pk})
            assert f'action="{place}?state=open"' in client.get(reverse("reply_leads")).content.decode()
            answer = client.post(place + listed, {"found": found, "seen": "open"})
            assert (answer.status_code, answer["Location"]) == (302, reverse("reply_leads") + listed)
        shown = client.get(reverse("reply_leads")).content.decode()
        assert (first.number in shown, second.number in shown) == (False, False)
        assert "近 90 天答复中的线索已核实 2 条，其中确有问题 1 条" in shown
        confirmed = client.get(reverse("reply_leads") + "?state=confirmed").content.decode()
        assert (first.number in confirmed, second.number in confirmed) == (True, False)
        assert "重新核实" in confirmed
        late = client.post(place, {"found": "confirmed", "seen": "open"})
        assert (late.status_code, "刚才已有别人核实" in late.content.decode()) == (409, True)
        assert client.post(place, {"found": "x"}).status_code == 422


def test_who_only_reads_is_offered_no_button_and_may_not_settle() -> None:
    cast = create_cast()
    lead = ReplyLead.objects.get(order=replied(cast, EMPTY))
    place = reverse("settle_reply_lead", kwargs={"lead_id": lead.pk})
    with browser(create_actor(unit=cast.hotline, role=Role.EVALUATOR), at=AT + HOUR) as client:
        assert place not in client.get(reverse("reply_leads")).content.decode()
        assert client.post(place, {"found": "confirmed", "seen": "open"}).status_code == 403
