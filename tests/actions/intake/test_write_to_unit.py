"""沟通: caller and unit write to each other; nothing else moves by it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytest_django import Settings

from huying.domain.actors import Actor, citizen_actor
from huying.domain.errors import NotAllowed
from huying.domain.guards import NoContactYet
from huying.domain.lifecycle import OrderNotFound, WrongState, actions_for
from huying.domain.talking import MESSAGE_MAX, MessageUnfit, TalkThroughHotline
from huying.foundation.commit import one_row
from huying.handling.actions.submit_reply import submit_reply
from huying.handling.actions.write_to_caller import write_to_caller
from huying.intake.actions.write_to_unit import WroteTooOften, write_to_unit
from huying.workorders.models import Clock, Order, Reply, Text
from huying.workorders.queries.dialogue import dialogue_of
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.workorders import create_order
from tests.walk import HOUR, answer, assigned, contacted, fresh, replied, seen, signed, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR
ASKED, TOLD = "厂门口的路是归街道管还是归园区管？", "归街道养护，园区负责绿化，周三现场划界。"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def caller(order: Order) -> Actor:
    return citizen_actor(centre_id=order.centre_id, order_id=order.pk)


def ask(order: Order, *, words: str = ASKED, actor: Actor | None = None) -> None:
    write_to_unit(order_id=order.pk, words=words, seen=seen(order), actor=actor or caller(order), at=AT)


def tell(order: Order, actor: Actor, *, words: str = TOLD) -> None:
    write_to_caller(order_id=order.pk, words=words, seen=seen(order), actor=actor, at=AT + HOUR)


def test_both_read_what_was_written_in_turn_and_the_hotline_reads_along(cast: Cast) -> None:
    order = contacted(cast)
    ask(order, words=f" {ASKED} ")
    tell(order, cast.clerk)
    for actor in (caller(order), cast.clerk, cast.operator):
        rows = dialogue_of(dossier=dossier_for(order_id=order.pk, actor=actor))
        assert [(row.is_caller, row.unit_name, row.words) for row in rows] == [
            (True, "", ASKED),
            (False, "桥头街道办事处", TOLD),
        ]
    lines = history_of(dossier=dossier_for(order_id=order.pk, actor=cast.operator), actor=cast.operator)[-2:]
    assert [(line.what, line.who, line.note) for line in lines] == [
        ("给承办单位留言", "诉求人", f"诉求人留言：{ASKED}"),
        ("给诉求人留言", "陈承办", f"承办单位留言：{TOLD}"),
    ]


@pytest.mark.parametrize("walk", [signed, contacted, submitted])
def test_neither_state_nor_clocks_change(cast: Cast, walk: Callable[[Cast], Order]) -> None:
    order = walk(cast)
    clocks = list(Clock.objects.filter(order=order).order_by("pk").values())
    ask(order)
    tell(order, cast.clerk)
    after = fresh(order)
    assert (after.state, after.due_at, after.state_since) == (order.state, order.due_at, order.state_since)
    assert list(Clock.objects.filter(order=order).order_by("pk").values()) == clocks


def test_what_the_unit_writes_is_neither_a_contact_nor_a_reply(cast: Cast) -> None:
    order = signed(cast)
    tell(order, cast.clerk)
    with pytest.raises(NoContactYet), one_row():
        submit_reply(order_id=order.pk, **answer(), seen=seen(order), actor=cast.clerk, at=AT)
    assert not Reply.objects.exists()


def test_of_a_confidential_order_the_hotline_passes_words_on(cast: Cast) -> None:
    order = contacted(cast, wants_secrecy=True, title="油烟扰民", transfer="某处油烟扰民，请核查。")
    with pytest.raises(TalkThroughHotline), one_row():
        ask(order)
    with pytest.raises(TalkThroughHotline), one_row():
        tell(order, cast.clerk)
    shown = {row.action for row in actions_for(dossier_for(order_id=order.pk, actor=cast.clerk).facts, cast.clerk)}
    assert "write_to_caller" not in shown


def test_only_the_own_caller_and_the_unit_in_hand_write(cast: Cast) -> None:
    order, other = contacted(cast, assists=(cast.bureau.pk,)), contacted(cast)
    with pytest.raises(OrderNotFound), one_row():
        ask(order, actor=caller(other))
    with pytest.raises(NotAllowed), one_row():
        ask(order, actor=cast.operator)
    for actor in (cast.bureau_clerk, cast.reviewer, cast.operator):
        with pytest.raises(NotAllowed), one_row():
            tell(order, actor)


def test_it_begins_with_a_unit_and_ends_with_its_answer(cast: Cast) -> None:
    with pytest.raises(WrongState), one_row():
        ask(create_order(operator=cast.operator, at=MONDAY))
    ask(assigned(cast))
    over = replied(cast)
    with pytest.raises(WrongState), one_row():
        ask(over)
    with pytest.raises(WrongState), one_row():
        tell(over, cast.clerk)


@pytest.mark.parametrize("words", ["", " \n ", "长" * (MESSAGE_MAX + 1)])
def test_nothing_and_too_much_are_refused(cast: Cast, words: str) -> None:
    order = contacted(cast)
    with pytest.raises(MessageUnfit) as refused, one_row():
        ask(order, words=words)
    assert set(refused.value.fields) == {"words"}
    with pytest.raises(MessageUnfit), one_row():
        tell(order, cast.clerk, words=words)
    assert not Text.objects.filter(kind__in=["caller_says", "unit_says"]).exists()


def test_a_caller_writes_so_often_a_day(cast: Cast, settings: Settings) -> None:
    settings.HUYING_CITIZEN_PER_ORDER = 2
    order = contacted(cast)
    for _ in range(2):
        ask(order)
    with pytest.raises(WroteTooOften), one_row():
        ask(order)
    tell(order, cast.clerk)
    assert len(dialogue_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk))) == 3
