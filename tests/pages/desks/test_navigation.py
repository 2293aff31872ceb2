"""Where a role can go: few lines at the first level, the rest folded in groups that open for the page shown."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huying.config.context import NAVIGATION
from huying.domain.actors import SEATED, Role
from tests.browse import browser
from tests.cast import MONDAY, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db
_GROUP = re.compile(r"<li><details.*?</details></li>", re.DOTALL)
_LEAST = "units"


def navigation(role: Role, route: str) -> str:
    cast = create_cast()
    with browser(create_actor(unit=cast.hotline, role=role), at=MONDAY) as client:
        page = client.get(reverse(route)).content.decode()
    return str(page.split('aria-label="主导航"')[1].split("</nav>")[0])


@pytest.mark.parametrize("role", sorted(SEATED))
def test_a_role_sees_at_most_seven_lines_at_first_and_every_page_of_its_own(role: Role) -> None:
    shown = navigation(role, _LEAST)
    first = _GROUP.sub("<li>", shown)
    assert first.count("<li>") <= 7, first
    theirs = [reverse(name) for _, lines in NAVIGATION for _, name, roles in lines if role in roles]
    assert re.findall(r'href="([^"]+)"', shown) == theirs


def test_the_group_of_the_page_shown_is_open_and_no_other() -> None:
    shown = navigation(Role.DISPATCHER, "units")
    opened = [group for group in _GROUP.findall(shown) if "<details" in group and " open>" in group]
    assert len(opened) == 1
    assert "目录与规则" in opened[0]
    assert " open>" not in navigation(Role.DISPATCHER, "queue")
