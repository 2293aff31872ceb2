"""拆单: several matters of one message become orders of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from huying.callers.queries import masked, phone_ends_with
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import WrongState
from huying.foundation.commit import one_row
from huying.intake.actions.split_order import Part, SplitIncomplete, split_order
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.likely_same import likely_same, said_in
from huying.workorders.queries.splits import parts_split_off, parts_told
from huying.workorders.queries.summary import summary_of
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, fresh, running, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + HOUR
LIGHTS = Part(title="路灯不亮", transfer="三号路路灯不亮。")
DOGS = Part(title="流浪狗", transfer="小区有流浪狗。")


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def split(order: Order, cast: Cast, *parts: Part, rest: str = "") -> list[Order]:
    split_order(order_id=order.pk, parts=parts, rest=rest, seen=seen(order), actor=cast.operator, at=AT)
    return list(Order.objects.filter(pk__gt=order.pk).order_by("pk"))


def test_each_part_waits_for_dispatch_with_the_caller_s_own_words(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, name="张三", phone="13800007788")
    lights, dogs = split(order, cast, LIGHTS, DOGS, rest="只剩油烟一件。")
    for part, given in ((lights, LIGHTS), (dogs, DOGS)):
        summary = summary_of(dossier=dossier_for(order_id=part.pk, actor=cast.operator), actor=cast.operator)
        assert (summary.title, summary.transfer) == (given.title, given.transfer)
        assert "油烟" in summary.original
        assert (part.state, part.caller_id, running(part)) == (
            "awaiting_dispatch",
            order.caller_id,
            {("dispatch", None)},
        )
    left = summary_of(dossier=dossier_for(order_id=order.pk, actor=cast.operator), actor=cast.operator)
    assert left.transfer == "只剩油烟一件。"


def test_a_part_is_in_its_own_place_else_in_that_of_the_first(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, place_text="滨江路18号")
    where = replace(LIGHTS, place_text="三号路东头")
    assert [part.place_text for part in split(order, cast, where, DOGS)] == ["三号路东头", "滨江路18号"]


def test_what_was_split_is_about_its_own_words_and_like_none_of_its_siblings(cast: Cast) -> None:
    text = "1.楼下烧烤店夜间油烟扰民，窗户都不敢开；2.三号路路灯不亮；3.小区有流浪狗。"
    order = create_order(operator=cast.operator, at=MONDAY, original=text)
    lights, dogs = split(order, cast, LIGHTS, DOGS, rest="楼下烧烤店夜间油烟扰民，窗户都不敢开。")
    for one, words in (
        (lights, LIGHTS.transfer),
        (dogs, DOGS.transfer),
        (order, "楼下烧烤店夜间油烟扰民，窗户都不敢开。"),
    ):
        dossier = dossier_for(order_id=one.pk, actor=cast.operator)
        said = said_in(dossier=dossier)
        assert said.text == summary_of(dossier=dossier, actor=cast.operator).said == words
        assert likely_same(said=said, actor=cast.operator, at=AT) == ()
    asked = replace(said, besides=0, root=0, siblings=(), text=LIGHTS.transfer)
    found = {one.row.id: one.reasons[0] for one in likely_same(said=asked, actor=cast.operator, at=AT)}
    assert "文字相近 100%" in found[lights.pk]
    assert not any("文字相近 100%" in why for key, why in found.items() if key != lights.pk)


def test_each_part_has_an_identity_of_its_own_that_says_the_same(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, name="张三", phone="13800007788")
    (part,) = split(order, cast, LIGHTS)
    assert part.identity_id
    assert part.identity_id != order.identity_id
    shown = masked(identity_ids=[part.identity_id], actor=cast.operator)[part.identity_id]
    assert (shown.name, shown.phone) == ("张**", "138****7788")
    assert phone_ends_with(identity_id=part.identity_id, digits="7788", actor=cast.operator)


def test_first_and_parts_know_each_other_as_far_as_one_may_see(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    lights, dogs = split(order, cast, LIGHTS, DOGS)

    def others(one: Order) -> list[int]:
        dossier = dossier_for(order_id=one.pk, actor=cast.operator)
        return [row.id for row in parts_split_off(dossier=dossier, actor=cast.operator, at=AT)]

    assert others(order) == [lights.pk, dogs.pk]
    assert others(lights) == [order.pk]
    told = parts_told(dossier=dossier_for(order_id=order.pk, actor=cast.operator))
    assert told == ((lights.number, "awaiting_dispatch"), (dogs.number, "awaiting_dispatch"))


def test_a_confidential_message_stays_confidential_in_each_part(cast: Cast) -> None:
    order = create_order(
        operator=cast.operator, at=MONDAY, wants_secrecy=True, title="油烟扰民", transfer="某处油烟扰民，请核查。"
    )
    (part,) = split(order, cast, LIGHTS)
    assert part.is_confidential


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ((), "parts"),
        ((LIGHTS,) * 6, "parts"),
        ((Part(title=" ", transfer="有。"),), "title_1"),
        ((LIGHTS, Part(title="有", transfer=" ")), "transfer_2"),
        ((Part(title="有", transfer="有。", matter_id=987654321),), "matter_1"),
    ],
)
def test_a_part_without_title_or_words_opens_nothing(cast: Cast, parts: tuple[Part, ...], field: str) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    with pytest.raises(SplitIncomplete) as refused, one_row():
        split(order, cast, *parts)
    assert set(refused.value.fields) == {field}
    assert Order.objects.count() == 1


def test_what_a_unit_has_in_hand_is_not_split_and_units_split_nothing(cast: Cast) -> None:
    order = assigned(cast)
    with pytest.raises(WrongState, match="已派单"), one_row():
        split(order, cast, LIGHTS)
    with pytest.raises(NotAllowed), one_row():
        split_order(order_id=order.pk, parts=(LIGHTS,), seen=seen(order), actor=cast.clerk, at=AT)
    assert fresh(order).events == order.events
    assert Order.objects.count() == 1
