"""A whistle walked by systems alone, and what others get of it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from huying.coordination.models import WhistleCall
from huying.domain.actors import Role
from huying.foundation import clock
from tests.api.system import System, create_system
from tests.cast import create_cast
from tests.walk import contacted

pytestmark = pytest.mark.django_db


def test_the_whole_whistle_is_walked_by_systems() -> None:
    cast = create_cast()
    order = contacted(cast)
    street, bureau, watch = (
        create_system(unit=unit, role=role)
        for unit, role in ((cast.street, Role.CLERK), (cast.bureau, Role.CLERK), (cast.hotline, Role.SUPERVISOR))
    )
    event = order.events

    def act(system: System, action: str, **given: Any) -> None:
        nonlocal event
        answer = system.post(f"/orders/{order.number}/actions/{action}", {"seen": event, **given})
        assert answer.status_code == 200, answer.content
        event = answer.json()["event"]

    assert bureau.get(f"/orders/{order.number}").status_code == 404
    act(street, "blow_whistle", what="油烟扰民。", place="北门", unit_ids=[cast.bureau.pk])
    shown = bureau.get(f"/orders/{order.number}").json()
    assert [one["action"] for one in shown["actions"]] == ["arrive", "refuse_call"]
    act(bureau, "arrive", place="北门", position="30.2,120.1")
    act(watch, "check_whistle", way="video", note="请今日办结。")
    tomorrow = (clock.system() + timedelta(days=1)).isoformat()
    task = {"unit_id": cast.bureau.pk, "what": "清退桌椅", "due_at": tomorrow}
    act(street, "record_scene", finding="占道。", decision="清退。", tasks=[task])
    (told,) = bureau.get(f"/orders/{order.number}").json()["whistles"]
    assert [(one["unit_name"], one["state"]) for one in told["called"]] == [("市城市管理局", "on_time")]
    act(bureau, "finish_task", note="已清退。", task_id=told["tasks"][0]["id"])
    act(street, "end_whistle", conclusion="已办结。")
    act(street, "rate_whistle", scores={str(cast.bureau.pk): 5})
    act(bureau, "rate_whistle", scores={str(cast.street.pk): 1}, words="地点没有写清。")
    call = WhistleCall.objects.get()
    assert (call.unit_score, call.blower_score) == (5, 1)


def test_what_is_missing_or_unfit_is_named_by_field() -> None:
    cast = create_cast()
    order = contacted(cast)
    street = create_system(unit=cast.street, role=Role.CLERK)
    path = f"/orders/{order.number}/actions/blow_whistle"
    given: dict[str, Any] = {"seen": order.events, "what": "油烟。", "place": "北门", "unit_ids": [cast.bureau.pk]}
    for name, value in (("unit_ids", []), ("unit_ids", [cast.community.pk]), ("meeting_url", "javascript:1")):
        answer = street.post(path, given | {name: value})
        assert answer.status_code == 422, answer.content
        assert [one["field"] for one in answer.json()["errors"]] == [name]
