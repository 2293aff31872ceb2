"""Pages of people and seats: who may open them, what they say."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.urls import reverse

from huying.domain.actors import SIDES, Actor, Role
from huying.organisation.models import Person, Seat
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor, create_person

pytestmark = pytest.mark.django_db

ADMINS = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN}
# (route, needs a person, method, who may)
RIGHTS: list[tuple[str, bool, str, set[Role]]] = [
    ("people", False, "get", ADMINS),
    ("new_person", False, "get", {Role.SYSTEM_ADMIN}),
    ("second_factor", False, "get", {Role.SECURITY_ADMIN}),
    ("person", True, "get", ADMINS),
    ("hand_out_slip", True, "post", {Role.SYSTEM_ADMIN}),
    ("switch_off_person", True, "post", {Role.SYSTEM_ADMIN}),
    ("switch_on_person", True, "post", {Role.SYSTEM_ADMIN}),
    ("reset_second_factor", True, "post", {Role.SECURITY_ADMIN}),
]


@pytest.fixture
def cast() -> Cast:
    return create_cast()


@pytest.fixture
def system(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN, name="席系统")


@pytest.fixture
def security(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN, name="安安全")


def open_page(actor: Actor, route: str, *, method: str = "get", data: Any = None, **kwargs: Any) -> Any:
    with browser(actor, at=MONDAY) as client:
        return getattr(client, method)(reverse(route, kwargs=kwargs), data)


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def test_each_page_of_people_opens_to_its_administrator_alone(cast: Cast) -> None:
    for role in SIDES:
        actor = create_actor(unit=cast.hotline, role=role)
        for route, needs_person, method, who in RIGHTS:
            person = create_person(centre=cast.centre, name="李四")
            kwargs = {"person_id": person.pk} if needs_person else {}
            status = open_page(actor, route, method=method, **kwargs).status_code
            assert (status != 403) is (role in who), f"{role} {route}: {status}"


def test_acts_on_an_account_are_posted_never_followed(cast: Cast, system: Actor) -> None:
    for route, needs_person, method, who in RIGHTS:
        if needs_person and method == "post" and Role.SYSTEM_ADMIN in who:
            assert open_page(system, route, person_id=cast.clerk.person_id).status_code == 405


def test_people_of_another_centre_are_neither_listed_nor_found(cast: Cast, system: Actor) -> None:
    assert "莫陌生" not in said(open_page(system, "people", data={"q": "莫"}))
    assert open_page(system, "person", person_id=cast.stranger.person_id).status_code == 404


def test_people_are_found_by_part_of_the_name_and_by_the_beginning_of_the_sign_in_name(
    cast: Cast, system: Actor
) -> None:
    username = Person.objects.get(pk=cast.clerk.person_id or 0).username
    for words in ("承办", username.upper()):
        assert "陈承办" in said(open_page(system, "people", data={"q": words})), words
    assert "没有符合条件的人员" in said(open_page(system, "people", data={"q": "查无此人"}))


def test_a_long_list_is_turned_forth_and_back(cast: Cast, system: Actor) -> None:
    for number in range(110):
        create_person(centre=cast.centre, name=f"甲{number}")
    with browser(system, at=MONDAY) as client:
        pages, url = [], reverse("people") + "?q=甲"
        while url:
            text = client.get(url).content.decode()
            pages.append(re.findall(r">(甲\d+)<", text))
            found = re.search(r'href="([^"]+)" rel="next"', text)
            url = reverse("people") + found[1].replace("&amp;", "&") if found else ""
        back = re.search(r'href="([^"]+)" rel="prev"', text)
        assert back
        before = client.get(reverse("people") + back[1].replace("&amp;", "&")).content.decode()
    assert [len(page) for page in pages] == [50, 50, 10]
    assert len({name for page in pages for name in page}) == 110
    assert re.findall(r">(甲\d+)<", before) == pages[1]


def test_a_new_account_opens_its_page_and_says_what_comes_next(cast: Cast, system: Actor) -> None:
    answer = open_page(system, "new_person", method="post", data={"username": "li.si", "display_name": "李四"})
    person = Person.objects.get(username="li.si")
    assert answer.url == reverse("person", kwargs={"person_id": person.pk})


def test_a_refused_account_keeps_what_was_typed(cast: Cast, system: Actor) -> None:
    answer = open_page(system, "new_person", method="post", data={"username": "Li Si", "display_name": "李四"})
    assert answer.status_code == 422
    assert 'value="Li Si"' in answer.content.decode()
    assert "登录名请用小写字母开头" in said(answer)


def test_a_slip_is_shown_once_and_never_kept_by_the_browser(cast: Cast, system: Actor) -> None:
    answer = open_page(system, "hand_out_slip", method="post", person_id=cast.clerk.person_id)
    shown = re.search(r"hy-slip-password\">([a-z0-9-]+)<", answer.content.decode())
    assert shown
    assert Person.objects.get(pk=cast.clerk.person_id or 0).check_password(shown[1])
    assert "no-store" in answer["Cache-Control"]
    assert shown[1] not in said(open_page(system, "person", person_id=cast.clerk.person_id))


def test_a_second_side_is_refused_in_one_sentence_with_the_form_as_it_was(cast: Cast, security: Actor) -> None:
    given = {"unit": "海城市12345热线中心", "role": "supervisor"}
    answer = open_page(security, "person", method="post", data=given, person_id=cast.clerk.person_id)
    assert answer.status_code == 409
    assert "陈承办已是「办」侧的承办员（桥头街道办事处），按管、办、督分离不能再任「督」侧的督办员" in said(answer)
    assert 'value="海城市12345热线中心"' in answer.content.decode()
    assert Seat.objects.filter(person_id=cast.clerk.person_id or 0).count() == 1


def test_a_unit_may_be_named_by_code_by_name_or_by_both(cast: Cast, security: Actor) -> None:
    for words in (cast.street.code, cast.street.name, f"{cast.street.code} {cast.street.name}"):
        person = create_person(centre=cast.centre, name="李四")
        open_page(security, "person", method="post", data={"unit": words, "role": "reviewer"}, person_id=person.pk)
        assert Seat.objects.get(person=person).unit == cast.street, words


def test_an_unknown_or_doubtful_unit_is_asked_back(cast: Cast, security: Actor) -> None:
    for words, sentence in (
        ("山城市12345热线中心", "本中心没有这个单位"),
        ("市", "个单位相符，请填写其中一个的编码"),
    ):
        given = {"unit": words, "role": "clerk"}
        answer = open_page(security, "person", method="post", data=given, person_id=cast.clerk.person_id)
        assert answer.status_code == 422
        assert sentence in said(answer)


def test_nobody_finds_a_form_to_seat_themself(security: Actor) -> None:
    assert "设置岗位：" not in said(open_page(security, "person", person_id=security.person_id))
    answer = open_page(
        security, "person", method="post", data={"unit": "市", "role": "clerk"}, person_id=security.person_id
    )
    assert answer.status_code in {403, 422}
    assert Seat.objects.filter(person_id=security.person_id or 0).count() == 1


def test_the_system_administrator_sees_no_form_for_seats(cast: Cast, system: Actor) -> None:
    given = {"unit": cast.street.name, "role": "clerk"}
    page = open_page(system, "person", person_id=cast.clerk.person_id)
    assert 'name="role"' not in page.content.decode()
    person = create_person(centre=cast.centre, name="李四")
    assert open_page(system, "person", method="post", data=given, person_id=person.pk).status_code == 403


def test_an_ended_seat_moves_to_the_books(cast: Cast, security: Actor) -> None:
    seat = Seat.objects.get(person_id=cast.clerk.person_id or 0)
    kwargs = {"person_id": cast.clerk.person_id, "seat_id": seat.pk}
    assert open_page(security, "end_seat", method="post", **kwargs).status_code == 302
    page = said(open_page(security, "person", person_id=cast.clerk.person_id))
    assert "曾任岗位" in page
    assert open_page(security, "end_seat", method="post", **kwargs).status_code == 409


def test_roles_are_chosen_for_the_second_factor(cast: Cast, security: Actor) -> None:
    open_page(security, "second_factor", method="post", data={"roles": ["operator", "leader"]})
    page = open_page(security, "second_factor").content.decode()
    assert re.findall(r'value="(\w+)" checked', page) == ["operator", "leader"]
