"""What saying why an order is hard does."""

from __future__ import annotations

import pytest
from django.db import IntegrityError

from huying.dispatch.actions.assign_unit import assign_unit
from huying.domain.guards import NotAccountable
from huying.foundation.commit import one_row
from huying.policy.queries import tags_known
from huying.web.rows import HistoryEntry
from huying.workorders.actions.tag_order import TagNotYours, TagsUnchanged, TagUnknown, tag_order
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.history import history_of
from huying.workorders.queries.queue import QueueFilter, Scope, queue_page
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.policy import publish_next
from tests.factories.workorders import create_order
from tests.walk import HOUR, assigned, fresh, seen, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 3 * HOUR
OLD, MANY = "legacy", "group"


def tag(order: Order, cast: Cast, *tags: str) -> None:
    tag_order(order_id=order.pk, tags=tags, seen=seen(order), actor=cast.clerk, at=AT)


def assign(order: Order, cast: Cast) -> None:
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.street.pk,
        assist_unit_ids=(),
        legal_basis="属地管理",
        seen=seen(order),
        actor=cast.dispatcher,
        at=MONDAY + 2 * HOUR,
    )


def last(order: Order, cast: Cast) -> HistoryEntry:
    return history_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), actor=cast.clerk)[-1]


def test_tags_come_and_go_and_the_history_says_which() -> None:
    cast = create_cast()
    order = signed(cast)
    before = order.state
    tag(order, cast, MANY, OLD)
    assert (fresh(order).difficulties, fresh(order).state) == (["legacy", "group"], before)
    assert last(order, cast).note == "加上：历史遗留、群体性"
    tag(order, cast, MANY, "sudden")
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


def test_a_tag_that_the_policy_does_not_know_is_refused_with_those_it_knows() -> None:
    cast = create_cast()
    order = signed(cast)
    with pytest.raises(TagUnknown, match="legacy（历史遗留）"), one_row():
        tag(order, cast, OLD, "hard")
    assert fresh(order).difficulties is None


def test_tags_their_names_and_who_sets_them_are_those_of_the_policy_the_order_began_under() -> None:
    cast = create_cast()
    early = signed(cast)
    tag(early, cast, OLD)
    only = {"code": "old_town", "label": "老城改造", "roles": ["dispatcher"], "basis": "约定：试验。"}
    renamed = {"code": OLD, "label": "历史问题", "roles": ["clerk"], "basis": "约定：试验。"}
    publish_next(centre=cast.centre, at=MONDAY, tags=[only, renamed])
    later = create_order(operator=cast.operator, at=MONDAY + HOUR)
    assign(later, cast)
    with pytest.raises(TagNotYours, match="老城改造"), one_row():
        tag(later, cast, "old_town", OLD)
    with pytest.raises(TagUnknown), one_row():
        tag(later, cast, MANY)
    tag_order(order_id=later.pk, tags=["old_town"], seen=seen(later), actor=cast.dispatcher, at=AT)
    with pytest.raises(TagNotYours), one_row():
        tag(later, cast, OLD)
    tag(later, cast, "old_town", OLD)
    assert last(later, cast).note == "加上：历史问题"
    wanted = QueueFilter(scope=Scope.OPEN_TO_ME, difficulty=OLD)
    shown = {row.id: row.difficulty_labels for row in queue_page(wanted=wanted, actor=cast.dispatcher, at=AT).rows}
    assert shown == {early.pk: ("历史遗留",), later.pk: ("老城改造", "历史问题")}
    offered = {known.code: known.label for known in tags_known(centre_id=cast.centre.pk, at=AT)}
    assert (len(offered), offered[OLD], offered[MANY]) == (9, "历史问题", "群体性")


@pytest.mark.parametrize("codes", [["Hard"], ["a,b"], [""], ["a b"], ["1a"], ["legacy", None]])
def test_the_database_keeps_nothing_but_codes(codes: list[str]) -> None:
    order = signed(create_cast())
    with pytest.raises(IntegrityError, match="order_difficulties"), one_row():
        Order.objects.filter(pk=order.pk).update(difficulties=codes)


def test_the_database_takes_codes_and_none_at_all() -> None:
    order = signed(create_cast())
    for codes in (["legacy", "old_town_2"], [], None):
        assert Order.objects.filter(pk=order.pk).update(difficulties=codes) == 1
