"""The one search box: what it finds, for whom, in what order, and by which index."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest

from huying.domain.actors import Actor, Role
from huying.foundation import memory
from huying.workorders.models import Order
from huying.workorders.queries.search import How, Place, SearchPage, place_of, search
from huying.workorders.queries.search_words import QueryTooShort, are_all_common, common_words
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.walk import assigned, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + timedelta(hours=5)
ORIGINAL = "我是宏远公司的会计，老板让我做假账，请不要说是我反映的。"
TRANSFER = "反映某企业涉嫌财务违规，请核查。"


def find(text: str, actor: Actor, place: Place | None = None) -> SearchPage:
    return search(text=text, place=place, actor=actor, at=AT)


def found(text: str, actor: Actor) -> set[int]:
    return {row.id for row in find(text, actor).rows}


def confidential(cast: Cast) -> Order:
    """Send a confidential order to the street; only its original names the firm and the caller's post."""
    return assigned(
        cast,
        wants_secrecy=True,
        title="反映企业财务问题",
        original=ORIGINAL,
        transfer=TRANSFER,
        place_text="金桥大厦十八层",
    )


def nobodies(cast: Cast) -> dict[str, Actor]:
    """Return those who must find nothing: another unit, another centre, the three administrators."""
    admins = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN)
    return {
        "another unit": cast.outsider,
        "another centre": cast.stranger,
        **{role.value: create_actor(unit=cast.hotline, role=role) for role in admins},
    }


def test_an_order_s_own_number_finds_it() -> None:
    cast = create_cast()
    order = signed(cast)
    for actor in (cast.operator, cast.clerk, cast.leader):
        page = find(f" {order.number} ", actor)
        assert (page.how, [row.id for row in page.rows]) == (How.NUMBER, [order.pk])


def test_a_number_of_another_day_is_no_number_of_the_order() -> None:
    cast = create_cast()
    order = signed(cast)
    assert found(f"20250101{order.number[8:]}", cast.operator) == set()


def test_an_outside_number_finds_the_order() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY, external_source="省平台", external_no="S-2026/0042")
    page = find("S-2026/0042", cast.operator)
    assert (page.how, [row.id for row in page.rows], page.total) == (How.EXTERNAL, [order.pk], 1)


def test_the_hotline_finds_by_telephone_however_it_is_written() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY, phone="138 0000 0000")
    create_order(operator=cast.operator, at=MONDAY, phone="13800000001")
    for text in ("13800000000", "+86 138-0000-0000"):
        page = find(text, cast.dispatcher)
        assert (page.how, [row.id for row in page.rows]) == (How.PHONE, [order.pk]), text


def test_a_unit_never_finds_by_telephone() -> None:
    cast = create_cast()
    order = signed(cast, original="请回电13800000000，楼下烧烤店油烟扰民。", phone="13800000000")
    assert found("13800000000", cast.operator) == {order.pk}
    for actor in (cast.clerk, cast.reviewer, cast.supervisor, cast.leader):
        assert found("13800000000", actor) == set(), actor.role


def test_nobody_finds_by_a_plate_or_by_digits_that_were_spoken() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY, original="琼A12B45占道，打一三八零零零零零零零零没人接。")
    assert found("占道", cast.operator) == {order.pk}
    for text in ("琼A12B45", "A12B45", "一三八零零零零"):
        assert found(text, cast.operator) == set(), text


def test_words_of_title_text_and_place_find_the_order() -> None:
    cast = create_cast()
    order = create_order(
        operator=cast.operator,
        at=MONDAY,
        title="路灯不亮",
        original="金桥大厦门口的灯坏了三天。",
        place_text="滨河路口",
    )
    create_order(operator=cast.operator, at=MONDAY)
    for text in ("路灯", "不亮", "大厦", "三天", "滨河路", "路灯 大厦", "金桥大厦门口"):
        page = find(text, cast.operator)
        assert (page.how, [row.id for row in page.rows], page.total) == (How.WORDS, [order.pk], 1), text
    assert found("路灯 烧烤", cast.operator) == set()


@pytest.mark.parametrize("text", ["灯", "路灯 亮", "。", "", "   "])
def test_a_single_character_is_answered_with_a_sentence(text: str) -> None:
    cast = create_cast()
    with pytest.raises(QueryTooShort, match="至少输入两个字"):
        find(text, cast.operator)


@pytest.mark.parametrize("text", ["' | ''", "油烟')) & ('", "a\\'b", ":*", "!油烟", "油烟:*A", "\x00油烟"])
def test_signs_of_the_query_language_mean_nothing(text: str) -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    with suppress(QueryTooShort):
        assert found(text, cast.operator) <= {order.pk}


def test_outsiders_find_nothing_whatever_they_type() -> None:
    cast = create_cast()
    order = signed(cast, phone="13800000000", external_source="省平台", external_no="S42", title="烧烤店油烟")
    for text in (order.number, "S42", "13800000000", "油烟"):
        assert found(text, cast.operator) == {order.pk}
        for who, actor in nobodies(cast).items():
            page = find(text, actor)
            assert (page.rows, page.total) == ((), 0), (who, text)


def test_a_district_s_leader_finds_only_the_district_s() -> None:
    cast = create_cast()
    inside = signed(cast)
    create_order(operator=cast.operator, at=MONDAY)
    leader = create_actor(unit=cast.district, role=Role.LEADER)
    assert found("油烟", leader) == {inside.pk}
    assert len(found("油烟", cast.leader)) == 2


def test_a_unit_finds_a_confidential_order_only_by_what_it_was_given() -> None:
    cast = create_cast()
    order = confidential(cast)
    for text in ("财务违规", "企业财务"):
        assert found(text, cast.clerk) == {order.pk}, text
    for text in ("宏远公司", "会计", "假账", "金桥大厦"):
        for actor in (cast.clerk, cast.reviewer, cast.supervisor, cast.leader):
            page = find(text, actor)
            assert (page.rows, page.total) == ((), 0), (text, actor.role)
        for actor in (cast.operator, cast.dispatcher, cast.followup):
            assert found(text, actor) == {order.pk}, (text, actor.role)


def test_words_of_both_texts_together_do_not_betray_the_original() -> None:
    cast = create_cast()
    order = confidential(cast)
    assert found("财务违规 会计", cast.clerk) == set()
    assert found("财务违规 会计", cast.operator) == {order.pk}


def test_an_open_order_is_found_by_the_caller_s_own_words_too() -> None:
    cast = create_cast()
    order = assigned(cast, original="楼上装修漏水，天花板塌了。", transfer="请协调邻里漏水纠纷。")
    assert found("天花板", cast.clerk) == {order.pk}


def test_without_statistics_no_word_is_common() -> None:
    memory.forget()
    create_order(operator=create_cast().operator, at=MONDAY)
    assert common_words(share=0.25) == frozenset()
    assert not are_all_common("'停水'", share=0.25)


def test_a_place_is_read_as_it_was_written() -> None:
    for place in (Place(id=42), Place(id=42, back=True)):
        assert place_of(str(place)) == place
    for text in ("", "x", "-", "--1", "1.5", "9" * 40, "١"):
        assert place_of(text) is None


def test_a_place_that_no_longer_holds_leads_to_the_first_page() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    for text in ("油烟", "13800000000"):
        assert [row.id for row in find(text, cast.operator, Place(id=1)).rows] == [order.pk]
