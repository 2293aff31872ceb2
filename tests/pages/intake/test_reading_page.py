"""「读一读」: the text proposes place and region, names what is missing, and never stands in anybody's way."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from huying.domain.actors import Role
from huying.organisation.actions.put_spot import put_spot
from huying.organisation.choices import SpotKind
from huying.organisation.queries import heard
from huying.workorders.models import Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_region
from tests.factories.workorders import create_order

pytestmark = pytest.mark.django_db
WORDS = "昨天晚上八点，桥头街道海棠花园3栋的烧烤店油烟很大，收了我300元押金，黄女士说不退，希望处理。"


@pytest.fixture
def cast() -> Cast:
    found = create_cast()
    keeper = create_actor(unit=found.hotline, role=Role.SYSTEM_ADMIN)
    street = found.region_street.code
    put_spot(region_code=street, kind=SpotKind.ESTATE, name="海棠花园", aliases=["老海棠"], actor=keeper)
    return found


def page_after_reading(cast: Cast, **typed: str) -> str:
    with browser(cast.operator, at=MONDAY) as client:
        answer = client.post(reverse("register"), typed | {"read": "1"})
    assert answer.status_code == 200
    assert not Order.objects.exists()
    return answer.content.decode()


def test_place_and_region_are_proposed_and_everything_heard_is_shown(cast: Cast) -> None:
    page = page_after_reading(cast, original=WORDS)
    assert 'value="桥头街道海棠花园3栋"' in page
    assert f'<option value="{cast.region_street.pk}" selected>' in page
    assert "已替您填写：详细地点、所在区域" in page
    assert "属地单位：桥头街道办事处" in page
    assert "五要素（时间、地点、对象、经过、诉求）已齐全" in page
    for words in ("昨天晚上八点", "300元", "黄女士", WORDS):
        assert words in page


def test_what_was_typed_is_never_changed(cast: Cast) -> None:
    other = create_region(centre=cast.centre, name="望海区", level="district")
    page = page_after_reading(
        cast, original=WORDS, place_text="我家门口", region_id=str(other.pk), phone="0460-10000001"
    )
    assert 'value="我家门口"' in page
    assert f'<option value="{other.pk}" selected>' in page
    assert "没有替您填写任何一栏" in page
    assert "0460-10000001" in page


def test_a_place_of_the_text_before_is_told_and_the_other_offered(cast: Cast) -> None:
    other = create_region(centre=cast.centre, name="望海区", level="district")
    typed = {"original": WORDS, "place_text": "望海区灯塔路12号", "region_id": str(other.pk)}
    page = page_after_reading(cast, **typed)
    assert "「望海区灯塔路12号、望海区」与现在的原文不一致" in page
    assert "原文说的是「桥头街道海棠花园3栋」（临江区桥头街道）" in page
    assert 'value="望海区灯塔路12号"' in page
    taken = page_after_reading(cast, **typed, take_place="1")
    assert 'value="桥头街道海棠花园3栋"' in taken
    assert f'<option value="{cast.region_street.pk}" selected>' in taken
    assert "已替您填写：详细地点、所在区域" in taken
    assert "不一致" not in taken


@pytest.mark.parametrize(
    ("place", "words"),
    [("海棠花园3栋2单元", WORDS), ("桥头街道海棠花园", WORDS), ("海棠花园", "烧烤店油烟很大"), ("", WORDS)],
)
def test_a_place_that_the_text_names_or_does_not_speak_of_is_no_conflict(cast: Cast, place: str, words: str) -> None:
    page = page_after_reading(cast, original=words, place_text=place, region_id=str(cast.region_street.pk))
    assert "不一致" not in page


def test_each_missing_element_comes_with_a_question(cast: Cast) -> None:
    page = page_after_reading(cast, original="烧烤店每天半夜都很吵，油烟也大，没有人来管过")
    assert "缺地点" in page
    assert "具体在哪里？请说到区、街道和小区、门牌或路口。" in page
    assert "您希望怎么解决？" in page
    assert "缺时间" not in page


def test_a_name_that_two_streets_bear_is_told_for_both_and_fills_no_region(cast: Cast) -> None:
    other = create_region(centre=cast.centre, name="望海区", level="district")
    keeper = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    put_spot(region_code=other.code, kind=SpotKind.ESTATE, name="海棠花园", actor=keeper)
    page = page_after_reading(cast, original="海棠花园停水三天了")
    assert "有 2 处同名：临江区桥头街道、望海区，请问清是哪一处" in page
    assert "已替您填写：详细地点，请核对" in page


def test_a_reading_that_fails_leaves_the_form_as_it_was(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(heard, "reading", broken)
    page = page_after_reading(cast, original=WORDS)
    assert "这段文字没有读出来，请照常填写登记。" in page
    assert WORDS in page


def test_the_dispatcher_sees_the_places_and_is_warned_of_another_region(cast: Cast) -> None:
    other = create_region(centre=cast.centre, name="望海区", level="district")
    right = create_order(operator=cast.operator, at=MONDAY, original=WORDS, region_id=cast.region_street.pk)
    wrong = create_order(operator=cast.operator, at=MONDAY, original=WORDS, region_id=other.pk)
    nowhere = create_order(operator=cast.operator, at=MONDAY, original="油烟很大", region_id=other.pk)
    with browser(cast.dispatcher, at=MONDAY) as client:
        pages = [
            client.get(reverse(name, kwargs={"number": order.number})).content.decode()
            for order in (right, wrong, nowhere)
            for name in ("order", "assign_unit")
        ]
    with browser(cast.supervisor, at=MONDAY) as client:
        unseen = client.get(reverse("order", kwargs={"number": right.number})).content.decode()
    warning = "登记的区域是「望海区」，原文提到的是「临江区桥头街道」，派单前请核对地点。"
    assert [warning in page for page in pages] == [False, False, True, True, False, False]
    assert ["属地单位：<strong>桥头街道办事处</strong>" in page for page in pages] == [True] * 4 + [False] * 2
    assert "原文提到的地点" not in unseen


@pytest.mark.parametrize(("fragment", "given"), [("intake/_heard.html", "heard"), ("dispatch/_places.html", "said")])
def test_of_many_places_of_one_name_three_are_told(fragment: str, given: str) -> None:
    place = {"words": "中山路", "may_be": [f"第{number}街道" for number in range(23)]}
    page = render_to_string(fragment, {given: {"places": [place]}})
    assert "有 23 处同名：第0街道、第1街道、第2街道 等，请" in page
