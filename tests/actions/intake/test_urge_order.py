"""催办: counted, written down, and never a burden on state or limits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.domain.actors import Actor, citizen_actor
from huying.domain.errors import NotAllowed
from huying.domain.lifecycle import OrderNotFound, WrongState
from huying.foundation.commit import one_row
from huying.intake.actions.urge_order import URGE_MAX, NotNearlyDue, UrgedToday, UrgeUnfit, urge_order
from huying.intake.choices import UrgeKind
from huying.intake.models import Urge
from huying.workorders.models import Clock, Order, Text
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from huying.workorders.queries.queue import QueueFilter, Scope, queue_page
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, assigned, fresh, replied, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR
WORDS = "诉求人再次来电，问什么时候能办好。"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def urge(order: Order, actor: Actor, *, kind: UrgeKind = UrgeKind.CALLER, words: str = WORDS, days: int = 0) -> None:
    urge_order(order_id=order.pk, kind=kind, words=words, seen=seen(order), actor=actor, at=AT + timedelta(days=days))


def own(order: Order) -> Actor:
    return citizen_actor(centre_id=order.centre_id, order_id=order.pk)


def test_each_urging_is_counted_on_the_order_and_leaves_state_and_limits(cast: Cast) -> None:
    order = assigned(cast)
    clocks = list(Clock.objects.filter(order=order).order_by("pk").values())
    urge(order, cast.operator)
    urge(order, cast.dispatcher)
    after = fresh(order)
    assert (after.urges, after.events) == (2, order.events + 2)
    assert (after.state, after.due_at) == (order.state, order.due_at)
    assert list(Clock.objects.filter(order=order).order_by("pk").values()) == clocks
    assert list(Urge.objects.order_by("number").values_list("number", "kind")) == [(1, "caller"), (2, "caller")]


def test_the_unit_reads_it_in_the_history_and_sees_the_mark_in_its_queue(cast: Cast) -> None:
    order = assigned(cast)
    urge(order, cast.operator)
    entry = history_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), actor=cast.clerk)[-1]
    assert (entry.what, entry.who, entry.note) == ("催办", "欧受理", f"催办内容：{WORDS}")
    page = queue_page(wanted=QueueFilter(scope=Scope.HELD), actor=cast.clerk, at=AT)
    assert "催办 1" in page.rows[0].note


def test_an_order_that_has_time_enough_is_not_urged_for_being_late(cast: Cast) -> None:
    order = assigned(cast)
    with pytest.raises(NotNearlyDue), one_row():
        urge(order, cast.supervisor, kind=UrgeKind.OVERDUE)
    assert fresh(order).urges == 0
    urge(order, cast.supervisor, kind=UrgeKind.OVERDUE, days=30)
    assert fresh(order).urges == 1


def test_a_citizen_urges_once_a_day_and_need_say_nothing(cast: Cast) -> None:
    order = assigned(cast)
    urge(order, own(order), words="")
    with pytest.raises(UrgedToday), one_row():
        urge(order, own(order))
    urge(order, cast.operator)
    urge(order, own(order), words="还没有人来。", days=1)
    assert fresh(order).urges == 3
    assert Urge.objects.filter(person=None).count() == 2


def test_what_a_confidential_citizen_says_is_not_read_by_units(cast: Cast) -> None:
    order = assigned(cast, wants_secrecy=True, title="油烟扰民", transfer="某处油烟扰民，请核查。")
    urge(order, own(order), words="我就住三楼。")
    assert Text.objects.get(order=order, event=order.events + 1).kind == "words"
    notes = {
        actor.role: history_of(dossier=dossier_for(order_id=order.pk, actor=actor), actor=actor)[-1].note
        for actor in (cast.clerk, cast.operator)
    }
    assert "三楼" not in notes[cast.clerk.role]
    assert "三楼" in notes[cast.operator.role]


@pytest.mark.parametrize("words", ["", "  ", "长" * (URGE_MAX + 1)])
def test_staff_say_why(cast: Cast, words: str) -> None:
    order = assigned(cast)
    with pytest.raises(UrgeUnfit) as refused, one_row():
        urge(order, cast.operator, words=words)
    assert set(refused.value.fields) == {"words"}


def test_an_answered_order_is_not_urged(cast: Cast) -> None:
    with pytest.raises(WrongState, match="已反馈"), one_row():
        urge(replied(cast), cast.operator)


def test_units_and_strangers_do_not_urge(cast: Cast) -> None:
    order = assigned(cast)
    with pytest.raises(NotAllowed), one_row():
        urge(order, cast.clerk)
    with pytest.raises(OrderNotFound), one_row():
        urge(order, cast.stranger)
