"""Putting a limit off, by systems alone."""

from __future__ import annotations

import pytest

from huying.domain.actors import Role
from tests.api.system import create_system
from tests.cast import create_cast
from tests.walk import contacted, fresh

pytestmark = pytest.mark.django_db


def test_a_limit_is_put_off_by_the_three_who_take_part() -> None:
    cast = create_cast()
    order = contacted(cast)
    roles = {Role.CLERK: cast.street, Role.REVIEWER: cast.street, Role.ARBITER: cast.hotline}
    systems = {role: create_system(unit=unit, role=role) for role, unit in roles.items()}

    def act(role: Role, action: str, **given: object) -> tuple[int, str]:
        answer = systems[role].post(f"/orders/{order.number}/actions/{action}", {"seen": fresh(order).events, **given})
        return answer.status_code, answer.json().get("code", "")

    asked = {"reason": "legal_procedure", "amount": 2, "words": "须公告十日。", "is_told": True}
    assert act(Role.CLERK, "request_extension", **asked | {"is_told": False}) == (422, "extension_incomplete")
    assert act(Role.CLERK, "request_extension", **asked) == (200, "")
    assert act(Role.CLERK, "request_extension", **asked) == (409, "road_open")
    assert act(Role.ARBITER, "settle_extension", is_granted=True) == (409, "not_your_turn")
    assert act(Role.REVIEWER, "review_extension", is_agreed=True) == (200, "")
    assert act(Role.ARBITER, "settle_extension", is_granted=True) == (200, "")
    assert act(Role.CLERK, "withdraw_extension") == (409, "road_not_open")
    shown = systems[Role.CLERK].get(f"/orders/{order.number}").json()
    assert shown["due_at"] == "2026-03-11T16:00:00Z"
