"""What a query code shows, and what it does not show without the phone."""

from __future__ import annotations

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from huying.callers.actions.unmask import unmask
from huying.domain.lifecycle import WrongState
from huying.domain.policies import OrderKind, Urgency
from huying.domain.privacy import IdentityField, Purpose
from huying.foundation import clock
from huying.intake.actions.accept_order import accept_order
from huying.intake.actions.withdraw_order import withdraw_order
from huying.intake.choices import Route
from huying.organisation.models import Person
from huying.workorders.models import Order
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_centre
from tests.pages.citizen.walk import DEMAND, PHONE, open_by, submit
from tests.walk import HOUR, WORDS, answered, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_the_code_alone_shows_stage_unit_and_limit_and_no_person(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE, name="李四")
    order = answered(cast, Order.objects.get())
    page = open_by(Client(), code.lower().replace("-", " "), at=AT)
    assert order.number in page
    for said in ("桥头街道办事处", "承办单位已答复", "已转到桥头街道办事处办理", "收到您的诉求", "群众评价"):
        assert said in page
    for hidden in (DEMAND, WORDS, "李", "7788", "陈承办", "戴派单", "沈审核", "我要评价"):
        assert hidden not in page


def test_stages_that_never_came_are_not_done(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY)
    order = Order.objects.get()
    withdraw_order(order_id=order.pk, reason="诉求人撤回。", seen=seen(order), actor=cast.operator, at=MONDAY + HOUR)
    page = open_by(Client(), code, at=AT)
    assert page.count("到此结束") == 1
    assert page.count("未进行") == 3
    assert "已完成" not in page
    with pytest.raises(WrongState, match="这张工单已经撤回。"):
        withdraw_order(order_id=order.pk, reason="再撤。", seen=seen(order), actor=cast.operator, at=AT)


def test_a_running_limit_is_said(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY)
    assert "前受理" in open_by(Client(), code, at=MONDAY)
    assert "已超过时限" in open_by(Client(), code, at=MONDAY + timedelta(days=9))


def test_the_digits_of_the_phone_open_the_own_words_and_the_answer(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE, name="李四", place_text="幸福小区")
    order = answered(cast, Order.objects.get())
    assert order.identity_id
    unmask(
        identity_id=order.identity_id,
        order_number=order.number,
        fields=[IdentityField.PHONE],
        purpose=Purpose.CONTACT,
        note="",
        actor=cast.clerk,
        at=AT,
    )
    page = open_by(Client(), code, "7788", at=AT)
    for said in (DEMAND, WORDS, "幸福小区", "李**", "138****7788", "我要评价", "联系诉求人：电话"):
        assert said in page
    for hidden in (PHONE, "李四", "陈承办"):
        assert hidden not in page


def test_who_left_no_phone_needs_the_code_only(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY)
    assert DEMAND in open_by(Client(), code, at=AT)


def test_a_confidential_caller_reads_the_own_words(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE, wants_secrecy="on")
    page = open_by(Client(), code, "7788", at=AT)
    assert DEMAND in page
    assert "138****7788" in page


def test_an_answer_of_the_hotline_is_the_owner_s_and_an_unreviewed_reply_nobody_s(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE)
    order = Order.objects.get()
    accept_order(
        order_id=order.pk,
        route=Route.OUT_OF_SCOPE,
        kind=OrderKind.HELP,
        urgency=Urgency.ORDINARY,
        reason="请向供电公司反映。",
        seen=seen(order),
        actor=cast.operator,
        at=AT,
    )
    assert "请向供电公司反映。" not in open_by(Client(), code, at=AT)
    assert "请向供电公司反映。" in open_by(Client(), code, "7788", at=AT)
    other = submit(Client(), at=MONDAY, original="井盖丢了，很危险。")
    waiting = answered(cast, Order.objects.latest("pk"), is_reviewed=False)
    assert waiting.state == "awaiting_review"
    assert WORDS not in open_by(Client(), other, at=AT)


@pytest.mark.parametrize("digits", ["", "9999", "12a4"])
def test_somebody_else_s_order_stays_closed(cast: Cast, digits: str) -> None:
    submit(Client(), at=MONDAY, phone=PHONE)
    client = Client()
    page = open_by(client, "0000-0000-0000-0000", digits, at=AT)
    assert DEMAND not in page
    assert Order.objects.get().number not in page
    with clock.moved(AT):
        assert client.get(reverse("citizen_order")).status_code == 404
        assert client.get(reverse("rate_order")).status_code == 404


def test_wrong_digits_show_nothing_and_the_code_of_another_centre_is_unknown(cast: Cast, settings: object) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE)
    assert "电话后四位与登记的不符" in open_by(Client(), code, "9999", at=AT)
    settings.HUYING_PUBLIC_CENTRE = create_centre(name="云城市").code  # type: ignore[attr-defined]  # pytest-django's
    assert "没有这个查询码" in open_by(Client(), code, "7788", at=AT)


def _guess(code: str, *, address: str, times: int, client: Client | None = None) -> list[bool]:
    """Try wrong digits so often; return of each try whether it was judged."""
    browser = client or Client(REMOTE_ADDR=address)
    pages = [open_by(browser, code, "9999", at=AT) for _ in range(times)]
    assert all("电话后四位与登记的不符" in page or "输错的次数太多" in page for page in pages)
    return ["电话后四位与登记的不符" in page for page in pages]


