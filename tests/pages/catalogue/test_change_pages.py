"""Pages of proposals, findings, look-up and cards: who opens them, and what they say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from huying.catalogue.actions.publish_cards import publish_cards
from huying.catalogue.actions.publish_duties import publish_duties
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.choices import ChangeState
from huying.catalogue.models import CatalogueVersion, Duty, DutyChange, Matter, ScenarioCard
from huying.domain.actors import SIDES, Actor, Role
from huying.domain.card_drafts import CardDraft
from huying.domain.catalogue_drafts import DutyDraft, MatterDraft
from huying.foundation import memory
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.catalogue import create_finding
from tests.factories.organisation import LONG_AGO, create_actor
from tests.factories.workorders import create_order
from tests.pages.catalogue.test_publishing_pages import carried, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    keeper = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    dated: dict[str, Any] = {"effective_from": LONG_AGO, "after": 0, "actor": keeper, "at": LONG_AGO, "note": "测试"}
    publish_matters(drafts=[MatterDraft(line=2, code="03", name="油烟扰民")], **dated)
    by_bureau = DutyDraft(line=2, matter_code="03", lead_unit_code=cast.bureau.code, legal_basis="三定规定")
    publish_duties(drafts=[by_bureau], **dated)
    card = CardDraft(
        line=2,
        code="C1",
        title="餐饮油烟",
        matter_codes=("03",),
        ask="店名？",
        whose="城管局。",
        legal_basis="约定：测试",
    )
    publish_cards(drafts=[card], **dated)
    memory.forget()
    return keeper


def get(actor: Actor, route: str, *, query: dict[str, Any] | None = None, **parts: Any) -> Any:
    with browser(actor, at=MONDAY) as client:
        return client.get(reverse(route, kwargs=parts), query or {})


def post(actor: Actor, route: str, data: dict[str, Any], **parts: Any) -> Any:
    with browser(actor, at=MONDAY + timedelta(hours=1)) as client:
        return client.post(reverse(route, kwargs=parts), data)


def proposed(actor: Actor) -> DutyChange:
    typed = {"act": "put", "matter_code": "03", "lead": "place", "legal_basis": "街道办事处条例", "reason": "街道先到"}
    assert post(actor, "propose_duty_change", typed).status_code == 302
    return DutyChange.objects.get()


MAY_OPEN = {
    "propose_duty_change": {Role.CLERK, Role.REVIEWER, Role.DISPATCHER, Role.ARBITER},
    "duty_findings": {
        *(Role.DISPATCHER, Role.ARBITER, Role.SUPERVISOR, Role.EVALUATOR, Role.LEADER, Role.SYSTEM_ADMIN),
    },
    "edit_card": {Role.SYSTEM_ADMIN},
    "new_cards": {Role.SYSTEM_ADMIN},
    "duty_changes": set(SIDES),
    "duty_lookup": set(SIDES),
    "cards": set(SIDES),
}


@pytest.mark.parametrize("route", MAY_OPEN)
def test_a_page_opens_for_its_roles_alone(cast: Cast, keeper: Actor, route: str) -> None:
    for role in SIDES:
        actor = create_actor(unit=cast.hotline, role=role)
        assert (get(actor, route).status_code == 200) is (role in MAY_OPEN[route]), role


def test_a_proposal_goes_from_the_unit_over_the_arbiter_into_the_next_version(cast: Cast, keeper: Actor) -> None:
    change = proposed(cast.clerk)
    assert "油烟扰民" in said(get(cast.arbiter, "duty_changes"))
    refused = post(cast.arbiter, "settle_duty_change", {"verdict": "no", "note": ""}, change_id=change.pk)
    assert refused.status_code == 422
    assert "不采纳的，请写明理由" in said(refused)
    assert post(cast.arbiter, "settle_duty_change", {"verdict": "yes"}, change_id=change.pk).status_code == 302
    assert 'name="collected"' in get(keeper, "new_duties").content.decode()
    assert 'name="collected"' not in get(keeper, "new_matters").content.decode()
    preview = post(keeper, "new_duties", {"collected": "1"})
    assert "修改 1 处" in said(preview)
    assert f"采纳目录调整建议 1 条：#{change.pk}" in preview.content.decode()
    answer = post(keeper, "new_duties", carried(preview) | {"note": "采纳街道建议"})
    assert answer.status_code == 302
    assert Duty.objects.get(version__number=2, version__kind="duties").change == change
    page = said(get(cast.clerk, "duty_change", change_id=change.pk))
    assert "已发布" in page
    assert "派单目录第 2 版" in page


def test_nothing_accepted_is_said_where_a_version_is_to_be_made_of_it(cast: Cast, keeper: Actor) -> None:
    answer = post(keeper, "new_duties", {"collected": "1"})
    assert answer.status_code == 422
    assert "没有已采纳、待发布的目录调整建议" in said(answer)


def test_a_wrong_form_keeps_what_was_typed(cast: Cast, keeper: Actor) -> None:
    answer = post(cast.clerk, "propose_duty_change", {"act": "put", "matter_code": "03", "reason": "街道先到现场"})
    assert answer.status_code == 422
    assert "街道先到现场" in answer.content.decode()
    assert "请选择主办单位，或由所在地街道（乡镇）主办。" in said(answer)


def test_the_proposer_sees_no_form_to_decide_and_may_withdraw(cast: Cast, keeper: Actor) -> None:
    change = proposed(cast.arbiter)
    page = said(get(cast.arbiter, "duty_change", change_id=change.pk))
    assert "写入结论" not in page
    assert "撤回建议" in page
    assert "写入结论" in said(get(cast.leader, "duty_change", change_id=change.pk))
    assert post(cast.leader, "withdraw_duty_change", {}, change_id=change.pk).status_code == 403
    assert post(cast.arbiter, "withdraw_duty_change", {}, change_id=change.pk).status_code == 302
    change.refresh_from_db()
    assert change.state == ChangeState.WITHDRAWN


def test_a_proposal_of_another_centre_is_not_found(cast: Cast, keeper: Actor) -> None:
    change = proposed(cast.clerk)
    assert get(cast.stranger, "duty_change", change_id=change.pk).status_code == 404
    assert "油烟扰民" not in said(get(cast.stranger, "duty_changes"))


def test_the_look_up_names_the_line_and_shows_the_cards(cast: Cast, keeper: Actor) -> None:
    page = said(get(cast.operator, "duty_lookup", query={"matter": "03", "place": cast.region_street.pk}))
    assert f"主办 {cast.bureau.name} （派单目录明确主办）" in page
    assert "第 1 版，油烟扰民" in page.replace("， ", "，")
    assert "餐饮油烟 问什么 店名？" in page


def test_the_history_and_the_comparison_of_what_is_not_there_say_so(cast: Cast, keeper: Actor) -> None:
    assert "都没有这一条" in said(get(cast.clerk, "duty_history", query={"matter": "99"}))
    assert get(cast.clerk, "duty_compare", query={"from": "1", "to": "9"}).status_code == 404


def test_the_findings_say_when_there_are_none_and_how_many_where_there_are(cast: Cast, keeper: Actor) -> None:
    assert "没有明显出入" in said(get(cast.supervisor, "duty_findings"))
    create_finding(centre=cast.centre, orders=10)
    page = said(get(cast.supervisor, "duty_findings"))
    assert "90% 9 / 10 件" in page
    assert "由派单员或审批员提出" in page


def test_one_card_is_mended_through_the_preview_and_the_others_stay(cast: Cast, keeper: Actor) -> None:
    page = get(keeper, "edit_card", query={"code": "C1"})
    typed: dict[str, Any] = {
        name: value for name, value in page.context["form"].initial.items() if isinstance(value, str | tuple)
    }
    typed |= {"ask": "店名和门牌？", "region_ids": []}
    with browser(keeper, at=MONDAY) as client:
        preview = client.post(f"{reverse('edit_card')}?code=C1", typed)
        assert "问什么：店名和门牌？" in said(preview)
        assert f'action="{reverse("new_cards")}"' in preview.content.decode()
        assert client.post(reverse("new_cards"), carried(preview) | {"note": "补问门牌"}).status_code == 302
    assert CatalogueVersion.objects.filter(kind="cards").count() == 2
    assert ScenarioCard.objects.get(version__number=2).ask == "店名和门牌？"


def test_the_dispatcher_and_the_operator_see_the_card_that_fits(cast: Cast, keeper: Actor) -> None:
    matter = Matter.objects.get(code="03")
    order = create_order(operator=cast.operator, at=MONDAY, matter_id=matter.pk)
    assert "餐饮油烟 问什么 店名？" in said(get(cast.dispatcher, "assign_unit", number=order.number))
    looked = post(cast.operator, "register", {"look": "1", "original": "楼下油烟", "matter_id": matter.pk})
    assert "餐饮油烟 问什么 店名？" in said(looked)


def test_who_decides_and_who_proposed_find_it_among_their_notices(cast: Cast, keeper: Actor) -> None:
    change = proposed(cast.clerk)
    assert f"#{change.pk}" in said(get(cast.arbiter, "inbox"))
    assert f"#{change.pk}" not in said(get(cast.clerk, "inbox"))
    post(cast.arbiter, "settle_duty_change", {"verdict": "no", "note": "三定未改"}, change_id=change.pk)
    page = said(get(cast.reviewer, "inbox"))
    assert "未采纳 三定未改" in page
    assert f"#{change.pk}" not in said(get(cast.bureau_clerk, "inbox"))
