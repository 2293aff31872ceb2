"""The audit administrator's two logs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from huying.domain.actors import Role
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR
SECRET = {"wants_secrecy": True, "title": "反映财务问题", "original": "我是会计。", "transfer": "请核查。"}


def test_who_opened_a_confidential_order_stands_there() -> None:
    cast = create_cast()
    order = signed(cast, **SECRET)
    with browser(cast.clerk, at=AT) as client:
        client.get(order_url(order))
    with browser(cast.auditor, at=AT) as client:
        text = shown(client.get("/access-log/"))
    for words in ("陈承办", cast.street.name, "承办员", "查看保密工单", order.number, "2026-03-02 17:00:00"):
        assert words in text, words


def test_who_opened_an_identity_stands_there_with_purpose_and_count() -> None:
    cast = create_cast()
    order = signed(cast)
    with browser(cast.clerk, at=AT) as client:
        client.post(
            reverse("unmask", kwargs={"number": order.number}),
            {"purpose": "contact", "fields_wanted": ["phone"], "note": "约定上门时间"},
        )
    with browser(cast.auditor, at=AT) as client:
        text = shown(client.get("/access-log/callers/"))
    for words in ("陈承办", order.number, "联系诉求人", "电话", "约定上门时间", "各人查看次数"):
        assert words in text, words
    assert "13800000000" not in text


def test_days_and_kinds_can_be_chosen() -> None:
    cast = create_cast()
    for kind, days in ((AccessKind.EXPORT, 0), (AccessKind.CONFIDENTIAL_ORDER, 0), (AccessKind.EXPORT, -40)):
        record_access(kind=kind, subject=f"{kind}{days}", actor=cast.clerk, at=MONDAY + timedelta(days=days))
    with browser(cast.auditor, at=AT) as client:
        assert "export-40" not in shown(client.get("/access-log/"))
        month = shown(client.get("/access-log/?since=2026-01-01&until=2026-01-31&kind_of_access=export"))
        assert "export-40" in month
        today = shown(client.get("/access-log/?kind_of_access=export&since=gestern&before=x"))
    assert "export0" in today
    assert "confidential_order0" not in today


def test_a_long_log_has_pages() -> None:
    cast = create_cast()
    for number in range(52):
        record_access(kind=AccessKind.EXPORT, subject=f"第{number}次", actor=cast.clerk, at=MONDAY)
    with browser(cast.auditor, at=AT) as client:
        first = client.get("/access-log/?kind_of_access=export")
        second = client.get("/access-log/" + first.context["next_url"])
    assert "第51次" in shown(first)
    assert [row.subject for row in second.context["rows"]] == ["第1次", "第0次"]
    assert second.context["first_url"] == "?kind_of_access=export"


@pytest.mark.parametrize("path", ["/access-log/", "/access-log/callers/"])
def test_nobody_else_reads_the_logs(path: str) -> None:
    cast = create_cast()
    others = [create_actor(unit=cast.hotline, role=role) for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)]
    for actor in (cast.operator, cast.clerk, cast.leader, cast.supervisor, *others):
        with browser(actor, at=AT) as client:
            assert client.get(path).status_code == 403, actor.role
