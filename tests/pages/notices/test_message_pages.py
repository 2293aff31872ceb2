"""The log of messages, and the page on which a citizen stops them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from huying.domain.actors import Actor, Role
from huying.foundation import clock
from huying.notices.choices import MessageState
from huying.notices.models import Message, Recipient
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.pages.desks.browse import shown
from tests.told import link_of, told
from tests.walk import HOUR, replied

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
LOG = reverse("messages")


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def message(cast: Cast) -> Message:
    order = replied(cast)
    told(order)
    return Message.objects.get()


@pytest.fixture
def admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def failed(message: Message) -> None:
    Message.objects.update(state=MessageState.FAILED, tries=7, ended_at=AT, last_fault="短信网关应答 503。")


def test_a_failure_is_shown_with_its_reason_and_sent_again(cast: Cast, message: Message, admin: Actor) -> None:
    failed(message)
    with browser(admin, at=AT) as client:
        page = shown(client.get(LOG, {"state": "failed"}))
        for said in ("发送失败", "短信网关应答 503。", "试了 7 次", "138****0000", "重新发送"):
            assert said in page, said
        answer = client.post(reverse("send_message_again", kwargs={"message_id": message.pk}), follow=True)
        assert "已安排重新发送。" in shown(answer)
        again = client.post(reverse("send_message_again", kwargs={"message_id": message.pk}))
    message.refresh_from_db()
    assert (message.state, message.tries, again.status_code) == (MessageState.WAITING, 0, 404)


def test_who_runs_the_site_does_not_learn_which_order_it_was(cast: Cast, message: Message, admin: Actor) -> None:
    with browser(admin, at=AT) as client:
        page = client.get(LOG).content.decode()
    assert message.order.number not in page
    with browser(cast.supervisor, at=AT) as client:
        page = client.get(LOG).content.decode()
    assert f"/orders/{message.order.number}/" in page
    assert "13800000000" not in page


def test_who_watches_sends_nothing(cast: Cast, message: Message) -> None:
    failed(message)
    with browser(cast.supervisor, at=AT) as client:
        assert "重新发送" not in shown(client.get(LOG))
        assert client.post(reverse("send_message_again", kwargs={"message_id": message.pk})).status_code == 403


def test_another_centre_sees_none(cast: Cast, message: Message) -> None:
    other = create_actor(unit=create_cast().hotline, role=Role.SYSTEM_ADMIN)
    failed(message)
    with browser(other, at=AT) as client:
        assert "没有这样的短信" in shown(client.get(LOG))
        assert client.post(reverse("send_message_again", kwargs={"message_id": message.pk})).status_code == 404


def test_those_who_handle_have_no_log(cast: Cast) -> None:
    with browser(cast.clerk, at=AT) as client:
        assert client.get(LOG).status_code == 403


def test_a_citizen_stops_with_one_tap_and_starts_again(message: Message) -> None:
    client, url = Client(), reverse("citizen_messages", kwargs={"code": link_of(message)})
    with clock.moved(AT):
        page = client.get(url)
        assert "138****0000" in shown(page)
        assert Recipient.objects.get().stopped_at is None
        stopped = client.post(f"{url}choose/", follow=True)
        assert "已停收短信" in shown(stopped)
        assert Recipient.objects.get().stopped_at == AT
        begun = client.post(f"{url}choose/", {"wanted": "yes"}, follow=True)
    assert "会收到诉求办理情况的短信" in shown(begun)
    assert Recipient.objects.get().stopped_at is None


def test_opening_the_link_or_its_buttons_addresses_stops_nothing(message: Message) -> None:
    client, url = Client(), reverse("citizen_messages", kwargs={"code": link_of(message)})
    assert client.get(url).status_code == 200
    assert client.head(url).status_code == 200
    assert client.get(f"{url}choose/").status_code == 405
    assert Recipient.objects.get().stopped_at is None


def test_a_wrong_link_is_told_so(message: Message) -> None:
    answer = Client().get("/m/0000-0000-0000-0000/")
    assert answer.status_code == 404
    assert "这个链接不完整或已失效" in shown(answer)


def test_the_page_is_not_kept_by_browsers(message: Message) -> None:
    answer = Client().get(reverse("citizen_messages", kwargs={"code": link_of(message)}))
    assert "no-store" in answer.headers["Cache-Control"]
