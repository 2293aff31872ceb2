"""退单 through the API: a unit's system asks, the arbiter's rules."""

from __future__ import annotations

import pytest

from huying.domain.actors import Role
from tests.actions.dispatch.returns import ASKED, EVIDENCE, RULING, SETTLED
from tests.api.system import create_system
from tests.cast import create_cast
from tests.walk import assigned, seen

pytestmark = pytest.mark.django_db


def test_a_return_is_asked_refused_and_asked_in_vain() -> None:
    cast = create_cast()
    order = assigned(cast)
    street = create_system(unit=cast.street, role=Role.CLERK, at=ASKED)
    arbiter = create_system(unit=cast.hotline, role=Role.ARBITER, at=SETTLED)
    path = f"/orders/{order.number}/actions"
    body = {"seen": seen(order), "reason": "not_our_duty", "evidence": EVIDENCE, "proposed_unit_id": cast.bureau.pk}

    lacking = street.post(f"{path}/request_return", {**body, "proposed_unit_id": None})
    assert (lacking.status_code, lacking.json()["code"]) == (422, "return_incomplete")
    assert street.post(f"{path}/request_return", body).status_code == 200
    assert "withdraw_return" in [one["action"] for one in street.get(f"/orders/{order.number}").json()["actions"]]
    early = street.post(f"{path}/settle_return", {"seen": seen(order), "granted": True, "ruling": RULING})
    assert early.status_code == 403

    said = arbiter.post(f"{path}/settle_return", {"seen": seen(order), "granted": False, "ruling": RULING})
    assert (said.status_code, said.json()["state"]) == (200, "dispatched")
    again = street.post(f"{path}/request_return", {**body, "seen": seen(order)})
    assert (again.status_code, again.json()["code"]) == (409, "return_refused_before")


def test_a_ruling_sends_the_order_on() -> None:
    cast = create_cast()
    order = assigned(cast)
    street = create_system(unit=cast.street, role=Role.CLERK, at=ASKED)
    arbiter = create_system(unit=cast.hotline, role=Role.ARBITER, at=SETTLED)
    path = f"/orders/{order.number}/actions"
    street.post(f"{path}/request_return", {"seen": seen(order), "reason": "other", "evidence": EVIDENCE})
    ruled = {"seen": seen(order), "lead_unit_id": cast.bureau.pk, "legal_basis": "会议纪要", "ruling": RULING}
    assert arbiter.post(f"{path}/rule_unit", ruled).status_code == 200
    bureau = create_system(unit=cast.bureau, role=Role.CLERK, at=SETTLED)
    late = bureau.post(f"{path}/request_return", {"seen": seen(order), "reason": "other", "evidence": EVIDENCE})
    assert (late.status_code, late.json()["code"]) == (409, "no_more_returns")
    assert bureau.post(f"{path}/sign_order", {"seen": seen(order)}).json()["state"] == "signed"
