"""动态口令要求."""

from __future__ import annotations

import pytest

from huying.domain.actors import Role
from huying.domain.errors import NotAllowed
from huying.foundation.commit import one_row
from huying.organisation.actions.require_second_factor import require_second_factor
from huying.organisation.queries.second_factor import second_factors_of
from huying.records.models import AccessRecord
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_exactly_the_chosen_roles_need_a_second_factor(cast: Cast) -> None:
    admin = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    require_second_factor(roles={Role.DISPATCHER, Role.SYSTEM_ADMIN}, actor=admin, at=MONDAY)
    require_second_factor(roles={Role.SYSTEM_ADMIN, Role.LEADER}, actor=admin, at=MONDAY)
    needed = {line.role for line in second_factors_of(actor=admin) if line.is_required}
    assert needed == {"system_admin", "leader"}
    assert list(AccessRecord.objects.order_by("pk").values_list("subject", flat=True)) == [
        "岗位须动态口令：派单员",
        "岗位须动态口令：系统管理员",
        "岗位须动态口令：领导",
        "岗位不须动态口令：派单员",
    ]


def test_another_centre_asks_for_nothing_more(cast: Cast) -> None:
    admin = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    require_second_factor(roles={Role.OPERATOR}, actor=admin, at=MONDAY)
    assert not [line for line in second_factors_of(actor=cast.stranger) if line.is_required]


def test_only_the_security_administrator_decides(cast: Cast) -> None:
    system = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    with pytest.raises(NotAllowed), one_row():
        require_second_factor(roles=set(), actor=system, at=MONDAY)


def test_people_are_counted_once_a_role(cast: Cast) -> None:
    lines = {line.role: line.people for line in second_factors_of(actor=cast.leader)}
    assert (lines["clerk"], lines["operator"], lines["grid_worker"]) == (3, 1, 0)
