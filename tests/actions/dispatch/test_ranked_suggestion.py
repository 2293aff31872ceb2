"""派单建议: duty list, place, rulings and what past orders teach, joined; nobody who may not lead."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import override_settings

from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import Matter
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.models import Comparison, Suggestion
from huying.dispatch.queries import suggestion_of
from huying.dispatch.queries.precedents import precedents_for
from huying.dispatch.queries.ranking import guesses_about
from huying.domain.actors import policy_actor
from huying.domain.catalogue_drafts import MatterDraft
from huying.foundation import memory
from huying.organisation.models import Unit
from huying.workorders.models import Event, Order
from tests.actions.dispatch.returns import ask, send, settle
from tests.actions.dispatch.suggesting import ranked_units, suggested
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.learning import ABOUT_HEAT, create_model
from tests.factories.organisation import LONG_AGO, create_unit
from tests.factories.workorders import create_order
from tests.walk import HOUR, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def an_order(cast: Cast, **changes: object) -> Order:
    return create_order(operator=cast.operator, at=MONDAY, region_id=cast.region_street.pk, **changes)


def merge(old: Unit, into: Unit) -> None:
    Unit.objects.filter(pk=old.pk).update(is_active=False, successor=into)
    memory.forget()


def test_a_sure_model_goes_before_the_street_and_says_how_sure(cast: Cast) -> None:
    order = an_order(cast)
    made = suggested(order, (cast.bureau.code, 0.934), (cast.street.code, 0.03))
    assert (made.lead_unit, made.ground, ranked_units(made)) == (cast.bureau, "past", [cast.bureau.pk, cast.street.pk])
    assert (made.model_unit, made.probability, made.model_number, made.held_back) == (cast.bureau, 0.934, 3, "")
    assert "每 100 张约有 93 张" in made.reason


def test_what_is_linked_to_an_open_order_is_left_to_a_person_however_it_is_told(cast: Cast) -> None:
    first = an_order(cast)
    order = an_order(cast, original="公积金提取要哪些材料，窗口说法不一，跑了两趟。")
    assert suggested(order, (cast.bureau.code, 0.99)).held_back == ""
    Order.objects.filter(pk=order.pk).update(repeats=first)
    assert suggested(order, (cast.bureau.code, 0.99)).held_back == "likely_same"
    Order.objects.filter(pk=first.pk).update(state="closed")
    assert suggested(order, (cast.bureau.code, 0.99)).held_back == ""


def test_without_a_model_it_is_as_before(cast: Cast) -> None:
    made = suggested(an_order(cast))
    assert (made.lead_unit, made.ground, made.model_unit, made.probability) == (cast.street, "place", None, None)
    assert made.held_back == "no_guess"


def test_closed_units_communities_and_labels_nobody_knows_are_dropped(cast: Cast) -> None:
    Unit.objects.filter(pk=cast.bureau.pk).update(is_active=False)
    memory.forget()
    made = suggested(
        an_order(cast), (cast.bureau.code, 0.6), ("gone-long-ago", 0.2), (cast.community.code, 0.1), ("x", 0.05)
    )
    assert ranked_units(made) == [cast.street.pk]
    assert (made.model_unit, made.probability, made.held_back) == (None, None, "no_guess")


def test_who_lost_the_order_by_a_return_is_not_suggested_for_it_again(cast: Cast) -> None:
    order = an_order(cast)
    suggested(order, (cast.street.code, 0.9))
    send(order, cast, lead=cast.street, at=MONDAY + HOUR)
    ask(order, cast)
    settle(order, cast, granted=True)
    made = suggested(order, (cast.street.code, 0.9), (cast.bureau.code, 0.05))
    assert ranked_units(made) == [cast.bureau.pk]
    assert made.held_back == "again"


def test_a_ruling_on_the_same_matter_goes_before_the_place(cast: Cast) -> None:
    actor = policy_actor(centre_id=cast.centre.pk, name="tests")
    drafts = [MatterDraft(line=2, code="03", name="城乡建设")]
    publish_matters(drafts=drafts, effective_from=LONG_AGO, after=0, actor=actor, at=LONG_AGO, note="测试")
    memory.forget()
    matter = Matter.objects.get(code="03")
    earlier = an_order(cast, matter_id=matter.pk)
    send(earlier, cast, lead=cast.street, at=MONDAY + HOUR)
    ask(earlier, cast)
    settle(earlier, cast, granted=True, found_unit_id=cast.bureau.pk)
    made = suggested(an_order(cast, matter_id=matter.pk), (cast.street.code, 0.99))
    assert ranked_units(made) == [cast.bureau.pk, cast.street.pk]
    assert (made.ground, made.held_back) == ("ruling", "not_first")
    assert "1 次裁定" in made.reason


def test_a_ruling_that_named_a_merged_unit_speaks_for_its_successor_and_says_so(cast: Cast) -> None:
    actor = policy_actor(centre_id=cast.centre.pk, name="tests")
    drafts = [MatterDraft(line=2, code="03", name="城乡建设")]
    publish_matters(drafts=drafts, effective_from=LONG_AGO, after=0, actor=actor, at=LONG_AGO, note="测试")
    memory.forget()
    old, matter = create_unit(centre=cast.centre, name="市市容局"), Matter.objects.get(code="03")
    earlier = an_order(cast, matter_id=matter.pk)
    send(earlier, cast, lead=cast.street, at=MONDAY + HOUR)
    ask(earlier, cast)
    settle(earlier, cast, granted=True, found_unit_id=old.pk)
    merge(old, cast.bureau)
    order = an_order(cast, matter_id=matter.pk)
    made = suggested(order)
    assert (ranked_units(made), made.ground) == ([cast.bureau.pk, cast.street.pk], "ruling")
    (told,) = precedents_for(order=order, actor=cast.dispatcher)
    assert told.found_name == "原市市容局（现由市城市管理局承接）"
    shown = suggestion_of(order_id=order.pk, actor=cast.dispatcher)
    assert shown is not None
    assert [row.reasons[1:] for row in shown.ranked] == [("可能含已并入该单位的原市市容局以往的裁定和工单",), ()]


def test_a_model_that_knows_only_the_merged_unit_ranks_its_successor(cast: Cast, tmp_path: Path) -> None:
    old = create_unit(centre=cast.centre, name="市供热办")
    Unit.objects.filter(pk=old.pk).update(code="heat")
    order = an_order(cast, original=ABOUT_HEAT, transfer=ABOUT_HEAT, title="")
    with override_settings(HUYING_MODELS=tmp_path):
        create_model(centre=cast.centre)
        merge(old, cast.bureau)
        suggest_unit(order_id=order.pk, guesses=guesses_about(order_id=order.pk), at=MONDAY)
    made = Suggestion.objects.get(order=order)
    assert (made.model_unit, made.lead_unit, made.ground) == (cast.bureau, cast.bureau, "past")
    assert made.probability
    assert made.probability > 0.5


def test_a_like_order_of_a_merged_unit_is_shown_with_who_took_over(cast: Cast) -> None:
    old = create_unit(centre=cast.centre, name="市市容局")
    past = an_order(cast, title="烧烤店油烟")
    send(past, cast, lead=old, at=MONDAY + HOUR)
    Order.objects.filter(pk=past.pk).update(state="closed")
    merge(old, cast.bureau)
    order = an_order(cast)
    suggested(order)
    shown = suggestion_of(order_id=order.pk, actor=cast.dispatcher)
    assert shown is not None
    assert [row.unit_name for row in shown.similar] == ["原市市容局（现由市城市管理局承接）"]


def test_like_orders_that_are_over_are_shown_with_who_led_them(cast: Cast) -> None:
    past, other = an_order(cast, title="烧烤店油烟"), an_order(cast, original="小区东门路灯三天不亮，夜间出行不便。")
    for one in (past, other):
        send(one, cast, lead=cast.bureau, at=MONDAY + HOUR)
        Order.objects.filter(pk=one.pk).update(state="closed")
    order = an_order(cast)
    made = suggested(order)
    assert made.similar_order_ids == [past.pk]
    shown = suggestion_of(order_id=order.pk, actor=cast.dispatcher)
    assert shown is not None
    assert [(row.number, row.title, row.unit_name) for row in shown.similar] == [
        (past.number, "烧烤店油烟", cast.bureau.name)
    ]


def test_a_confidential_order_is_never_shown_as_a_like_one(cast: Cast) -> None:
    past = an_order(cast, wants_secrecy=True, transfer="反映油烟问题。", title="反映油烟")
    send(past, cast, lead=cast.bureau, at=MONDAY + HOUR)
    Order.objects.filter(pk=past.pk).update(state="closed")
    assert suggested(an_order(cast)).similar_order_ids == []


def test_suggestion_decision_and_outcome_are_kept_and_the_first_stays(cast: Cast) -> None:
    order = an_order(cast)
    suggested(order, (cast.bureau.code, 0.9))
    send(order, cast, lead=cast.street, at=MONDAY + HOUR)
    kept = Comparison.objects.get(order=order)
    assert (kept.suggested_unit, kept.decided_unit, kept.final_unit) == (cast.bureau, cast.street, cast.street)
    assert (kept.decided_by_id, kept.is_automatic) == (cast.dispatcher.person_id, False)
    ask(order, cast)
    settle(order, cast, granted=True)
    kept.refresh_from_db()
    assert (kept.final_unit, kept.returns) == (None, 1)
    suggested(order)
    send(fresh(order), cast, lead=cast.bureau, at=MONDAY + 6 * HOUR)
    kept.refresh_from_db()
    assert (kept.suggested_unit, kept.decided_unit, kept.final_unit) == (cast.bureau, cast.street, cast.bureau)


def test_the_history_tells_what_the_model_said(cast: Cast) -> None:
    order = an_order(cast)
    suggested(order, (cast.bureau.code, 0.9))
    send(order, cast, lead=cast.bureau, at=MONDAY + HOUR)
    data = Event.objects.get(order=order, action="assign_unit").data
    assert data["guessed"] == {"unit": cast.bureau.pk, "sure": "0.9000", "model": 3}
    assert Suggestion.objects.get(order=order).lead_unit == cast.bureau
