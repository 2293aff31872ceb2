"""Recent decisions beside the duty list, counted by the nightly job and turned into a proposal."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huying.catalogue.actions.publish_duties import publish_duties
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.actions.replace_findings import replace_findings
from huying.catalogue.models import DutyChange, DutyFinding, Matter
from huying.catalogue.queries.findings import findings_of, reason_of
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.models import Suggestion
from huying.dispatch.queries.decided import drifts_of
from huying.domain.actors import Role, policy_actor
from huying.domain.catalogue_drafts import DutyDraft, MatterDraft
from huying.domain.list_drift import Signs
from huying.domain.routing import Ground
from huying.foundation import memory
from huying.organisation.models import Unit
from huying.workorders.models import Order
from tests.actions.dispatch.returns import ask, back_from_the_street, send, settle
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import LONG_AGO, create_actor, create_unit
from tests.factories.workorders import create_order
from tests.walk import HOUR, fresh

pytestmark = pytest.mark.django_db
NIGHT = MONDAY + timedelta(days=1)


@pytest.fixture
def cast() -> Cast:
    cast = create_cast(finding_orders=3)
    actor = policy_actor(centre_id=cast.centre.pk, name="tests")
    dated = {"effective_from": LONG_AGO, "after": 0, "actor": actor, "at": LONG_AGO, "note": "测试"}
    tree = [
        MatterDraft(line=2, code="03", name="城建"),
        MatterDraft(line=3, code="0305", name="油烟", parent_code="03"),
    ]
    publish_matters(drafts=tree, **dated)  # type: ignore[arg-type]
    by_place = DutyDraft(line=2, matter_code="0305", lead_by_place=True, legal_basis="街道办事处条例第十一条")
    publish_duties(drafts=[by_place], **dated)  # type: ignore[arg-type]
    memory.forget()
    return cast


def order_of(cast: Cast) -> Order:
    matter = Matter.objects.get(code="0305")
    order = create_order(operator=cast.operator, at=MONDAY, matter_id=matter.pk, region_id=cast.region_street.pk)
    suggest_unit(order_id=order.pk, at=MONDAY)
    return order


def sent(cast: Cast, lead: Unit) -> Order:
    order = order_of(cast)
    send(order, cast, lead=lead, at=MONDAY + HOUR)
    return fresh(order)


def count(cast: Cast) -> None:
    since = NIGHT - timedelta(days=90)
    found = drifts_of(centre_id=cast.centre.pk, since=since, at=NIGHT)
    actor = policy_actor(centre_id=cast.centre.pk, name="find_drifts")
    replace_findings(drifts=found, since=since, actor=actor, at=NIGHT)


def test_suggestions_not_taken_and_returns_granted_or_refused_are_one_finding(cast: Cast) -> None:
    orders = [sent(cast, cast.bureau), sent(cast, cast.bureau)]
    returned = sent(cast, cast.street)
    back_from_the_street(returned, cast)
    refused = sent(cast, cast.bureau)
    ask(refused, cast, actor=cast.bureau_clerk, proposed_unit_id=cast.street.pk)
    settle(refused, cast, granted=False)
    sent(cast, cast.street)
    count(cast)
    (found,) = findings_of(actor=cast.dispatcher, at=NIGHT)
    assert (found.title, found.listed, found.lead) == ("城建 › 油烟", "所在地街道（乡镇）", cast.bureau.name)
    assert (found.decided, found.orders, found.percent) == (4, 5, 80)
    assert (found.not_taken, found.returned, found.wrongful) == (4, 1, 1)
    assert set(found.order_numbers) == {one.number for one in (*orders, returned, refused)}


def test_what_a_model_suggested_and_nobody_took_says_nothing_of_the_list(cast: Cast) -> None:
    for ground in (Ground.PAST, Ground.RULING, Ground.DUTY_AT_PLACE):
        order = order_of(cast)
        Suggestion.objects.filter(order=order).update(ground=ground)
        send(order, cast, lead=cast.bureau, at=MONDAY + HOUR)
    count(cast)
    (found,) = findings_of(actor=cast.dispatcher, at=NIGHT)
    assert (found.decided, found.not_taken) == (3, 1)


def test_an_order_given_back_counts_for_whom_the_ruling_names_and_else_for_nobody(cast: Cast) -> None:
    for found_unit in (cast.bureau.pk, cast.bureau.pk, cast.bureau.pk, None):
        order = sent(cast, cast.street)
        ask(order, cast)
        settle(order, cast, granted=True, found_unit_id=found_unit)
    ((drift, _),) = drifts_of(centre_id=cast.centre.pk, since=LONG_AGO, at=NIGHT)
    assert (drift.decided, drift.orders) == (3, 3)
    assert drift.signs == Signs(not_taken=3, returned=3)


def test_what_follows_the_list_or_is_older_than_the_window_is_no_finding(cast: Cast) -> None:
    for _ in range(4):
        sent(cast, cast.street)
    assert drifts_of(centre_id=cast.centre.pk, since=LONG_AGO, at=NIGHT) == ()
    for _ in range(40):
        sent(cast, cast.bureau)
    assert drifts_of(centre_id=cast.centre.pk, since=MONDAY + 2 * HOUR, at=NIGHT) == ()


def test_a_confidential_order_is_counted_and_never_named(cast: Cast) -> None:
    orders = [sent(cast, cast.bureau) for _ in range(3)]
    Order.objects.filter(pk=orders[0].pk).update(is_confidential=True)
    ((drift, numbers),) = drifts_of(centre_id=cast.centre.pk, since=LONG_AGO, at=NIGHT)
    assert drift.decided == 3
    assert set(numbers) == {one.number for one in orders[1:]}


def test_a_second_night_leaves_the_same_rows_and_another_centre_sees_none(cast: Cast) -> None:
    for _ in range(3):
        sent(cast, cast.bureau)
    count(cast)
    count(cast)
    assert DutyFinding.objects.count() == 1
    stranger = create_actor(unit=Unit.objects.get(pk=cast.stranger.unit_id or 0), role=Role.DISPATCHER)
    assert findings_of(actor=stranger, at=NIGHT) == ()


def test_one_click_makes_a_proposal_of_a_finding_and_the_finding_leads_to_it(cast: Cast) -> None:
    for _ in range(3):
        sent(cast, cast.bureau)
    count(cast)
    found = DutyFinding.objects.get()
    with browser(cast.dispatcher, at=NIGHT) as client:
        page = client.get(reverse("propose_duty_change"), {"finding": found.pk})
        initial = page.context["form"].initial
        assert (initial["matter_code"], initial["lead"]) == ("0305", str(cast.bureau.pk))
        assert "3 件（100%）" in initial["reason"]
        typed = {name: value for name, value in initial.items() if value not in (None, "")}
        answer = client.post(reverse("propose_duty_change"), typed | {"legal_basis": "市城市管理局三定规定"})
        change = DutyChange.objects.get()
        assert answer["Location"] == reverse("duty_change", kwargs={"change_id": change.pk})
        listed = client.get(reverse("duty_findings")).content.decode()
    assert f"已提建议（{change.get_state_display()}）" in listed


def test_a_list_that_names_a_merged_unit_is_a_finding_that_proposes_its_successor(cast: Cast) -> None:
    old = create_unit(centre=cast.centre, name="市市容局")
    names_old = DutyDraft(line=2, matter_code="0305", lead_unit_code=old.code, legal_basis="市市容局三定规定")
    publish_duties(
        drafts=[names_old],
        effective_from=MONDAY - HOUR,
        after=1,
        actor=policy_actor(centre_id=cast.centre.pk, name="tests"),
        at=MONDAY - HOUR,
        note="测试",
    )
    memory.forget()
    for lead in (old, old, cast.bureau):
        sent(cast, lead)
    count(cast)
    assert findings_of(actor=cast.dispatcher, at=NIGHT) == ()
    Unit.objects.filter(pk=old.pk).update(is_active=False, successor=cast.bureau)
    memory.forget()
    count(cast)
    (found,) = findings_of(actor=cast.dispatcher, at=NIGHT)
    assert (found.listed, found.lead, found.decided, found.percent) == ("市市容局", cast.bureau.name, 3, 100)
    assert "实际由该单位（可能含已并入的原市市容局）主办" in reason_of(DutyFinding.objects.get())