def test_a_stranger_who_knows_the_code_uses_up_the_own_tries_and_nobody_else_s(cast: Cast) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE)
    assert _guess(code, address="192.0.2.1", times=20) == [True] * 5 + [False] * 15
    refused = open_by(Client(REMOTE_ADDR="192.0.2.1"), code, "7788", at=AT)
    assert "不填电话后四位仍可查看办理进度" in refused
    assert DEMAND not in refused
    assert "查询进度" in open_by(Client(REMOTE_ADDR="192.0.2.1"), code, at=AT)
    assert DEMAND in open_by(Client(REMOTE_ADDR="192.0.2.99"), code, "7788", at=AT)


def test_strangers_from_many_addresses_guess_fifteen_times_a_day_and_do_not_lock_the_owner_s_browser_out(
    cast: Cast,
) -> None:
    owner, other = Client(REMOTE_ADDR="192.0.2.200"), Client(REMOTE_ADDR="192.0.2.201")
    code = submit(owner, at=MONDAY, phone=PHONE)
    assert DEMAND in open_by(other, code, "7788", at=AT)
    judged = [one for place in range(10) for one in _guess(code, address=f"192.0.2.{place}", times=2)]
    assert judged == [True] * 15 + [False] * 5
    assert "输错的次数太多" in open_by(Client(REMOTE_ADDR="192.0.2.99"), code, "7788", at=AT)
    for known in (owner, other):
        known.cookies.pop("huying_session")
        assert "电话后四位与登记的不符" in open_by(known, code, "9999", at=AT)
        assert DEMAND in open_by(known, code, "7788", at=AT)
    assert DEMAND in open_by(Client(), code, "7788", at=AT + timedelta(days=1))


def test_a_known_browser_has_five_wrong_tries_too_and_is_known_for_its_own_orders_only(cast: Cast) -> None:
    thief, owner = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="192.0.2.2")
    submit(thief, at=MONDAY, phone="13900001111", original="别人的另一件事，路面有坑。")
    code = submit(owner, at=MONDAY, phone=PHONE)
    assert _guess(code, address="", client=owner, times=7) == [True] * 5 + [False] * 2
    assert "huying_known" in thief.cookies
    _guess(code, address="192.0.2.3", times=5)
    _guess(code, address="192.0.2.4", times=5)
    _guess(code, address="192.0.2.5", times=5)
    assert _guess(code, address="", client=thief, times=1) == [False]


@pytest.mark.parametrize("cookie", ["", "x", "WyJhIl0:1:2", "a:b:c"])
def test_a_cookie_that_is_not_ours_makes_nobody_known(cast: Cast, cookie: str) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE)
    client = Client()
    client.cookies["huying_known"] = cookie
    assert DEMAND in open_by(client, code, "7788", at=AT)
    kept = client.cookies["huying_known"]
    assert kept.value != cookie
    assert (kept["httponly"], kept["path"], kept["samesite"]) == (True, "/citizen/", "Lax")
    assert PHONE not in kept.value
    assert code not in kept.value


def test_wrong_codes_are_limited_by_address_and_right_ones_are_not_counted(cast: Cast, settings: object) -> None:
    settings.HUYING_CITIZEN_WRONG_PER_ADDRESS = 3  # type: ignore[attr-defined]  # pytest-django's own
    code = submit(Client(), at=MONDAY)
    for _ in range(5):
        assert DEMAND in open_by(Client(), code, at=AT)
    for _ in range(3):
        assert "没有这个查询码" in open_by(Client(), "1111-1111-1111-1111", at=AT)
    assert "输错的次数太多" in open_by(Client(), code, at=AT)
    assert DEMAND in open_by(Client(REMOTE_ADDR="192.0.2.7"), code, at=AT)


def test_leaving_closes_the_order_in_this_browser(cast: Cast) -> None:
    client = Client()
    open_by(client, submit(client, at=MONDAY), at=AT)
    with clock.moved(AT):
        client.post(reverse("citizen_leave"))
        assert client.get(reverse("citizen_order")).status_code == 404


def test_the_log_holds_neither_code_nor_digits(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    code = submit(Client(), at=MONDAY, phone=PHONE)
    with caplog.at_level(logging.DEBUG):
        open_by(Client(), code, "9999", at=AT)
        open_by(Client(), code, "7788", at=AT)
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert code not in ours
    assert PHONE not in ours
    assert DEMAND not in ours


def test_the_unit_reads_what_the_hotline_wrote_of_a_confidential_demand(cast: Cast) -> None:
    submit(Client(), at=MONDAY, phone=PHONE, wants_secrecy="on")
    order = answered(cast, Order.objects.get(), transfer="某小区路灯不亮，请核实。")
    client = Client()
    client.force_login(_person(cast), backend="allauth.account.auth_backends.AuthenticationBackend")
    with clock.moved(AT):
        page = client.get(reverse("order", kwargs={"number": order.number})).content.decode()
    assert "某小区路灯不亮，请核实。" in page
    assert DEMAND not in page
    assert fresh(order).state == "replied"


def _person(cast: Cast) -> Person:
    return Person.objects.get(pk=cast.clerk.person_id or 0)


def test_home_is_large_when_asked(cast: Cast) -> None:
    client = Client()
    assert 'class="is-large"' not in client.get(reverse("citizen")).content.decode()
    client.post(reverse("citizen_text_size"), {"size": "large"})
    assert 'class="is-large"' in client.get(reverse("citizen")).content.decode()
    assert 'class="is-large"' in client.get(reverse("citizen_register")).content.decode()
