"""What the writer of a reply is told before it is sent, and what those who review it see."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from huying.foundation.commit import one_row
from huying.handling.actions.review_reply import review_reply
from huying.handling.actions.submit_reply import ReplyIncomplete, submit_reply
from huying.workorders.choices import TextKind
from huying.workorders.models import Order, Text
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, answer, contacted, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
EMPTY = "您好，您反映的问题我单位已收悉，将转有关科室处理，感谢您的支持！"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def typed(order: Order, **changes: Any) -> dict[str, Any]:
    """Return a complete answer as a form sends it."""
    return {name: str(value) for name, value in answer(**changes).items()} | {"seen": order.events}


def url(order: Order, page: str = "submit_reply") -> str:
    return reverse(page, kwargs={"number": order.number})


def told(stopped: Any) -> dict[str, str]:
    """Return what the page that stopped a writer remembers to have told."""
    return {"advised": stopped.context["form"]["advised"].value()}


def reply_of(order: Order) -> str:
    return Text.objects.get(order=order, kind=TextKind.REPLY).body


def test_empty_words_are_shown_once_with_the_sentence_and_go_out_when_sent_again(cast: Cast) -> None:
    order = contacted(cast)
    with browser(cast.clerk, at=AT) as client:
        stopped = client.post(url(order), typed(order, words=EMPTY))
        page = stopped.content.decode()
        assert stopped.status_code == 422
        assert all(words in page for words in ("敷衍答复", f"原文：「{EMPTY}」", "仍然提交", f">\n{EMPTY}</textarea>"))
        assert fresh(order).state == "contacted"
        sent = client.post(url(order), typed(order, words=EMPTY) | told(stopped))
    assert sent.status_code == 302
    assert fresh(order).state == "awaiting_review"


def test_a_fault_that_was_not_shown_before_stops_again(cast: Cast) -> None:
    order = contacted(cast)
    words = "已到店责令整改，我们保证绝对不会再有油烟。"
    with browser(cast.clerk, at=AT) as client:
        stopped = client.post(url(order), typed(order, words=words) | {"advised": "perfunctory"})
    assert stopped.status_code == 422
    assert "过度承诺" in stopped.content.decode()


def test_each_leak_is_told_and_one_that_was_kept_comes_again_only_beside_a_new_one(cast: Cast) -> None:
    order = contacted(cast)
    words = answer()["words"] + "诉求人李四（电话13911112222，家住春风里5号楼501室）已签收。"
    without = words.replace("电话13911112222，", "")
    with browser(cast.clerk, at=AT) as client:
        first = client.post(url(order), typed(order, words=words))
        for leaked in ("李四", "13911112222", "5号楼501室"):
            assert f"原文：「{leaked}」" in first.content.decode()
        other = without.replace("501", "601")
        second = client.post(url(order), typed(order, words=other) | told(first))
        assert second.status_code == 422
        assert [one.quote for one in second.context["form"].advice] == ["5号楼601室"]
        sent = client.post(url(order), typed(order, words=other) | told(second))
    assert sent.status_code == 302


def test_the_name_that_the_caller_left_is_told_and_of_a_confidential_order_never_confirmed(cast: Cast) -> None:
    secret = {"wants_secrecy": True, "title": "反映财务问题", "original": "我是会计。", "transfer": "请核查。"}
    words = answer()["words"] + "欧阳小明已当场签收。"
    known = contacted(cast, name="欧阳小明")
    hidden = contacted(cast, name="欧阳小明", **secret)
    with browser(cast.clerk, at=AT) as client:
        stopped = client.post(url(known), typed(known, words=words))
        client.post(url(hidden), typed(hidden, words=words))
        quoted = client.post(url(hidden), typed(hidden, words=words)).content.decode()
    assert [one.quote for one in stopped.context["form"].advice] == ["欧阳小明"]
    assert "泄露身份" not in quoted


def test_a_good_reply_goes_out_at_once_with_its_guidance_at_the_end(cast: Cast) -> None:
    order = contacted(cast)
    guidance = "油烟扰民可随时拨打12345，城管夜间值班。"
    with browser(cast.clerk, at=AT) as client:
        sent = client.post(url(order), typed(order) | {"guidance": guidance})
    assert sent.status_code == 302
    assert reply_of(order) == f"{answer()['words']}\n{guidance}"


def test_what_the_unit_wrote_to_somebody_else_is_a_template(cast: Cast) -> None:
    first, second = contacted(cast), contacted(cast)
    words = "城管队员6月5日晚到场检查，责令店主十日内装好净化器和烟道，6月15日复查合格，今后每月夜查一次。"
    submit_reply(order_id=first.pk, **answer(words=words), seen=seen(first), actor=cast.clerk, at=AT)
    with browser(cast.clerk, at=AT) as client:
        stopped = client.post(url(second), typed(second, words=words.replace("6月", "7月")))
    assert stopped.status_code == 422
    assert "套用模板" in stopped.content.decode()


def test_the_number_of_a_card_holds_the_answer_back(cast: Cast) -> None:
    order = contacted(cast)
    words = "已退还押金二百元，诉求人身份证号320106198505127712，本人已经签收确认。"
    with pytest.raises(ReplyIncomplete) as refused, one_row():
        submit_reply(order_id=order.pk, **answer(words=words), seen=seen(order), actor=cast.clerk, at=AT)
    assert "身份证号码" in refused.value.fields["words"]


def test_those_who_review_and_supervise_see_it_and_the_writer_s_desk_does_not(cast: Cast) -> None:
    order = contacted(cast)
    submit_reply(order_id=order.pk, **answer(words=EMPTY), seen=seen(order), actor=cast.clerk, at=AT)
    with browser(cast.reviewer, at=AT) as client:
        assert "敷衍答复" in client.get(url(order, "review_reply")).content.decode()
    review_reply(order_id=order.pk, passed=True, seen=seen(order), actor=cast.reviewer, at=AT)
    shown = {}
    for who in ("supervisor", "clerk"):
        with browser(getattr(cast, who), at=AT) as client:
            shown[who] = "答复提示" in client.get(url(order, "order")).content.decode()
    assert shown == {"supervisor": True, "clerk": False}
