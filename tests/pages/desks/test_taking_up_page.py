"""首接负责: who kept what was sent to them first, and the limits of taking it up."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.desks.queries.taking_up import taking_up
from huying.domain.actors import Actor
from huying.foundation.period import month_of
from huying.records.models import AccessRecord
from tests.actions.dispatch.returns import back_from_the_street
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.pages.desks.browse import shown
from tests.walk import HOUR, assigned, contacted, replied

pytestmark = pytest.mark.django_db
AT = MONDAY + 5 * 24 * HOUR
MONTH = month_of("2026-03", at=AT)


def page(actor: Actor, *, month: str = "2026-03") -> str:
    with browser(actor, at=AT) as client:
        answer = client.get(reverse("taking_up"), {"month": month})
    assert answer.status_code == 200
    return shown(answer)


def busy(cast: Cast) -> None:
    """Let the street keep two, and rightly return one to the bureau."""
    contacted(cast)
    replied(cast)
    back_from_the_street(assigned(cast), cast)


def test_what_was_kept_and_what_went_on_is_counted_for_the_first_unit() -> None:
    cast = create_cast()
    busy(cast)
    rows = {row.unit_name: row for row in taking_up(month=MONTH, actor=cast.supervisor, at=AT).rows}
    street = rows[cast.street.name]
    assert (street.taken.first, street.taken.kept, street.passed_on) == (3, 2, 1)
    assert (street.taken.contact.kept, street.taken.contact.all) == (2, 2)
    assert street.taken.handle.kept == 1
    assert street.taken.sign.median is not None
    # What came to the bureau second is no order that it was the first to get.
    assert rows[cast.bureau.name].taken.first == 0


def test_the_page_says_the_rules_and_who_answers_for_each() -> None:
    cast = create_cast()
    busy(cast)
    text = page(cast.supervisor)
    assert all(word in text for word in ("首接负责与限时办理", "2（67%）", "主办单位承办员", "先行联系", "第十四条"))
    assert "这个月没有派出的工单" in page(cast.supervisor, month="2026-01")


def test_a_unit_sees_its_own_line_alone() -> None:
    cast = create_cast()
    busy(cast)
    text = page(cast.clerk)
    assert cast.street.name in text
    assert cast.bureau.name not in text


def test_an_export_is_the_page_as_a_table_and_leaves_a_record() -> None:
    cast = create_cast()
    busy(cast)
    with browser(cast.supervisor, at=AT) as client:
        answer = client.get(reverse("export_taking_up"), {"month": "2026-03"})
    lines = answer.content.decode().splitlines()
    assert lines[0].startswith("\ufeff单位,类别,首接,一直主办,转给其他单位")
    assert any(line.startswith(f"{cast.street.name},街道（乡镇）,3,2,1,") for line in lines)
    assert AccessRecord.objects.filter(subject="taking-up-2026-03.csv").count() == 1
