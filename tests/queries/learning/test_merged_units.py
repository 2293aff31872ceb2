"""机构改革: what was learnt of a unit that was merged is its successor's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.cli.learning.comparing import Rival, compare
from huying.cli.learning.drifting import write_drift
from huying.domain.actors import policy_actor
from huying.foundation import memory
from huying.learning.choices import Task
from huying.learning.models import DriftWeek
from huying.learning.queries.examples import examples
from huying.learning.queries.serving import guesses_of, taken_over
from huying.organisation.models import Unit
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.learning import ABOUT_HEAT, create_decided, create_model, small_model
from tests.factories.organisation import create_unit
from tests.walk import HOUR

pytestmark = pytest.mark.django_db
LEARNER = "learning"


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def merged(cast: Cast, *, code: str, into: Unit) -> Unit:
    """Make a unit that is known to the small model and was merged into another."""
    unit = create_unit(centre=cast.centre, name=f"原来的{code}局")
    Unit.objects.filter(pk=unit.pk).update(code=code, is_active=False, successor=into)
    memory.forget()
    return unit


def test_orders_of_a_merged_unit_are_learnt_as_its_successor_s_through_a_chain(cast: Cast) -> None:
    second = create_unit(centre=cast.centre, name="第二局")
    first = merged(cast, code="first", into=second)
    Unit.objects.filter(pk=second.pk).update(is_active=False, successor=cast.bureau)
    memory.forget()
    create_decided(cast=cast, count=1, since=MONDAY - timedelta(days=30), accountable_unit=first)
    (learnt,) = examples(task=Task.DISPATCH, actor=policy_actor(centre_id=cast.centre.pk, name=LEARNER), at=MONDAY)
    assert learnt.label == cast.bureau.code


def test_a_model_that_knows_only_the_old_unit_guesses_its_successor(cast: Cast) -> None:
    create_model(centre=cast.centre)
    merged(cast, code="heat", into=cast.bureau)
    said = guesses_of(centre_id=cast.centre.pk, task="dispatch", texts=[(ABOUT_HEAT,)])
    assert said is not None
    assert [guess.label for guess in said.of[0]] == [cast.bureau.code, "noise"]


def test_where_a_model_names_both_their_shares_are_one(cast: Cast) -> None:
    create_model(centre=cast.centre)
    before = guesses_of(centre_id=cast.centre.pk, task="dispatch", texts=[(ABOUT_HEAT,)])
    Unit.objects.filter(pk=cast.bureau.pk).update(code="noise")
    merged(cast, code="heat", into=cast.bureau)
    said = guesses_of(centre_id=cast.centre.pk, task="dispatch", texts=[(ABOUT_HEAT,)])
    assert before is not None
    assert said is not None
    ((only,),) = said.of
    assert (only.label, only.probability) == ("noise", min(sum(guess.probability for guess in before.of[0]), 1.0))


def test_matters_and_units_switched_off_without_a_successor_are_left_as_they_are(cast: Cast) -> None:
    unit = merged(cast, code="heat", into=cast.bureau)
    assert taken_over(centre_id=cast.centre.pk, task="matter") == {}
    assert taken_over(centre_id=cast.centre.pk, task="dispatch") == {"heat": cast.bureau.code}
    Unit.objects.filter(pk=unit.pk).update(successor=None)
    memory.forget()
    assert taken_over(centre_id=cast.centre.pk, task="dispatch") == {}


def test_a_merger_is_no_drift_of_the_model_in_use_and_no_fault_beside_a_new_one(cast: Cast) -> None:
    create_model(centre=cast.centre)
    merged(cast, code="heat", into=cast.bureau)
    merged(cast, code="noise", into=cast.street)
    create_decided(cast=cast, count=24, since=MONDAY + HOUR)
    actor = policy_actor(centre_id=cast.centre.pk, name=LEARNER)
    assert write_drift(task=Task.DISPATCH, actor=actor)
    assert list(DriftWeek.objects.values_list("orders", "agreed")) == [(24, 24)]
    found = examples(task=Task.DISPATCH, actor=actor, at=MONDAY + timedelta(days=9))
    rival = Rival(
        number=1, artefact=small_model()[0], taken_over=taken_over(centre_id=cast.centre.pk, task=Task.DISPATCH)
    )
    figures = compare(task=Task.DISPATCH, before=found[:12], judged=found[12:], rival=rival).figures
    assert figures["rival"]["top1"] == 1.0
