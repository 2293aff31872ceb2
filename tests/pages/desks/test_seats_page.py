"""A person with several seats chooses one."""

from __future__ import annotations

import pytest

from huying.domain.actors import SIDES, Role
from huying.organisation.models import Person, Seat
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import LONG_AGO
from tests.pages.desks.browse import listed, shown
from tests.walk import HOUR, contacted

pytestmark = pytest.mark.django_db
AT = MONDAY + 8 * HOUR


def second_seat(cast: Cast) -> Seat:
    """Let the clerk review for the bureau too."""
    return Seat.objects.create(
        person=Person.objects.get(pk=cast.clerk.person_id or 0),
        unit=cast.bureau,
        role=Role.REVIEWER.value,
        side=SIDES[Role.REVIEWER].value,
        granted_at=LONG_AGO,
    )


def test_taking_another_seat_changes_what_is_seen() -> None:
    cast = create_cast()
    order = contacted(cast)
    seat = second_seat(cast)
    with browser(cast.clerk, at=AT) as client:
        assert listed(client, "/") == {order.number}
        page = client.get("/seats/")
        assert "市城市管理局" in shown(page)
        answer = client.post("/seats/", {"seat": seat.pk}, follow=True)
        assert "现在的岗位是市城市管理局 · 承办审核员" in shown(answer)
        assert listed(client, "/") == set()


@pytest.mark.parametrize("typed", ["", "x", "0", "theirs", "ended"])
def test_a_seat_that_is_not_mine_is_not_taken(typed: str) -> None:
    cast = create_cast()
    order = contacted(cast)
    ended = second_seat(cast)
    ended.ended_at = AT
    ended.save()
    theirs = Seat.objects.get(person_id=cast.bureau_clerk.person_id or 0)
    with browser(cast.clerk, at=AT) as client:
        answer = client.post("/seats/", {"seat": {"theirs": theirs.pk, "ended": ended.pk}.get(typed, typed)})
        assert answer.status_code == 404
        assert listed(client, "/") == {order.number}
