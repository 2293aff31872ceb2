"""办理标准: every node stands with its limit, owner and basis, and how it is kept."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.desks.queries.standards import standards_of
from huying.domain.policies import STAGE_LABELS
from huying.foundation.period import month_of
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.pages.desks.browse import shown
from tests.walk import HOUR, awaiting_followup, signed

pytestmark = pytest.mark.django_db
AT = MONDAY + 12 * 24 * HOUR


def test_every_node_stands_once_and_is_counted() -> None:
    cast = create_cast()
    awaiting_followup(cast)
    signed(cast)
    phases = standards_of(month=month_of("", at=AT), actor=cast.supervisor, at=AT)
    assert sorted(node.table.label for phase in phases for node in phase.nodes) == sorted(STAGE_LABELS.values())
    found = {node.table.label: node.figure for phase in phases for node in phase.nodes}
    assert (found["签收"].ended, found["签收"].on_time) == (2, 2)
    assert found["办理"].late_now == 1
    assert found["回访"].late_now == 1


def test_the_page_shows_limit_owner_and_basis() -> None:
    cast = create_cast()
    signed(cast)
    with browser(cast.supervisor, at=AT) as client:
        text = shown(client.get(reverse("standards"), {"month": "2026-03"}))
        before = shown(client.get(reverse("standards"), {"month": "2026-02"}))
    assert all(word in text for word in ("接得快", "交办准", "办得实", "督办严", "回访到位", "热线派单员", "5个工作日"))
    assert "（100.0%）" in text
    assert "（100.0%）" not in before
