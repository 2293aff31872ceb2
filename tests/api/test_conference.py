"""A conference held by systems alone."""

from __future__ import annotations

import pytest

from huying.domain.actors import Role
from tests.api.system import create_system
from tests.cast import MONDAY, create_cast
from tests.factories.workorders import create_order

pytestmark = pytest.mark.django_db


def test_systems_call_a_conference_speak_and_decide() -> None:
    cast = create_cast()
    order = create_order(operator=cast.operator, at=MONDAY)
    hotline = create_system(unit=cast.hotline, role=Role.DISPATCHER)
    bureau = create_system(unit=cast.bureau, role=Role.CLERK)
    acts = f"/orders/{order.number}/actions"
    called = {"seen": 1, "unit_ids": [cast.street.pk, cast.bureau.pk], "question": "由谁牵头？"}
    assert bureau.get(f"/orders/{order.number}").status_code == 404
    assert hotline.post(f"{acts}/call_conference", called).status_code == 200
    shown = bureau.get(f"/orders/{order.number}").json()
    assert [one["action"] for one in shown["actions"]] == ["give_opinion"]
    early = hotline.post(f"{acts}/assign_unit", {"seen": 2, "lead_unit_id": cast.bureau.pk, "legal_basis": "三定"})
    assert (early.status_code, early.json()["code"]) == (409, "road_open")
    said = {"seen": 2, "position": "ours", "basis": "三定规定", "words": "由我局牵头。"}
    assert bureau.post(f"{acts}/give_opinion", said).status_code == 200
    decided = {"outcome": "decided", "lead_unit_id": cast.bureau.pk, "legal_basis": "三定规定", "words": "城管局牵头。"}
    assert hotline.post(f"{acts}/settle_conference", decided | {"seen": 3}).json()["state"] == "awaiting_dispatch"
    lines = bureau.get(f"/orders/{order.number}/history").json()["items"]
    assert [line["what"] for line in lines] == ["登记", "发起会商", "发表会商意见", "作出会商决定"]
