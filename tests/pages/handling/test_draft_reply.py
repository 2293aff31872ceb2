"""A unit may ask the language model for a draft of its reply; what it did is the material, and a person sends it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.adapters.llm.fake import Says
from huying.handling.actions.record_progress import record_progress
from huying.handling.queries.drafting import material_of
from huying.language.drafts import OPEN_POINT
from huying.records.models import ModelUse
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.llm import with_model
from tests.pages.handling.test_reply_advice import typed, url
from tests.walk import HOUR, assigned, contacted, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR
FRAGMENT = {"HX-Request": "true"}
GOOD = f"我街道已到店检查，责令整改；复查时间为{OPEN_POINT}。"
SECRET = {"wants_secrecy": True, "title": "反映财务问题", "original": "我是会计。", "transfer": "请核查。"}


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def progressed(cast: Cast) -> Order:
    order = contacted(cast)
    note = "6月5日到店检查，已下达整改通知，店主电话13900001111。"
    record_progress(order_id=order.pk, note=note, seen=seen(order), actor=cast.clerk, at=MONDAY + 4 * HOUR)
    return fresh(order)


def test_a_draft_is_made_of_what_was_given_and_done_and_is_read_like_a_person_s(cast: Cast) -> None:
    order = progressed(cast)
    promise = "我们保证绝对不会再有油烟，6月5日已到店检查，罚款5000元。"
    with with_model(Says(words=promise)) as served, browser(cast.clerk, at=AT) as client:
        assert "请模型拟答复草稿" in client.get(url(order)).content.decode()
        page = client.post(url(order, "draft_reply"), typed(order, words=""), headers=FRAGMENT).content.decode()
    for words in ("模型草稿，请核对", promise, "过度承诺", "材料没有的数字：5000", 'data-into="id_words"'):
        assert words in page, words
    material = served.asked[0]["messages"][1]["content"]
    assert "6月5日到店检查" in material
    assert "油烟" in material
    assert "13900001111" not in material
    use = ModelUse.objects.get()
    assert (use.purpose, use.subject, use.outcome, use.unit_id) == ("reply", order.number, "taken", cast.street.pk)
    assert fresh(order).state == "handling"


def test_the_name_that_the_caller_left_is_not_sent_and_a_draft_that_has_it_is_flagged(cast: Cast) -> None:
    order = contacted(cast, name="欧阳小明", transfer="欧阳小明住3栋502，反映幸福路18号餐馆油烟。")
    draft = "欧阳小明反映的油烟，6月5日已责令整改。"
    with with_model(Says(words=draft)) as served, browser(cast.clerk, at=AT) as client:
        page = client.post(url(order, "draft_reply"), typed(order, words=""), headers=FRAGMENT).content.decode()
    material = served.asked[0]["messages"][1]["content"]
    assert "某某住某户，反映幸福路18号餐馆油烟" in material
    assert "原文：「欧阳小明」" in page
    assert "会照原文发出" in page


def test_without_a_script_it_stands_in_an_empty_field_and_the_form_goes_where_it_went(cast: Cast) -> None:
    order = progressed(cast)
    with with_model(Says(words=GOOD)), browser(cast.clerk, at=AT) as client:
        empty = client.post(url(order, "draft_reply"), typed(order, words=""))
        kept = client.post(url(order, "draft_reply"), typed(order, words="我自己写的。"))
    assert empty.context["form"].initial["words"] == GOOD
    assert "已替您填入答复内容" in empty.content.decode()
    assert f'action="{url(order)}"' in empty.content.decode()
    assert kept.context["form"].initial["words"] == "我自己写的。"
    assert "已替您填入答复内容" not in kept.content.decode()


def test_what_is_left_to_find_out_holds_the_reply_back(cast: Cast) -> None:
    order = progressed(cast)
    with browser(cast.clerk, at=AT) as client:
        stopped = client.post(url(order), typed(order, words=GOOD))
        sent = client.post(url(order), typed(order, words=GOOD.replace(OPEN_POINT, "6月15日")))
    assert stopped.status_code == 422
    assert "请核实后填写" in stopped.content.decode()
    assert sent.status_code == 302


def test_of_a_confidential_order_nothing_is_sent(cast: Cast) -> None:
    order = contacted(cast, **SECRET)
    with with_model(Says(words=GOOD)) as served, browser(cast.clerk, at=AT) as client:
        assert "模型" not in client.get(url(order)).content.decode()
        page = client.post(url(order, "draft_reply"), typed(order), headers=FRAGMENT).content.decode()
    assert "保密工单的内容不发给模型" in page
    assert served.asked == []
    assert not ModelUse.objects.exists()
    with pytest.raises(AssertionError, match="confidential"):
        material_of(dossier=dossier_for(order_id=order.pk, actor=cast.clerk), actor=cast.clerk)


def test_only_who_may_reply_now_may_ask(cast: Cast) -> None:
    order, early = contacted(cast), assigned(cast)
    with with_model(Says(words=GOOD)) as served:
        for actor, status in ((cast.outsider, 404), (cast.operator, 403), (cast.bureau_clerk, 404)):
            with browser(actor, at=AT) as client:
                assert client.post(url(order, "draft_reply"), typed(order)).status_code == status
        with browser(cast.clerk, at=AT) as client:
            assert client.post(url(early, "draft_reply"), typed(early)).status_code == 409
    assert served.asked == []


def test_who_reads_the_log_sees_every_use_and_no_words(cast: Cast) -> None:
    order = progressed(cast)
    with with_model(Says(words=GOOD), Says(status=500)), browser(cast.clerk, at=AT) as client:
        for _ in range(2):
            client.post(url(order, "draft_reply"), typed(order), headers=FRAGMENT)
    for actor in (cast.auditor, cast.supervisor):
        with browser(actor, at=AT) as client:
            page = client.get(reverse("model_log")).content.decode()
        for words in ("陈承办", order.number, "拟答复草稿", "给出草稿", "没有应答或出错", "qwen3-8b"):
            assert words in page, words
        assert "责令整改" not in page
    with browser(cast.auditor, at=AT) as client:
        assert reverse("unmasking_log") in client.get(reverse("model_log")).content.decode()
    with browser(cast.stranger, at=AT) as client:
        assert client.get(reverse("model_log")).status_code == 403
    with browser(cast.clerk, at=AT) as client:
        assert client.get(reverse("model_log")).status_code == 403
