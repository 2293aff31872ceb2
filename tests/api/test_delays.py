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


def test_a_matter_is_hung_and_taken_off_by_systems() -> None:
    cast = create_cast()
    order = contacted(cast)
    roles = {Role.CLERK: cast.street, Role.REVIEWER: cast.street, Role.ARBITER: cast.hotline}
    systems = {role: create_system(unit=unit, role=role) for role, unit in roles.items()}

    def act(role: Role, action: str, **given: object) -> tuple[int, str]:
        path = f"/orders/{order.number}/actions/{action}"
        answer = systems[role].post(path, {"seen": fresh(order).events, **given})
        return answer.status_code, answer.json().get("code", "")

    asked = {
        "category": "policy_gap",
        "plan": "须报市里明确政策口径。",
        "owner_name": "方主任",
        "owner_post": "副主任",
        "milestones": [{"due_on": "2026-04-01", "what": "报送请示"}],
        "until": "2026-06-30",
        "told_by": "phone",
    }
    assert act(Role.CLERK, "request_hanging", **asked | {"milestones": []}) == (422, "hanging_incomplete")
    assert act(Role.CLERK, "request_hanging", **asked | {"milestones": [{"what": "x"}]}) == (422, "request_invalid")
    assert act(Role.CLERK, "request_hanging", **asked) == (200, "")
    assert act(Role.REVIEWER, "review_hanging", is_agreed=True) == (200, "")
    assert act(Role.ARBITER, "settle_hanging", is_granted=True) == (200, "")
    assert act(Role.CLERK, "reach_milestone", place=1, words="已报送。") == (200, "")
    assert act(Role.CLERK, "review_hung", progress="other", words="等待批复。") == (409, "caller_not_contacted")
    assert act(Role.CLERK, "record_contact", reached=True, note="已告知进展。") == (200, "")
    assert act(Role.CLERK, "review_hung", progress="other", words="等待批复。") == (200, "")
    shown = systems[Role.CLERK].get(f"/orders/{order.number}").json()
    assert shown["due_at"] == "2026-06-30T16:00:00Z"
    assert act(Role.CLERK, "end_hanging", words="政策已明确。") == (200, "")
