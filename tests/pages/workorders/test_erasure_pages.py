"""Erasing a text by law: one administrator asks, another settles, neither sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.organisation.models import Unit
from huying.workorders.models import Erasure, Order, Text
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 20 * HOUR
SECRET = "我家住和平大道十二号，家里老人患病。"
BASIS = "个人信息保护法第四十七条，删除申请书第 3 号"
ASK, LIST = reverse("ask_erasure"), reverse("erasures")


@dataclass(frozen=True)
class Scene:
    """An order with a text that has to go, and the two who may see to it."""

    cast: Cast
    order: Order
    guard: Actor

    @property
    def ask_url(self) -> str:
        return f"{ASK}?number={self.order.number}"


@pytest.fixture
def scene() -> Scene:
    cast = create_cast()
    order = signed(cast, original=SECRET, transfer="反映邻里纠纷。", title="邻里纠纷", wants_secrecy=True)
    return Scene(cast, order, create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN, name="安管员"))


def _asked(scene: Scene) -> Erasure:
    with browser(scene.guard, at=AT) as client:
        answer = client.post(scene.ask_url, {"text": "1-original", "legal_basis": BASIS})
        assert (answer.status_code, answer.headers["Location"]) == (302, LIST)
    return Erasure.objects.get()


def _elsewhere(scene: Scene) -> Unit:
    return Unit.objects.get(pk=scene.cast.stranger.unit_id or 0)


def _settle_url(erasure: Erasure) -> str:
    return reverse("settle_erasure", kwargs={"erasure_id": erasure.pk})


def test_one_asks_another_settles_and_neither_reads_it(scene: Scene) -> None:
    with browser(scene.guard, at=AT) as client:
        found = client.get(scene.ask_url)
        assert "诉求原文（登记，" in shown(found)
        assert SECRET not in shown(found)
    erasure = _asked(scene)
    with browser(scene.cast.auditor, at=AT + HOUR) as client:
        assert _settle_url(erasure) in client.get(LIST).content.decode()
        page = client.get(_settle_url(erasure))
        assert BASIS in shown(page)
        assert SECRET not in shown(page)
        answer = client.post(_settle_url(erasure), {"decision": "approve"}, follow=True)
        assert "已删除，办理记录中留有说明" in shown(answer)
        assert "已删除" in shown(answer)
    assert Text.objects.get(order=scene.order, kind="original").body == ""
    with browser(scene.cast.operator, at=AT + 2 * HOUR) as client:
        page = client.get(order_url(scene.order))
        assert "（已依法删除）" in shown(page)
        assert "依法删除文本" in shown(page)


def test_what_is_refused_stays(scene: Scene) -> None:
    erasure = _asked(scene)
    with browser(scene.cast.auditor, at=AT + HOUR) as client:
        assert "已记为不予删除" in shown(client.post(_settle_url(erasure), {"decision": "refuse"}, follow=True))
    assert Text.objects.get(order=scene.order, kind="original").body == SECRET


def test_what_was_settled_meanwhile_is_said_and_not_done_twice(scene: Scene) -> None:
    erasure = _asked(scene)
    with browser(scene.cast.auditor, at=AT + HOUR) as client:
        client.post(_settle_url(erasure), {"decision": "refuse"})
        again = client.post(_settle_url(erasure), {"decision": "approve"})
        assert (again.status_code, "已经处理过" in shown(again)) == (409, True)
    assert Text.objects.get(order=scene.order, kind="original").body == SECRET


def test_a_wrong_number_and_a_missing_basis_are_said_at_their_fields(scene: Scene) -> None:
    with browser(scene.guard, at=AT) as client:
        for number, status in (("20260302999999", 404), ("x", 404), ("", 422)):
            answer = client.get(f"{ASK}?number={number}")
            assert answer.status_code == status, number
            assert ("没有这个编号的工单" in shown(answer)) is (status == 404)
        answer = client.post(scene.ask_url, {"text": "", "legal_basis": BASIS})
        assert (answer.status_code, BASIS in shown(answer)) == (422, True)
    assert not Erasure.objects.exists()


def test_what_is_asked_for_is_not_offered_again(scene: Scene) -> None:
    _asked(scene)
    with browser(scene.guard, at=AT) as client:
        assert "诉求原文（" not in shown(client.get(scene.ask_url))


def test_an_order_of_another_centre_is_not_found(scene: Scene) -> None:
    stranger = create_actor(unit=_elsewhere(scene), role=Role.SECURITY_ADMIN)
    with browser(stranger, at=AT) as client:
        assert client.get(scene.ask_url).status_code == 404
    erasure = _asked(scene)
    auditor = create_actor(unit=_elsewhere(scene), role=Role.AUDIT_ADMIN)
    with browser(auditor, at=AT + timedelta(minutes=1)) as client:
        assert client.get(_settle_url(erasure)).status_code == 404
        assert scene.order.number not in shown(client.get(LIST))
