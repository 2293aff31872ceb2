"""The citizen's form: no account, nothing lost, no machine, and danger is told first."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huying.foundation import clock
from huying.foundation.client_address import networks
from huying.workorders.models import Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.pages.citizen.walk import DEMAND, PHONE, answer_to, code_in, filled, proof_in, submit

pytestmark = pytest.mark.django_db
AT = MONDAY


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def post(client: Client, given: dict[str, str], *, status: int) -> str:
    with clock.moved(AT):
        answer = client.post(reverse("citizen_register"), given)
    assert answer.status_code == status, answer.content.decode()
    return answer.content.decode()


def test_a_visitor_registers_without_an_account_and_waits_for_the_hotline(cast: Cast) -> None:
    client = Client()
    code = submit(client, at=AT, phone=PHONE, name="李四", place_text="幸福小区北门", care="elderly")
    order = Order.objects.get()
    assert (order.state, order.channel, order.centre_id) == ("awaiting_acceptance", "web", cast.centre.pk)
    assert len(code) == 19
    said = dict(Text.objects.values_list("kind", "body"))
    assert said["original"] == said["transfer"] == DEMAND
    assert said["information"] == "需要特别照顾：老年人。"
    assert "李四" not in str(order.__dict__)
    with clock.moved(AT):
        assert order.number in client.get(reverse("citizen_order")).content.decode()


def test_who_leaves_nothing_is_anonymous(cast: Cast) -> None:
    submit(Client(), at=AT)
    identity = Order.objects.get().identity
    assert identity is not None
    assert identity.is_anonymous


def test_a_confidential_demand_shows_units_nothing_before_the_hotline_wrote_it(cast: Cast) -> None:
    submit(Client(), at=AT, wants_secrecy="on", original="举报我们单位领导张某某收钱。")
    order = Order.objects.get()
    assert order.is_confidential
    assert "张某某" not in order.title
    assert not Text.objects.filter(kind="transfer").exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"original": " "}, "请写明发生了什么事"),
        ({"original": "长" * 2001}, "不超过 2000 个字"),
        ({"phone": "12"}, "电话号码有误"),
        ({"answer": ""}, "请回答这个问题"),
        ({"answer": "999"}, "答案不对"),
        ({"proof": "made-up"}, "页面打开的时间太长"),
    ],
)
def test_a_fault_is_said_and_nothing_typed_is_lost(cast: Cast, changes: dict[str, str], sentence: str) -> None:
    client = Client()
    page = post(client, filled(client, at=AT) | {"place_text": "幸福小区北门"} | changes, status=422)
    assert sentence in page
    assert "幸福小区北门" in page
    assert changes.get("original", DEMAND).strip() in page
    assert not Order.objects.exists()


def test_a_form_left_open_too_long_asks_once_more_and_then_goes_through(cast: Cast) -> None:
    client = Client()
    given = filled(client, at=AT - timedelta(hours=4))
    page = post(client, given, status=422)
    token = proof_in(page)
    post(client, given | {"proof": token, "answer": answer_to(token, at=AT)}, status=200)
    assert Order.objects.count() == 1


def test_a_second_click_tells_the_same_code_and_writes_nothing(cast: Cast) -> None:
    client = Client()
    given = filled(client, at=AT)
    codes = {code_in(post(client, given, status=200)) for _ in range(2)}
    assert len(codes) == 1
    assert Order.objects.count() == 1


def test_another_demand_in_a_used_form_gets_a_new_question_and_keeps_its_words(cast: Cast) -> None:
    client = Client()
    given = filled(client, at=AT)
    post(client, given, status=200)
    page = post(client, given | {"original": "井盖丢了。"}, status=409)
    assert "井盖丢了。" in page
    token = proof_in(page)
    assert token != given["proof"]
    post(client, given | {"original": "井盖丢了。", "proof": token, "answer": answer_to(token, at=AT)}, status=200)
    assert Order.objects.count() == 2


def test_words_of_danger_stop_the_page_once(cast: Cast) -> None:
    client = Client()
    given = filled(client, at=AT, original="楼上着火了，浓烟很大。")
    page = post(client, given, status=422)
    assert 'href="tel:119">拨打 119' in page
    assert "「着火」" in page
    assert "楼上着火了，浓烟很大。" in page
    assert not Order.objects.exists()
    assert 'name="danger_seen" value="yes"' in page
    post(client, given | {"danger_seen": "yes"}, status=200)
    assert Order.objects.count() == 1


def test_a_form_from_elsewhere_is_not_taken_and_one_of_ours_loses_nothing(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    page = post(client, filled(Client(), at=AT), status=403)
    assert DEMAND in page
    assert "继续提交" in page
    assert "登录" not in page
    assert not Order.objects.exists()


def test_one_address_registers_no_more_than_the_settings_allow(cast: Cast, settings: object) -> None:
    settings.HUYING_CITIZEN_PER_ADDRESS = 2  # type: ignore[attr-defined]  # pytest-django's own
    for _ in range(2):
        submit(Client(), at=AT)
    client = Client()
    assert "提交太频繁" in post(client, filled(client, at=AT), status=429)
    assert Order.objects.count() == 2
    given = filled(client, at=AT)
    with clock.moved(AT):  # another address, but said by a proxy that nobody trusts
        refused = client.post(reverse("citizen_register"), given, headers={"X-Forwarded-For": "198.51.100.9"})
    assert refused.status_code == 429


def test_an_address_behind_a_trusted_proxy_has_its_own_count(cast: Cast, settings: object) -> None:
    settings.HUYING_CITIZEN_PER_ADDRESS = 1  # type: ignore[attr-defined]  # pytest-django's own
    settings.HUYING_TRUSTED_PROXIES = networks(["127.0.0.1"])  # type: ignore[attr-defined]
    for sender in ("198.51.100.8", "198.51.100.9"):
        client = Client()
        given = filled(client, at=AT)
        with clock.moved(AT):
            answer = client.post(reverse("citizen_register"), given, headers={"X-Forwarded-For": f"6.6.6.6, {sender}"})
        assert answer.status_code == 200


def test_one_phone_registers_no_more_than_the_settings_allow(cast: Cast, settings: object) -> None:
    settings.HUYING_CITIZEN_PER_PHONE = 1  # type: ignore[attr-defined]  # pytest-django's own
    submit(Client(), at=AT, phone=PHONE)
    client = Client()
    post(client, filled(client, at=AT, phone="138 0000 7788"), status=429)
    post(client, filled(client, at=AT, phone="13800009999"), status=200)


def test_the_log_holds_nothing_of_the_citizen(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        client = Client()
        code = submit(client, at=AT, phone=PHONE, name="李四")
        post(client, filled(client, at=AT, phone="1380000123"), status=422)
        post(client, filled(client, at=AT, answer="999"), status=422)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    for secret in (PHONE, "1380000123", "李四", "路灯坏了", code, code.replace("-", "")):
        assert secret not in ours


def test_without_a_centre_the_page_says_to_call() -> None:
    answer = Client().get(reverse("citizen_register"))
    assert answer.status_code == 503
    assert "请拨打 12345" in answer.content.decode()


def test_the_sign_in_page_shows_the_way() -> None:
    assert reverse("citizen") in Client().get(reverse("account_login")).content.decode()
