"""What saying why an order is hard does."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from huying.domain.guards import NotAccountable
from huying.foundation.commit import one_row
from huying.web.rows import HistoryEntry
from huying.workorders.actions.tag_order import TagsUnchanged, tag_order
from huying.workorders.choices import Difficulty
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from huying.workorders.queries.queue import QueueFilter, Scope, queue_page
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, assigned, fresh, seen, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 3 * HOUR
OLD, MANY = Difficulty.LEGACY, Difficulty.GROUP


def tag(order: Order, cast: Cast, *tags: Difficulty) -> None:
    tag_order(order_id=order.pk, tags=tags, seen=seen(order), actor=cast.clerk, at=AT)


def last(order: Order, cast: Cast) -> HistoryEntry:
    return history_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), actor=cast.clerk)[-1]


def test_tags_come_and_go_and_the_history_says_which() -> None:
    cast = create_cast()
    order = signed(cast)
    before = order.state
    tag(order, cast, MANY, OLD)
    assert (fresh(order).difficulties, fresh(order).state) == (["legacy", "group"], before)
    assert last(order, cast).note == "加上：历史遗留、群体性"
    tag(order, cast, MANY, Difficulty.SUDDEN)
    assert fresh(order).difficulties == ["group", "sudden"]
    assert last(order, cast).note == "加上：突发性\n去掉：历史遗留"
    tag(order, cast)
    assert fresh(order).difficulties == []


def test_the_same_tags_again_are_no_event() -> None:
    cast = create_cast()
    order = signed(cast)
    tag(order, cast, OLD)
    with pytest.raises(TagsUnchanged), one_row():
        tag(order, cast, OLD, OLD)
    assert fresh(order).events == order.events + 1


def test_an_assisting_unit_does_not_tag() -> None:
    cast = create_cast()
    order = signed(cast, assists=(cast.bureau.pk,))
    with pytest.raises(NotAccountable), one_row():
        tag_order(order_id=order.pk, tags=[OLD], seen=seen(order), actor=cast.bureau_clerk, at=AT)


def test_a_queue_is_cut_to_a_tag_and_its_rows_name_it() -> None:
    cast = create_cast()
    hard, other, plain = signed(cast), signed(cast), assigned(cast)
    tag(hard, cast, OLD, MANY)
    tag(other, cast, MANY)
    wanted = QueueFilter(scope=Scope.OPEN_TO_ME, difficulty=OLD)
    (row,) = queue_page(wanted=wanted, actor=cast.dispatcher, at=AT).rows
    assert (row.id, row.difficulty_labels) == (hard.pk, ("历史遗留", "群体性"))
    assert "历史遗留" in row.note
    held = QueueFilter(scope=Scope.HELD, difficulty=MANY)
    assert {row.id for row in queue_page(wanted=held, actor=cast.clerk, at=AT).rows} == {hard.pk, other.pk}
    assert plain.pk not in {hard.pk, other.pk}


def test_the_database_knows_the_tags() -> None:
    order = signed(create_cast())
    with pytest.raises(IntegrityError, match="order_difficulties"), one_row():
        Order.objects.filter(pk=order.pk).update(difficulties=["hard"])
