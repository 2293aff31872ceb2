"""The access log, for the audit administrator alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.records.actions.record_access import record_access
from huying.records.choices import AccessKind
from huying.records.queries import access_log
from tests.cast import MONDAY, Cast, create_cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
PERIOD: dict[str, Any] = {"since": MONDAY, "until": MONDAY + DAY}


def looked(cast: Cast, subject: str, *, actor: Actor | None = None, hours: int = 0) -> None:
    record_access(
        kind=AccessKind.CONFIDENTIAL_ORDER,
        subject=subject,
        actor=actor or cast.clerk,
        at=MONDAY + timedelta(hours=hours),
    )


def test_it_lists_the_newest_first_within_the_period() -> None:
    cast = create_cast()
    for subject, hours in (("before", -1), ("first", 0), ("second", 23), ("after", 24)):
        looked(cast, subject, hours=hours)
    rows = access_log(actor=cast.auditor, **PERIOD)
    assert [row.subject for row in rows] == ["second", "first"]
    assert (rows[0].person_name, rows[0].unit_name, rows[0].role, rows[0].kind_label) == (
        "陈承办",
        cast.street.name,
        Role.CLERK,
        "查看保密工单",
    )


def test_it_pages_by_the_last_row_s_id() -> None:
    cast = create_cast()
    for number in range(5):
        looked(cast, str(number))
    first = access_log(actor=cast.auditor, **PERIOD, limit=2)
    second = access_log(actor=cast.auditor, **PERIOD, limit=2, before=first[-1].id)
    assert [row.subject for row in (*first, *second)] == ["4", "3", "2", "1"]


def test_it_can_be_cut_to_one_kind() -> None:
    cast = create_cast()
    looked(cast, "order")
    record_access(kind=AccessKind.EXPORT, subject="export", actor=cast.clerk, at=MONDAY)
    assert [row.subject for row in access_log(actor=cast.auditor, **PERIOD, kind=AccessKind.EXPORT)] == ["export"]


def test_another_centre_s_log_is_closed() -> None:
    cast = create_cast()
    looked(cast, "theirs", actor=cast.stranger)
    assert access_log(actor=cast.auditor, **PERIOD) == ()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.AUDIT_ADMIN}))
def test_nobody_else_reads_it(role: Role) -> None:
    actor = replace(create_cast().auditor, role=role)
    with pytest.raises(NotAllowed):
        access_log(actor=actor, **PERIOD)
