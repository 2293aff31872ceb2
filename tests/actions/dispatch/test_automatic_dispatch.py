"""自动派单: by the jobs, with a model that was really trained; what holds it back, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob
from pytest_django import Settings

from huying.dispatch import tasks
from huying.dispatch.actions.recall_order import recall_order
from huying.dispatch.actions.suggest_unit import suggest_unit
from huying.dispatch.models import Comparison, Guarantee, Suggestion
from huying.dispatch.queries.ranking import guesses_about
from huying.foundation import clock, memory
from huying.foundation.commit import one_commit
from huying.learning.queries import serving
from huying.organisation.models import Unit
from huying.policy.queries import policy_at
from huying.workorders.models import Event, Order
from tests.actions.dispatch.suggesting import past_decisions
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.learning import ABOUT_NOISE, create_model
from tests.factories.workorders import create_order
from tests.walk import HOUR, fresh, seen

pytestmark = pytest.mark.usefixtures("own_database")
NUMBER = 7


@dataclass
class City:
    """The cast, and how its jobs run."""

    cast: Cast

    def heard(self, **changes: Any) -> Order:
        """Register a demand about noise, and let the job suggest."""
        given: dict[str, Any] = {"original": f"{ABOUT_NOISE}，第3次反映", "at": MONDAY} | changes
        with one_commit():
            order = create_order(operator=self.cast.operator, **given)
        with clock.moved(MONDAY + timedelta(minutes=1)):
            tasks.suggest_unit_task(order_id=order.pk)
        return order

    def run_rule(self, order: Order) -> Order:
        """Run the job that sends an order."""
        with clock.moved(MONDAY + timedelta(minutes=2)):
            tasks.assign_by_rule_task(order_id=order.pk)
        return fresh(order)


Build = Callable[..., City]


def waiting(order: Order) -> int:
    """Count the jobs that would send an order."""
    return ProcrastinateJob.objects.filter(task_name="dispatch.assign_by_rule", args__order_id=order.pk).count()


@pytest.fixture
def build(settings: Settings, tmp_path: Path) -> Build:
    """Return a maker of a city whose model is sure, with a guarantee that was worked out by the night's job."""

    def make(*, mode: str, wrong: int = 0, control_percent: int = 0) -> City:
        settings.HUYING_MODELS = tmp_path / "models"
        with one_commit():
            cast = create_cast(
                auto_dispatch=mode,
                auto_dispatch_least=60,
                auto_dispatch_error="0.1",
                auto_dispatch_control_percent=control_percent,
            )
            Unit.objects.filter(pk=cast.bureau.pk).update(code="noise")
            Unit.objects.filter(pk=cast.street.pk).update(code="heat")
            create_model(centre=cast.centre, number=NUMBER)
            past_decisions(cast, right=120 - wrong, wrong=wrong, sure=0.6, number=NUMBER)
        memory.forget()
        with clock.moved(MONDAY):
            tasks.record_guarantees_task(timestamp=0)
        return City(cast=cast)

    return make


def test_a_sure_order_is_sent_by_the_rule_and_taken_back_in_one_click(build: Build) -> None:
    city = build(mode="on")
    order = city.heard()
    assert waiting(order) == 1
    order = city.run_rule(order)
    assert (order.state, order.accountable_unit_id) == ("dispatched", city.cast.bureau.pk)
    event = Event.objects.get(order=order, action="assign_unit")
    assert (event.policy, event.person_id) == ("auto_dispatch", None)
    kept = Comparison.objects.get(order=order)
    assert (kept.is_automatic, kept.is_offered, kept.final_unit_id) == (True, True, city.cast.bureau.pk)
    with one_commit():
        recall_order(order_id=order.pk, seen=seen(order), actor=city.cast.dispatcher, at=MONDAY + HOUR)
    kept.refresh_from_db()
    assert (kept.is_taken_back, kept.final_unit_id, fresh(order).state) == (True, None, "awaiting_dispatch")
    with clock.moved(MONDAY + HOUR):
        tasks.suggest_unit_task(order_id=order.pk)
    assert Suggestion.objects.get(order=order).held_back == "again"
    assert waiting(order) == 1


def test_in_trial_nothing_moves_and_what_it_would_have_done_is_kept(build: Build) -> None:
    city = build(mode="shadow")
    order = city.heard()
    made = Suggestion.objects.get(order=order)
    assert (made.is_offered, made.model_unit_id, waiting(order)) == (True, city.cast.bureau.pk, 0)
    assert city.run_rule(order).state == "awaiting_dispatch"


