"""发布时限与规则."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest

from huying.domain.actors import SIDES, Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.policies import PolicyFaulty
from huying.foundation import memory
from huying.foundation.commit import one_row
from huying.policy.actions.publish_policy import PolicyInThePast, PolicyNumberTaken, publish_policy
from huying.policy.models import PolicyVersion
from huying.policy.queries import policy_at
from huying.policy.queries.profiles import profiles
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(minutes=1)


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def publish(actor: Actor, *, begins: datetime = LATER, after: int = 1, **changes: Any) -> PolicyVersion:
    body = profiles()[0].body | changes
    return publish_policy(body=body, effective_from=begins, note="试用", after=after, actor=actor, at=MONDAY)


def test_a_version_holds_from_its_moment_and_the_one_before_until_then(cast: Cast, keeper: Actor) -> None:
    version = publish(keeper)
    memory.forget()
    assert policy_at(centre_id=cast.centre.pk, at=LATER).version_id == version.pk
    assert policy_at(centre_id=cast.centre.pk, at=LATER - timedelta(seconds=1)).policy.profile == "national"
    assert (version.number, version.published_by_id, version.published_at) == (2, keeper.person_id, MONDAY)


def test_a_version_begins_a_minute_from_now_at_the_soonest(keeper: Actor) -> None:
    for begins in (MONDAY - timedelta(days=1), MONDAY, LATER - timedelta(seconds=1)):
        with pytest.raises(PolicyInThePast), one_row():
            publish(keeper, begins=begins)


def test_a_version_follows_the_last_in_number_and_in_time(keeper: Actor) -> None:
    publish(keeper, begins=LATER + timedelta(days=30))
    with pytest.raises(PolicyNumberTaken), one_row():
        publish(keeper, begins=LATER + timedelta(days=60))
    with pytest.raises(PolicyInThePast), one_row():
        publish(keeper, begins=LATER + timedelta(days=30), after=2)


def test_a_faulty_policy_is_refused_with_every_fault(keeper: Actor) -> None:
    with pytest.raises(PolicyFaulty) as refused, one_row():
        publish(keeper, rules=[], name="")
    assert set(refused.value.fields) >= {"name", "rules.accept.first", "rules.handle.rework"}
    assert PolicyVersion.objects.filter(published_by_id=keeper.person_id).count() == 0


def test_only_the_system_administrator_publishes(cast: Cast) -> None:
    for role in SIDES.keys() - {Role.SYSTEM_ADMIN}:
        with pytest.raises(NotAllowed), one_row():
            publish(create_actor(unit=cast.hotline, role=role))
