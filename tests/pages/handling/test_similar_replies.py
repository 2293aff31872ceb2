"""Past replies stand beside a reply that is written, and may be begun from but not copied."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.handling.actions.submit_reply import submit_reply
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.catalogue import publish_tree
from tests.pages.handling.test_reply_advice import told, typed, url
from tests.queries.workorders.test_past_answers import LIKE, SMOKE, WORDS, answered
from tests.walk import HOUR, answer, contacted, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR


@pytest.fixture
def cast() -> Cast:
    cast = create_cast()
    publish_tree("油烟扰民", "路灯", centre=cast.centre)
    return cast


def test_a_unit_sees_like_replies_as_text_with_a_button_for_the_empty_field(cast: Cast) -> None:
    past, now = answered(cast), contacted(cast, original=LIKE.text)
    with browser(cast.clerk, at=AT) as client:
        page = client.get(url(now)).content.decode()
        refused = client.post(url(now), typed(now, words="")).content.decode()
    for shown in (page, refused):
        for words in ("相似答复", past.number, WORDS, 'data-into="id_words"', "套用模板"):
            assert words in shown, words
    with browser(cast.reviewer, at=AT) as client:
        submit_reply(order_id=now.pk, **answer(), seen=seen(now), actor=cast.clerk, at=AT)
        assert "相似答复" not in client.get(url(now, "review_reply")).content.decode()


def test_a_shown_reply_that_is_sent_as_it_is_is_called_a_copy_however_old(cast: Cast) -> None:
    long = f"{WORDS}街道已在店门口公示举报电话，安排网格员每周二、周五夜间巡查，发现反弹依法从重处罚。"
    answered(cast, words=long)
    for _ in range(21):  # more than the unit's last replies that any reply is compared with
        contacted(cast, original="咨询公积金提取。")
    now = contacted(cast, original=LIKE.text)
    with browser(cast.clerk, at=AT) as client:
        assert long in client.get(url(now)).content.decode()
        stopped = client.post(url(now), typed(now, words=long))
        sent = client.post(url(now), typed(now, words=long) | told(stopped))
    assert stopped.status_code == 422
    assert "套用模板" in stopped.content.decode()
    assert sent.status_code == 302
    assert fresh(now).state == "awaiting_review"


def test_an_operator_sees_past_answers_beside_the_form_and_without_a_script(cast: Cast) -> None:
    past = answered(cast)
    said = {"original": SMOKE, "matter_id": str(past.matter_id)}
    with browser(cast.operator, at=AT) as client:
        beside = client.post(reverse("known"), said).content.decode()
        looked = client.post(reverse("register"), {**said, "look": "1"}).content.decode()
    for shown in (beside, looked):
        for words in ("相似答复", WORDS, "还没有知识库", 'data-into="id_reason"'):
            assert words in shown, words
    assert "<html" not in beside
