"""What was answered to like demands is found, by those who may know of it, without what tells to whom."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from huying.catalogue.models import Matter
from huying.domain.actors import Actor, Role
from huying.followup.actions.record_verdict import record_verdict
from huying.followup.choices import Satisfaction, Solved
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import submit_reply
from huying.intake.choices import Route
from huying.workorders.actions.request_erasure import request_erasure
from huying.workorders.actions.settle_erasure import settle_erasure
from huying.workorders.choices import ResultKind, TextKind
from huying.workorders.models import Order, Text
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.past_answers import SHOWN, About, PastAnswer, about_order, past_answers
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.catalogue import publish_tree
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.walk import HOUR, answer, contacted, follow, fresh, seen, submitted

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * HOUR
SMOKE = "海棠花园楼下的烧烤店每天营业到凌晨两点，油烟直接排到二楼窗前，喝酒划拳声音很大。"
LIKE = About(text="桂花新村楼下烧烤店营业到半夜，油烟排到居民窗前，喝酒声音很大，没法休息。")
OTHER = About(text="来电人咨询公积金提取需要哪些材料，窗口说的与网上公布的不一致。")
WORDS = "执法队员当晚到店检查，责令店主十日内装好油烟净化器，复查已合格，今后每月夜查一次。"


@pytest.fixture
def cast() -> Cast:
    cast = create_cast()
    publish_tree("油烟扰民", "路灯", centre=cast.centre)
    return cast


def smoke() -> int:
    """Return the matter that the demands are of."""
    return Matter.objects.get(name="油烟扰民").pk


def answered(cast: Cast, *, words: str = WORDS, result: ResultKind = ResultKind.SOLVED, **changes: Any) -> Order:
    """Let the street answer, and its reviewer pass it."""
    order = contacted(cast, **{"original": SMOKE, "matter_id": smoke(), **changes})
    given = answer(words=words, result=result)
    submit_reply(order_id=order.pk, **given, seen=seen(order), actor=cast.clerk, at=MONDAY + 4 * HOUR)
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=AT)
    return fresh(order)


def judged(order: Order, cast: Cast, *, solved: Solved, satisfied: Satisfaction) -> None:
    follow(order, at=AT + HOUR)
    said: dict[str, Any] = {"contacted": True, "solved": solved, "satisfied": satisfied, "words": "诉求人说的话。"}
    record_verdict(order_id=order.pk, **said, seen=seen(order), actor=cast.followup, at=AT + 2 * HOUR)


def found(about: About, actor: Actor) -> tuple[PastAnswer, ...]:
    """Ask; the hotline, which has no orders of its own, with the matter."""
    return past_answers(about=replace(about, matter_id=smoke()) if actor.is_centre_wide else about, actor=actor)


def test_an_answer_to_a_like_demand_is_found_with_why(cast: Cast) -> None:
    order = answered(cast)
    for actor in (cast.clerk, cast.reviewer, cast.operator):
        (one,) = found(LIKE, actor)
        assert (one.number, one.unit_name, one.words) == (order.number, cast.street.name, WORDS)
        assert one.reasons[0].startswith("内容相近 ")
        assert "实际解决" in one.reasons
    assert "本单位答复" in found(LIKE, cast.clerk)[0].reasons
    assert found(OTHER, cast.clerk) == ()
    assert found(About(text=" "), cast.clerk) == ()


def test_nobody_is_told_what_they_may_not_know_of(cast: Cast) -> None:
    answered(cast)
    for actor in (cast.outsider, cast.bureau_clerk, cast.stranger, cast.auditor):
        assert found(LIKE, actor) == ()


def test_a_confidential_order_s_answer_is_never_shown(cast: Cast) -> None:
    answered(cast, wants_secrecy=True, title="烧烤店油烟扰民", transfer="烧烤店夜间油烟扰民，请核查。")
    for actor in (cast.clerk, cast.operator, cast.dispatcher):
        assert found(LIKE, actor) == ()


def test_who_and_where_they_live_are_covered(cast: Cast) -> None:
    words = "诉求人张三，电话13800000000，家住3号楼2单元501室，经核实油烟问题已整改到位。"
    answered(cast, words=words)
    (one,) = found(LIKE, cast.clerk)
    for secret in ("张三", "13800000000", "501"):
        assert secret not in one.words
    assert "油烟问题已整改到位" in one.words


@pytest.mark.parametrize("words", ["您好，来电收悉，感谢您的理解与支持。", "此事不归我办管，请向有关部门反映。"])
def test_what_dodges_the_question_is_no_example(cast: Cast, words: str) -> None:
    answered(cast, words=words)
    assert found(LIKE, cast.clerk) == ()
    answered(cast)
    assert [one.words for one in found(LIKE, cast.clerk)] == [WORDS]


def test_what_was_not_passed_or_is_to_be_done_again_is_no_answer(cast: Cast) -> None:
    waiting = submitted(cast, original=SMOKE)
    assert found(LIKE, cast.clerk) == ()
    review_reply(order_id=waiting.pk, passed=False, opinion="重写", seen=seen(waiting), actor=cast.reviewer, at=AT)
    assert found(LIKE, cast.clerk) == ()
    judged(answered(cast), cast, solved=Solved.UNSOLVED, satisfied=Satisfaction.DISSATISFIED)
    assert found(LIKE, cast.clerk) == ()


def test_an_erased_answer_or_account_is_gone(cast: Cast) -> None:
    guard = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN, name="安管员")
    for kind in (TextKind.REPLY, TextKind.ORIGINAL):
        order = answered(cast)
        assert len(found(LIKE, cast.clerk)) == 1
        event = Text.objects.get(order=order, kind=kind).event
        what: dict[str, Any] = {"order_number": order.number, "event": event, "kind": kind}
        asked = request_erasure(**what, legal_basis="个人信息保护法第四十七条", actor=guard, at=AT)
        settle_erasure(erasure_id=asked.pk, approve=True, actor=cast.auditor, at=AT)
        assert found(LIKE, cast.clerk) == ()


def test_with_a_happy_caller_it_comes_first_and_an_unhappy_one_s_is_left_out(cast: Cast) -> None:
    plain, happy, unhappy = (
        answered(cast, words=f"{start}，{WORDS}")
        for start in ("经街道城管科牵头多部门联合", "六月五日至六日连续两晚蹲守", "因店主外出改由房东配合")
    )
    judged(happy, cast, solved=Solved.SOLVED, satisfied=Satisfaction.SATISFIED)
    judged(unhappy, cast, solved=Solved.SOLVED, satisfied=Satisfaction.DISSATISFIED)
    shown = found(LIKE, cast.clerk)
    assert [one.number for one in shown] == [happy.number, plain.number]
    assert "诉求人满意" in shown[0].reasons


def test_the_same_matter_counts_and_the_same_words_are_shown_once(cast: Cast) -> None:
    for _ in range(2):
        same = answered(cast)
    other = answered(cast, words="店主已签承诺书，夜间不再摆摊，街道每周巡查并公布电话。", matter_id=None)
    shown = found(replace(LIKE, matter_id=smoke()), cast.clerk)
    assert [one.number for one in shown] == [same.number, other.number]
    assert "同一事项" in shown[0].reasons


def test_at_most_three_are_shown_and_the_order_itself_is_none(cast: Cast) -> None:
    ways = ("店主停业整顿", "净化器更换完毕", "排烟管道改到屋顶", "夜间巡查加强到每天", "已约谈房东终止租约")
    orders = [answered(cast, words=f"{way}，{place}号起执行，街道另行公告。") for place, way in enumerate(ways)]
    dossier = dossier_for(order_id=orders[-1].pk, actor=cast.clerk)
    shown = found(about_order(dossier=dossier), cast.clerk)
    assert len(shown) == SHOWN
    assert orders[-1].number not in {one.number for one in shown}


def test_what_an_operator_told_at_once_is_shown_to_the_hotline_alone(cast: Cast) -> None:
    told = "夜间经营烧烤由街道城管科查处，可拨打街道值班室。"
    route = {"route": Route.ANSWER, "reason": told}
    order = create_order(operator=cast.operator, at=MONDAY, original=SMOKE, matter_id=smoke(), **route)
    (one,) = found(LIKE, cast.operator)
    assert (one.number, one.words, one.unit_name) == (order.number, told, "")
    assert "受理时直接答复" in one.reasons
    assert found(LIKE, cast.clerk) == ()