def test_switched_off_nothing_is_offered(build: Build) -> None:
    city = build(mode="off")
    order = city.heard()
    assert not Suggestion.objects.get(order=order).is_offered
    assert Guarantee.objects.get(centre=city.cast.centre).threshold is not None


def test_where_the_orders_do_not_bear_it_out_it_is_off_by_itself(build: Build) -> None:
    city = build(mode="on", wrong=15)
    found = Guarantee.objects.get(centre=city.cast.centre)
    assert (found.threshold, found.orders, found.errors) == (None, 120, 15)
    order = city.heard()
    assert not Suggestion.objects.get(order=order).is_offered
    assert waiting(order) == 0


def test_what_is_secret_urgent_or_for_several_units_is_left_to_a_person(build: Build) -> None:
    city = build(mode="on")
    secret = city.heard(wants_secrecy=True, transfer=ABOUT_NOISE, title="反映供暖")
    urgent = city.heard(urgency=2)
    danger = city.heard(original=f"{ABOUT_NOISE}，再不来修我就从楼上跳下去")
    why = [Suggestion.objects.get(order=order).held_back for order in (secret, urgent, danger)]
    assert why == ["confidential", "urgent", "danger"]
    assert not any(waiting(order) for order in (secret, urgent, danger))


def test_what_is_likely_the_same_as_an_open_order_is_left_to_a_person(build: Build) -> None:
    city = build(mode="on")
    first = city.run_rule(city.heard())
    assert first.state == "dispatched"
    second = city.heard()
    made = Suggestion.objects.get(order=second)
    assert (made.held_back, made.is_offered, waiting(second)) == ("likely_same", False, 0)
    assert city.run_rule(second).state == "awaiting_dispatch"
    Order.objects.filter(pk__in=[first.pk, second.pk]).update(state="closed")
    assert city.run_rule(city.heard()).state == "dispatched"


def test_some_of_what_it_could_send_is_left_to_a_person_and_stays_so(build: Build) -> None:
    city = build(mode="on", control_percent=50)
    left: set[int] = set()
    sent: set[int] = set()
    for _ in range(12):
        order = city.heard()
        (sent if waiting(order) else left).add(order.pk)
        made = Suggestion.objects.get(order=order)
        assert (made.is_offered, made.held_back) == (True, "control" if order.pk in left else "")
        with one_commit():
            suggest_unit(order_id=order.pk, guesses=guesses_about(order_id=order.pk), at=MONDAY + HOUR)
        assert Suggestion.objects.get(order=order).held_back == made.held_back
        assert (city.run_rule(order).state == "dispatched") == (order.pk in sent)
        Order.objects.filter(pk=order.pk).update(state="closed")
    assert left
    assert sent


def test_in_trial_none_is_drawn_for_people_send_them_all(build: Build) -> None:
    city = build(mode="shadow", control_percent=50)
    for _ in range(6):
        order = city.heard()
        assert Suggestion.objects.get(order=order).held_back == ""
        Order.objects.filter(pk=order.pk).update(state="closed")


def test_a_guarantee_of_three_days_ago_or_of_another_model_sends_nothing(build: Build) -> None:
    city = build(mode="on")
    order = city.heard()
    with clock.moved(MONDAY + timedelta(days=3)):
        tasks.assign_by_rule_task(order_id=order.pk)
    assert fresh(order).state == "awaiting_dispatch"
    Suggestion.objects.filter(order=order).update(model_number=NUMBER + 1)
    assert city.run_rule(order).state == "awaiting_dispatch"


def test_a_person_who_was_quicker_is_not_overruled(build: Build) -> None:
    city = build(mode="on")
    order = city.heard()
    Order.objects.filter(pk=order.pk).update(state="withdrawn")
    assert city.run_rule(order).state == "withdrawn"


def test_a_model_that_crashes_leaves_the_suggestion_of_the_list(build: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    city = build(mode="on")

    def crash(**_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(serving, "guess", crash)
    order = city.heard(region_id=city.cast.region_street.pk)
    made = Suggestion.objects.get(order=order)
    assert (made.lead_unit, made.ground, made.model_number) == (city.cast.street, "place", None)
    assert policy_at(centre_id=city.cast.centre.pk, at=MONDAY).policy.auto_dispatch == "on"


def test_without_a_model_the_night_writes_nothing(settings: Settings, tmp_path: Path) -> None:
    settings.HUYING_MODELS = tmp_path / "models"
    with one_commit():
        create_cast()
    tasks.record_guarantees_task(timestamp=0)
    assert not Guarantee.objects.exists()
