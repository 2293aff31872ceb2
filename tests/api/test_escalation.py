"""A question to a superior, asked and answered by systems."""

from __future__ import annotations

import pytest

from huying.domain.actors import Role
from tests.api.system import create_system
from tests.cast import create_cast
from tests.walk import contacted, seen

pytestmark = pytest.mark.django_db


def test_systems_ask_answer_instruct_and_report() -> None:
    cast = create_cast()
    order = contacted(cast)
    street = create_system(unit=cast.street, role=Role.CLERK)
    bureau = create_system(unit=cast.bureau, role=Role.REVIEWER)
    leader = create_system(unit=cast.hotline, role=Role.LEADER)
    acts = f"/orders/{order.number}/actions"
    asked = {
        "level": "bureau",
        "bureau_unit_id": cast.bureau.pk,
        "question": "是否整治？",
        "why": "跨部门",
        "tried": "劝导",
    }
    assert street.post(f"{acts}/escalate", asked | {"seen": seen(order)}).status_code == 200
    assert [row["number"] for row in bureau.get("/orders", scope="held").json()["items"]] == []
    answered = {"outcome": "answered", "words": "同意。", "owner": "李某", "do_by": "2026-03-06"}
    assert bureau.post(f"{acts}/answer_escalation", answered | {"seen": seen(order)}).status_code == 200
    given = {"words": "请包案。", "owner": "王某"}
    assert leader.post(f"{acts}/instruct", given | {"seen": seen(order)}).status_code == 200
    assert street.post(f"{acts}/report_instruction", {"report": "已包案。", "seen": seen(order)}).status_code == 200
    lines = street.get(f"/orders/{order.number}/history").json()["items"]
    assert [line["what"] for line in lines][-4:] == ["提级请示", "答复提级请示", "批示", "报告批示落实"]
