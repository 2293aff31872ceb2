"""Which lists a role works from."""

from __future__ import annotations

import pytest

from huying.desks.queries.tabs import tabs_of
from huying.domain.actors import NO_ORDERS, SEATED, Actor, Role
from huying.domain.states import State
from huying.workorders.queries.queue import Scope

FIRST: dict[Role, tuple[Scope, State | None]] = {
    Role.OPERATOR: (Scope.OPEN_TO_ME, None),
    Role.DISPATCHER: (Scope.OPEN_TO_ME, State.AWAITING_DISPATCH),
    Role.FOLLOWUP: (Scope.OPEN_TO_ME, State.AWAITING_FOLLOWUP),
    Role.CLERK: (Scope.HELD, None),
    Role.REVIEWER: (Scope.ACCOUNTABLE, State.AWAITING_REVIEW),
    Role.COMMUNITY: (Scope.HELD, None),
    Role.GRID_WORKER: (Scope.HELD, None),
    Role.SUPERVISOR: (Scope.OPEN_TO_ME, None),
    Role.ARBITER: (Scope.OPEN_TO_ME, None),
    Role.EVALUATOR: (Scope.OPEN_TO_ME, None),
    Role.LEADER: (Scope.OPEN_TO_ME, None),
}


@pytest.mark.parametrize("role", sorted(Role))
def test_a_role_opens_with_the_list_it_works_from(role: Role) -> None:
    tabs = tabs_of(actor=Actor(role=role, centre_id=1, person_id=1, unit_id=1))
    if role in NO_ORDERS or role not in SEATED:
        assert tabs == ()
        return
    assert (tabs[0].wanted.scope, tabs[0].wanted.state) == FIRST[role]
    assert len({tab.code for tab in tabs}) == len(tabs)


def test_nobody_outside_the_hotline_and_its_watchers_has_a_list_of_the_centre() -> None:
    for role in SEATED - NO_ORDERS:
        actor = Actor(role=role, centre_id=1, person_id=1, unit_id=1)
        if not actor.is_centre_wide:
            assert Scope.OPEN_TO_ME not in {tab.wanted.scope for tab in tabs_of(actor=actor)}, role
