"""Pages of duty rosters."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.domain.actors import SIDES, Role
from huying.organisation.models import Shift
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor, create_unit

pytestmark = pytest.mark.django_db
GIVEN = {
    "weekdays": ["1", "2", "3", "4", "5", "6", "7"],
    "begins": "08:00",
    "ends": "08:00",
    "rank": "1",
    "person_name": "水值班",
    "telephone": "96116",
}


def test_a_reviewer_keeps_the_roster_and_everyone_sees_who_is_on_duty() -> None:
    cast = create_cast()
    water = create_unit(centre=cast.centre, name="市自来水公司", kind="utility")
    reviewer = create_actor(unit=water, role=Role.REVIEWER)
    url = reverse("roster", kwargs={"unit_id": water.pk})
    with browser(reviewer, at=MONDAY) as client:
        assert "还有 168 小时无人值班" in client.get(url).content.decode()
        assert client.post(url, GIVEN | {"person_name": ""}).status_code == 422
        assert client.post(url, GIVEN).status_code == 302
        kept = client.get(url).content.decode()
        assert "08:00 起 24 小时" in kept
        assert "全部时段都有人值班" in kept
    with browser(cast.operator, at=MONDAY) as client:
        shown = client.get(reverse("unit", kwargs={"unit_id": water.pk})).content.decode()
        assert "水值班" in shown
        assert "删除" not in shown
        board = client.get(reverse("duty_now"), {"q": "自来水"}).content.decode()
    assert "96116" in board
    assert "市教育局" not in board
    (shift,) = Shift.objects.all()
    with browser(reviewer, at=MONDAY) as client:
        client.post(reverse("remove_shift", kwargs={"unit_id": water.pk, "shift_id": shift.pk}))
    assert not Shift.objects.exists()


def test_the_board_is_cut_to_utilities_where_nobody_is() -> None:
    cast = create_cast()
    create_unit(centre=cast.centre, name="市自来水公司", kind="utility")
    with browser(cast.supervisor, at=MONDAY) as client:
        board = client.get(reverse("duty_now"), {"only_missing": "on", "kind": "utility"}).content.decode()
    assert "市自来水公司" in board
    assert "无人值班</span>" in board
    assert "市教育局" not in board


@pytest.mark.parametrize("role", sorted(set(SIDES) - {Role.SYSTEM_ADMIN, Role.REVIEWER}))
def test_other_roles_do_not_open_the_roster_to_change_it(role: Role) -> None:
    cast = create_cast()
    with browser(create_actor(unit=cast.street, role=role), at=MONDAY) as client:
        assert client.get(reverse("roster", kwargs={"unit_id": cast.street.pk})).status_code == 403
        assert client.get(reverse("duty_now")).status_code == 200


def test_a_reviewer_of_another_unit_does_not_open_it() -> None:
    cast = create_cast()
    with browser(cast.reviewer, at=MONDAY) as client:
        assert client.get(reverse("roster", kwargs={"unit_id": cast.bureau.pk})).status_code == 403
