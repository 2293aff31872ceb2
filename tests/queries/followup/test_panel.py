"""What the order's page shows of its follow-ups."""

from __future__ import annotations

import pytest

from huying.domain.actors import Actor
from huying.followup.actions.record_attempt import record_attempt
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.followup.queries import TaskRow, panel
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, awaiting_followup, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR
WORDS = "我就住三楼，天天闻油烟。"


def unsolved(order: Order, cast: Cast) -> None:
    record_verdict(
        order_id=order.pk,
        contacted=False,
        solved=Solved.UNSOLVED,
        satisfied=Satisfaction.VERY_DISSATISFIED,
        words=WORDS,
        seen=seen(order),
        actor=cast.followup,
        at=AT + HOUR,
    )


def shown(order: Order, actor: Actor) -> tuple[TaskRow, ...]:
    dossier = dossier_for(order_id=order.pk, actor=actor)
    return panel(dossier=dossier, actor=actor)


def test_calls_and_answers_are_shown_in_the_words_of_the_trade() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    record_attempt(order_id=order.pk, note="无人接听。", seen=seen(order), actor=cast.followup, at=AT)
    unsolved(order, cast)
    (row,) = shown(order, cast.clerk)
    assert (row.round, row.state_label) == (1, "已回访")
    assert [(call.number, call.reached, call.note, call.person_name) for call in row.calls] == [
        (1, False, "无人接听。", "胡回访"),
        (2, True, "", "胡回访"),
    ]
    assert row.verdict is not None
    assert (row.verdict.contacted, row.verdict.solved_label, row.verdict.satisfied_label) == (
        False,
        "未解决",
        "非常不满意",
    )
    assert row.verdict.words == WORDS


def test_it_says_when_an_unsolved_order_goes_to_supervision() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    unsolved(order, cast)
    assert [row.is_for_supervision for row in shown(order, cast.followup)] == [False]
    strict = create_cast(rework_limit=0)
    other = awaiting_followup(strict)
    unsolved(other, strict)
    assert [row.is_for_supervision for row in shown(other, strict.followup)] == [True]


def test_the_callers_words_of_a_confidential_order_are_kept_from_the_unit() -> None:
    cast = create_cast()
    order = awaiting_followup(
        cast, wants_secrecy=True, title="油烟扰民", transfer="反映桥头街道一餐饮店油烟扰民，请核查。"
    )
    unsolved(order, cast)
    for_hotline, for_unit = shown(order, cast.followup)[0].verdict, shown(order, cast.clerk)[0].verdict
    assert for_hotline is not None
    assert for_unit is not None
    assert for_hotline.words == WORDS
    assert WORDS not in for_unit.words
    assert for_unit.solved_label == "未解决"


def test_an_order_not_yet_followed_up_shows_nothing() -> None:
    cast = create_cast()
    order = awaiting_followup(cast)
    assert [row.calls for row in shown(order, cast.clerk)] == [()]
