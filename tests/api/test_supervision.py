"""A supervision order through the API: asked, answered, checked, taken back, listed."""

from __future__ import annotations

import pytest

from huying.domain.actors import Role
from huying.workorders.models import Order
from tests.api.system import System, create_system
from tests.cast import create_cast
from tests.supervision import supervised
from tests.walk import contacted, seen

pytestmark = pytest.mark.django_db


def act(system: System, order: Order, action: str, **given: object) -> int:
    answer = system.post(f"/orders/{order.number}/actions/{action}", given | {"seen": seen(order)})
    status: int = answer.status_code
    return status


def test_systems_ask_answer_and_check() -> None:
    cast = create_cast()
    order = contacted(cast)
    street = create_system(unit=cast.street, role=Role.CLERK)
    watch = create_system(unit=cast.hotline, role=Role.SUPERVISOR)
    asked: dict[str, object] = {"unit_id": cast.street.pk, "reason": "overdue", "form": "call", "words": "请查。"}
    assert act(street, order, "issue_supervision", **asked) == 403
    assert act(watch, order, "issue_supervision", **asked | {"days": 99}) == 422
    assert act(watch, order, "issue_supervision", **asked) == 200
    (line,) = street.get("/supervisions").json()["items"]
    assert (line["number"], line["unit_name"], line["round"]) == (order.number, "桥头街道办事处", 1)
    said: dict[str, object] = {"measures": "已整改。", "owner": "方主任", "do_by": "2099-01-01"}
    assert act(street, order, "answer_supervision", **said) == 200
    assert act(watch, order, "check_supervision", verdict="insufficient") == 422
    assert act(watch, order, "check_supervision", verdict="insufficient", words="不具体。", days=2) == 200
    assert act(street, order, "answer_supervision", **said) == 200
    assert len(watch.get("/supervisions", tab="answered").json()["items"]) == 1
    assert act(watch, order, "check_supervision", verdict="accepted") == 200
    (line,) = watch.get("/supervisions", tab="closed").json()["items"]
    assert (line["outcome_label"], line["round"]) == ("答复获认可", 2)
    lines = street.get(f"/orders/{order.number}/history").json()["items"]
    assert [row["what"] for row in lines][-5:] == ["督办", "答复督办", "督查跟进", "答复督办", "督查跟进"]


def test_it_is_taken_back_and_outsiders_see_nothing() -> None:
    cast = create_cast()
    order = supervised(cast)
    watch = create_system(unit=cast.hotline, role=Role.SUPERVISOR)
    outsider = create_system(unit=cast.bureau, role=Role.CLERK)
    assert outsider.get("/supervisions").json()["items"] == []
    assert act(outsider, order, "answer_supervision", measures="无。", owner="某", do_by="2099-01-01") == 404
    assert create_system(unit=cast.hotline, role=Role.OPERATOR).get("/supervisions").status_code == 403
    assert act(watch, order, "withdraw_supervision", reason="已解决。") == 200
