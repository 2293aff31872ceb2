"""The list of merged orders: what it shows, and to whom."""

from __future__ import annotations

import pytest
from django.urls import reverse

from huying.intake.actions.unmerge_order import unmerge_order
from tests.actions.intake.merged import follow, merge
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.walk import HOUR, assigned, contacted, fresh, seen

pytestmark = pytest.mark.django_db
AT = MONDAY + 6 * HOUR


@pytest.fixture
def cast() -> Cast:
    return create_cast()


def test_what_is_merged_stands_with_its_master_until_it_is_taken_out(cast: Cast) -> None:
    master, child = contacted(cast, title="路灯不亮"), assigned(cast, title="路灯坏了")
    with browser(cast.dispatcher, at=AT) as client:
        assert "现在没有合并办理的工单" in client.get(reverse("merges")).content.decode()
        merge([master, child], cast.dispatcher, at=MONDAY + 4 * HOUR)
        follow(child, at=MONDAY + 4 * HOUR)
        page = client.get(reverse("merges")).content.decode()
        assert all(words in page for words in (master.number, child.number, "路灯不亮", "路灯坏了", "桥头街道办事处"))
        assert f'href="{reverse("merges")}" aria-current="page"' in page
        over = f"{reverse('merges')}?tab=over"
        assert child.number not in client.get(over).content.decode()
        unmerge_order(order_id=child.pk, reason="不是同一处。", seen=seen(child), actor=cast.dispatcher, at=AT)
        assert child.number not in client.get(reverse("merges")).content.decode()
        page = client.get(over).content.decode()
        assert child.number in page
        assert "已解除并单" in page


def test_thirty_to_a_page_the_latest_in_front(cast: Cast) -> None:
    master = contacted(cast)
    children = [assigned(cast) for _ in range(31)]
    merge([master, *children], cast.dispatcher, at=MONDAY + 4 * HOUR)
    with browser(cast.dispatcher, at=AT) as client:
        page = client.get(reverse("merges")).content.decode()
        assert children[-1].number in page
        assert children[0].number not in page
        second = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0]
        assert children[0].number in client.get(f"{reverse('merges')}{second}").content.decode()


@pytest.mark.parametrize(("who", "status"), [("arbiter", 200), ("leader", 200), ("clerk", 403), ("auditor", 403)])
def test_units_and_administrators_have_no_such_list(cast: Cast, who: str, status: int) -> None:
    with browser(getattr(cast, who), at=AT) as client:
        assert client.get(reverse("merges")).status_code == status


def test_another_centre_sees_nothing_of_it(cast: Cast) -> None:
    master, child = contacted(cast), assigned(cast)
    merge([master, child], cast.dispatcher, at=MONDAY + 4 * HOUR)
    with browser(cast.stranger, at=AT) as client:
        assert fresh(child).number not in client.get(reverse("merges")).content.decode()
