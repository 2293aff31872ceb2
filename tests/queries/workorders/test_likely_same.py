"""What is known already is found among all orders by what was said, where, by whom, and about which matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from huying.domain.actors import policy_actor
from huying.domain.known import Known
from huying.intake.choices import Route
from huying.organisation.models import Centre
from huying.workorders.actions.drop_likeness import drop_likeness
from huying.workorders.actions.index_likeness import index_likeness
from huying.workorders.models import LikenessKey, Order, SearchRow
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.likely_same import Likely, Said, is_likely_open, likely_same, said_in
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.policy import create_policy
from tests.factories.workorders import create_order
from tests.walk import assigned

pytestmark = pytest.mark.django_db
ACCOUNT = (
    "滨江路18号海棠花园3栋楼下的烧烤店每天营业到凌晨两点，油烟直接排到二楼窗前，喝酒划拳声音很大，"
    "家里有高三学生没法休息，已经和店主说过两次没有效果，希望尽快处理。"
)
EDITED = (
    "您好，我想反映海棠花园3栋楼下烧烤店的事：每天营业到半夜两点，油烟直接排到二楼窗前，喝酒划拳很吵，孩子没法休息。"
)
OTHER = "来电人咨询公积金提取需要哪些材料，窗口说的与网上公布的不一致，跑了两趟没有办成。"
AT = MONDAY + timedelta(days=2)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def found(said: Said, cast: Cast) -> tuple[Likely, ...]:
    return likely_same(said=said, actor=cast.operator, at=AT)


def ended(cast: Cast) -> Order:
    return create_order(operator=cast.operator, at=MONDAY, route=Route.ANSWER, reason="已当场告知。")


def test_an_edited_account_of_another_caller_finds_the_order_and_says_why(cast: Cast) -> None:
    before = create_order(operator=cast.operator, at=MONDAY, original=ACCOUNT)
    create_order(operator=cast.operator, at=MONDAY, original=OTHER)
    (likely,) = found(Said(text=EDITED, at=AT), cast)
    assert (likely.row.id, likely.kind) == (before.pk, Known.SAME_EVENT)
    assert likely.likelihood > 0.8
    assert likely.reasons[0].startswith("文字相近 ")
    assert likely.reasons[1:] == ("同一地点（海棠花园）", "三天内")


def test_the_same_caller_without_news_is_told_of_the_order_in_hand_and_of_the_closed_one(cast: Cast) -> None:
    before = create_order(operator=cast.operator, at=MONDAY, original=ACCOUNT)
    said = Said(text=ACCOUNT[:60], at=AT, caller_ids=[before.caller_id] if before.caller_id else [])
    assert [(one.row.id, one.kind) for one in found(said, cast)] == [(before.pk, Known.NO_NEWS)]
    more = replace(said, text=ACCOUNT + "昨晚店主持酒瓶威胁邻居，派出所已经立案，另外消防通道也被桌椅堵死。")
    assert [one.kind for one in found(more, cast)] == [Known.EARLIER]
    assert [one.kind for one in found(replace(said, caller_ids=()), cast)] == [Known.SAME_EVENT]


def test_what_a_caller_said_about_something_else_is_not_the_same(cast: Cast) -> None:
    before = create_order(operator=cast.operator, at=MONDAY, original=OTHER)
    assert found(Said(text=ACCOUNT, at=AT, caller_ids=[before.caller_id] if before.caller_id else []), cast) == ()


def test_like_orders_of_another_place_are_not_the_same_event(cast: Cast) -> None:
    create_order(operator=cast.operator, at=MONDAY, original="建设路3号玫瑰小区楼下烧烤店油烟扰民，夜里噪音很大。")
    assert found(Said(text="滨江路18号海棠花园楼下烧烤店油烟扰民，整晚噪音很大。", at=AT), cast) == ()


def test_an_open_order_is_found_however_old_and_an_ended_one_for_the_days_of_the_policy(cast: Cast) -> None:
    over = ended(cast)
    body = "楼下烧烤店夜间油烟和噪音扰民，已持续一周，希望尽快处理。"
    late = over.registered_at + timedelta(days=91)
    said = Said(text=body, at=late)
    assert likely_same(said=said, actor=cast.operator, at=late) == ()
    assert likely_same(said=said, actor=cast.operator, at=late - timedelta(days=2))[0].row.id == over.pk
    still = assigned(cast)
    assert [one.row.id for one in likely_same(said=said, actor=cast.operator, at=late)] == [still.pk]


def test_nobody_but_the_hotline_of_the_centre_is_told(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, original=ACCOUNT)
    create_policy(centre=Centre.objects.get(pk=cast.stranger.centre_id))
    said = Said(text=ACCOUNT, at=AT)
    for actor in (cast.clerk, cast.reviewer, cast.supervisor, cast.leader, cast.auditor, cast.stranger):
        assert likely_same(said=said, actor=actor, at=AT) == ()
    for actor in (cast.operator, cast.dispatcher):
        assert [one.row.id for one in likely_same(said=said, actor=actor, at=AT)] == [order.pk]
    of_district = replace(cast.dispatcher, district_id=cast.district.pk)
    assert likely_same(said=said, actor=of_district, at=AT) == ()


def test_a_confidential_order_is_found_by_those_alone_who_may_read_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    create_order(
        operator=cast.operator, at=MONDAY, original=ACCOUNT, wants_secrecy=True, transfer="转办。", title="油烟"
    )
    assert len(found(Said(text=ACCOUNT, at=AT), cast)) == 1
    monkeypatch.setattr("huying.workorders.queries.likely_same.SEES_ORIGINAL_OF_CONFIDENTIAL", frozenset())
    assert found(Said(text=ACCOUNT, at=AT), cast) == ()


def test_a_rule_is_told_only_whether_there_is_an_open_one_and_asks_once(cast: Cast) -> None:
    rule, said = policy_actor(centre_id=cast.centre.pk, name="tests"), Said(text=ACCOUNT, at=AT)
    before = create_order(operator=cast.operator, at=MONDAY, original=ACCOUNT)
    with CaptureQueriesContext(connection) as asked:
        assert is_likely_open(said=said, actor=rule, at=AT)
    assert len(asked) == 1
    assert not is_likely_open(said=replace(said, besides=before.pk), actor=rule, at=AT)
    Order.objects.filter(pk=before.pk).update(state="closed")
    assert not is_likely_open(said=said, actor=rule, at=AT)
    assert found(said, cast)


def test_an_order_does_not_find_itself_but_those_before_and_after(cast: Cast) -> None:
    first, second, third = (
        create_order(operator=cast.operator, at=MONDAY, original=ACCOUNT, phone=f"1380000000{time}")
        for time in range(3)
    )
    said = said_in(dossier=dossier_for(order_id=second.pk, actor=cast.operator))
    assert {one.row.id for one in found(said, cast)} == {first.pk, third.pk}


def test_keys_are_kept_by_the_database(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, original=ACCOUNT)
    row = SearchRow.objects.get(order=order)
    kept = LikenessKey.objects.filter(order_id=order.pk).values_list("key", flat=True)
    assert row.likeness
    assert sorted(kept) == row.likeness
    SearchRow.objects.filter(order=order).update(likeness=row.likeness[1:3])
    assert sorted(kept.all()) == row.likeness[1:3]
    SearchRow.objects.filter(order=order).update(likeness=None)
    assert not kept.all()


def test_orders_without_keys_get_them_and_ended_ones_of_long_ago_lose_them(cast: Cast) -> None:
    old, still = ended(cast), create_order(operator=cast.operator, at=MONDAY, original=ACCOUNT)
    policy = policy_actor(centre_id=cast.centre.pk, name="likeness")
    before = list(SearchRow.objects.order_by("pk").values_list("likeness", flat=True))
    SearchRow.objects.update(likeness=None)
    late = MONDAY + timedelta(days=100)
    assert index_likeness(after=old.pk - 1, actor=policy, at=late) == (None, 1)
    assert index_likeness(after=old.pk - 1, actor=policy, at=AT) == (None, 2)
    assert list(SearchRow.objects.order_by("pk").values_list("likeness", flat=True)) == before
    assert drop_likeness(after=old.pk - 1, actor=policy, at=late) is None
    assert SearchRow.objects.get(order=old).likeness is None
    assert set(LikenessKey.objects.values_list("order_id", flat=True)) == {still.pk}
