"""派单建议: a look-up of matter and place in the duty list."""

from __future__ import annotations

import pytest

from huying.catalogue.actions.publish_duties import publish_duties
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import Matter
from huying.dispatch.actions.assign_unit import assign_unit
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.models import Suggestion
from huying.domain.actors import policy_actor
from huying.domain.catalogue_drafts import DutyDraft, MatterDraft
from huying.foundation import memory
from huying.organisation.models import Unit
from huying.workorders.models import Event, Order
from tests.actions.dispatch.suggesting import said
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import LONG_AGO, create_unit
from tests.factories.workorders import create_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    cast = create_cast()
    actor = policy_actor(centre_id=cast.centre.pk, name="tests")
    dated = {"effective_from": LONG_AGO, "after": 0, "actor": actor, "at": LONG_AGO, "note": "测试"}
    publish_matters(
        drafts=[
            MatterDraft(line=2, code="03", name="城乡建设"),
            MatterDraft(line=3, code="0305", name="路灯照明", parent_code="03"),
            MatterDraft(line=4, code="0307", name="占道经营", parent_code="03"),
        ],
        **dated,  # type: ignore[arg-type]
    )
    publish_duties(
        drafts=[
            DutyDraft(line=2, matter_code="0305", lead_unit_code=cast.bureau.code, legal_basis="三定规定"),
            DutyDraft(
                line=3,
                matter_code="0307",
                lead_by_place=True,
                assist_unit_codes=(cast.bureau.code,),
                legal_basis="街道办事处条例第十一条",
            ),
        ],
        **dated,  # type: ignore[arg-type]
    )
    memory.forget()
    return cast


def suggested(order: Order) -> Suggestion:
    suggest_unit(order_id=order.pk, at=MONDAY)
    return Suggestion.objects.get(order=order)


def test_the_duty_list_names_the_bureau_before_the_place(cast: Cast) -> None:
    matter = Matter.objects.get(code="0305")
    order = create_order(operator=cast.operator, at=MONDAY, matter_id=matter.pk, region_id=cast.region_street.pk)
    made = suggested(order)
    assert (made.lead_unit, made.ground, made.legal_basis) == (cast.bureau, "duty", "三定规定")
    assert "事项「路灯照明（0305）」" in made.reason


def test_a_duty_of_a_merged_unit_is_its_successors(cast: Cast) -> None:
    heir = create_unit(centre=cast.centre, name="市城市运行局")
    Unit.objects.filter(pk=cast.bureau.pk).update(is_active=False, successor=heir)
    memory.forget()
    matter = Matter.objects.get(code="0305")
    made = suggested(create_order(operator=cast.operator, at=MONDAY, matter_id=matter.pk))
    assert (made.lead_unit, made.ground, made.legal_basis) == (heir, "duty", "三定规定")
    assert "目录中的单位已并入市城市运行局" in made.reason


def test_habit_does_not_step_into_the_place_of_a_unit_that_the_list_names_and_that_is_closed(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.bureau.pk).update(is_active=False)
    memory.forget()
    matter = Matter.objects.get(code="0305")
    order = create_order(operator=cast.operator, at=MONDAY, matter_id=matter.pk)
    suggest_unit(order_id=order.pk, guesses=said((cast.street.code, 0.99)), at=MONDAY)
    made = Suggestion.objects.get(order=order)
    assert (made.lead_unit, made.held_back, made.is_offered) == (cast.street, "not_first", False)


def test_a_duty_of_the_place_goes_to_its_street_with_the_assist(cast: Cast) -> None:
    matter = Matter.objects.get(code="0307")
    order = create_order(operator=cast.operator, at=MONDAY, matter_id=matter.pk, region_id=cast.region_street.pk)
    made = suggested(order)
    assert (made.lead_unit, made.assist_unit_ids) == (cast.street, [cast.bureau.pk])


def test_matter_and_place_are_found_by_name_in_the_text(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, original="桥头街道菜场门口占道经营严重")
    made = suggested(order)
    assert (made.lead_unit, made.found_region) == (cast.street, cast.region_street)
    assert made.found_matter == Matter.objects.get(code="0307")


def test_a_confidential_original_is_not_read_for_a_suggestion(cast: Cast) -> None:
    order = create_order(
        operator=cast.operator,
        at=MONDAY,
        original="桥头街道某干部占道经营",
        transfer="反映一起经营问题",
        title="反映经营问题",
        wants_secrecy=True,
    )
    assert suggested(order).ground == "none"


def test_a_second_run_replaces_the_suggestion(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY)
    suggested(order)
    suggested(order)
    assert Suggestion.objects.count() == 1


def test_what_was_suggested_and_what_was_chosen_are_both_in_the_history(cast: Cast) -> None:
    matter = Matter.objects.get(code="0305")
    order = create_order(operator=cast.operator, at=MONDAY, matter_id=matter.pk)
    suggested(order)
    assign_unit(
        order_id=order.pk,
        lead_unit_id=cast.street.pk,
        legal_basis="属地",
        remark="现场在街道辖区的背街小巷。",
        seen=1,
        actor=cast.dispatcher,
        at=MONDAY,
    )
    data = Event.objects.get(order=order, action="assign_unit").data
    assert (data["suggested"], data["lead"]) == (cast.bureau.pk, cast.street.pk)
