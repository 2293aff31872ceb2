"""Pages of deadlines and rules, and of the calendar."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from huying.domain.actors import SIDES, Actor, Role
from huying.foundation import memory
from huying.policy.models import CalendarDay, PolicyVersion
from huying.policy.queries.profiles import profiles
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    memory.forget()
    return create_cast()


@pytest.fixture
def keeper(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def ask(
    actor: Actor, route: str, data: Any = None, *, method: str = "get", at: datetime = MONDAY, **kwargs: Any
) -> Any:
    with browser(actor, at=at) as client:
        return getattr(client, method)(reverse(route, kwargs=kwargs), data)


def post(actor: Actor, route: str, data: Any = None, **kwargs: Any) -> Any:
    return ask(actor, route, data, method="post", **kwargs)


def said(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def carried(answer: Any) -> dict[str, str]:
    fields = re.findall(r'<input type="hidden" name="(draft|after)" value="([^"]*)"', answer.content.decode())
    return {name: html.unescape(value) for name, value in fields}


def toml(text: str) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("policy.toml", text.encode())}


def test_the_rules_are_open_to_everybody_and_changed_by_the_system_administrator(cast: Cast) -> None:
    for role in SIDES:
        actor = create_actor(unit=cast.hotline, role=role)
        for route in ("policy", "export_policy", "calendar"):
            assert ask(actor, route).status_code == 200, (role, route)
        is_keeper = role is Role.SYSTEM_ADMIN
        assert (ask(actor, "new_policy").status_code == 200) is is_keeper, role
        assert (post(actor, "calendar", {}).status_code == 422) is is_keeper, role
        assert (post(actor, "remove_calendar_day", day="2026-05-04").status_code == 404) is is_keeper, role


def test_the_page_says_who_answers_for_each_node_how_long_and_on_what_ground(cast: Cast) -> None:
    page = said(ask(cast.clerk, "policy"))
    assert re.search(r"派单 热线派单员 首办 1个工作日 约定 山西柳林", page)
    assert re.search(r"受理 热线受理员 首办 24小时 依据 GB/T 33358", page)
    assert re.search(r"退回重办次数上限 1 次 约定", page)


def test_a_shipped_profile_is_compared_then_published(cast: Cast, keeper: Actor) -> None:
    preview = post(keeper, "new_policy", {"profile": "beijing"})
    assert re.search(r"修改 办理时限（首办） 5个工作日 .* 7个自然日", said(preview))
    assert PolicyVersion.objects.filter(centre=cast.centre).count() == 1
    assert post(keeper, "new_policy", carried(preview) | {"note": "试用"}).status_code == 302
    version = PolicyVersion.objects.get(centre=cast.centre, number=2)
    assert version.effective_from == MONDAY + timedelta(minutes=2)
    difference = said(ask(cast.clerk, "policy_difference", number=2))
    assert re.search(r"修改 办理时限（首办） 5个工作日 .* 7个自然日", difference)


def test_a_version_in_the_past_is_refused_with_the_preview_as_it_was(keeper: Actor) -> None:
    draft = carried(post(keeper, "new_policy", {"profile": "beijing"}))
    answer = post(keeper, "new_policy", draft | {"note": "倒填", "effective_from": "2026-03-02T09:00"})
    assert answer.status_code == 422
    assert "至少要在一分钟之后" in said(answer)
    assert carried(answer) == draft
    assert 'value="倒填"' in answer.content.decode()


def test_a_version_published_meanwhile_is_shown_before_it_is_followed(cast: Cast, keeper: Actor) -> None:
    mine = carried(post(keeper, "new_policy", {"profile": "beijing"}))
    theirs = carried(post(keeper, "new_policy", {"profile": "national"}))
    post(keeper, "new_policy", theirs | {"note": "抢先"})
    answer = post(keeper, "new_policy", mine | {"note": "我的"})
    assert answer.status_code == 409
    assert carried(answer)["after"] == "2"


def test_the_file_that_is_downloaded_is_accepted_without_a_difference(cast: Cast, keeper: Actor) -> None:
    file = ask(cast.clerk, "export_policy").content.decode()
    assert "两个版本没有差别" in said(post(keeper, "new_policy", toml(file)))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('unit = "hour"', 'unit = "weeks"', "第 1 条规则的 limit：请从 hour（小时）"),
        ("review_required = ", "review_requird = ", "参数「答复须经审核」 review_required：缺少这一项"),
        ('stage = "dispatch"', 'stage = "disptch"', "第 2 条规则的 stage："),
        ("[parameters]", "[parameters", "不合 TOML 的写法"),
    ],
)
def test_each_fault_of_a_file_is_a_sentence(keeper: Actor, old: str, new: str, sentence: str) -> None:
    file = ask(keeper, "export_policy").content.decode()
    assert old in file
    answer = post(keeper, "new_policy", toml(file.replace(old, new, 1)))
    assert answer.status_code == 422
    assert sentence in said(answer)


def test_neither_a_choice_nor_a_file_is_asked_back(keeper: Actor) -> None:
    answer = post(keeper, "new_policy", {})
    assert answer.status_code == 422
    assert "请选择一份随产品提供的口径，或上传文件" in said(answer)


def test_a_preview_is_good_only_for_who_made_it(cast: Cast, keeper: Actor) -> None:
    draft = carried(post(keeper, "new_policy", {"profile": profiles()[0].code}))
    other = create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)
    answer = post(other, "new_policy", draft | {"note": "借用"})
    assert answer.status_code == 422
    assert "预览已过期" in said(answer)


def test_a_second_centre_sees_nothing_of_the_first(cast: Cast) -> None:
    assert "还没有生效的时限与规则" in said(ask(cast.stranger, "policy"))
    assert ask(cast.stranger, "policy", {"version": "1"}).status_code == 404
    assert ask(cast.stranger, "export_policy").status_code == 404


def test_a_day_is_set_and_removed_on_the_page(cast: Cast, keeper: Actor) -> None:
    given = {"day": "2026-05-11", "is_workday": "0", "note": "本市纪念日放假"}
    assert post(keeper, "calendar", given).status_code == 302
    assert re.search(r"2026-05-11（星期一） 放假 本市纪念日放假", said(ask(cast.clerk, "calendar")))
    assert post(keeper, "remove_calendar_day", day="2026-05-11").status_code == 302
    assert not CalendarDay.objects.exists()


def test_a_day_that_has_begun_is_refused_beside_its_field(keeper: Actor) -> None:
    answer = post(keeper, "calendar", {"day": "2026-03-02", "is_workday": "0", "note": "晚了"})
    assert answer.status_code == 422
    assert "只能设置或撤销今天以后的日期" in said(answer)


@pytest.mark.parametrize("day", ["2026-02-30", "yesterday"])
def test_a_day_that_is_none_is_not_there(keeper: Actor, day: str) -> None:
    assert post(keeper, "remove_calendar_day", day=day).status_code == 404


def test_a_coming_year_without_holiday_notices_is_warned_of(cast: Cast) -> None:
    for at, year in ((datetime(2024, 5, 1, tzinfo=UTC), None), (datetime(2036, 5, 1, tzinfo=UTC), 2036)):
        page = said(ask(cast.clerk, "calendar", at=at))
        assert (f"{year} 年的放假安排还没有收录" in page) is bool(year), at
        assert ("年的放假安排还没有收录" in page) is bool(year), at


def test_the_tags_and_the_ladder_stand_with_their_sources_and_a_faulty_one_is_named(cast: Cast, keeper: Actor) -> None:
    page = said(ask(cast.clerk, "policy"))
    assert "历史遗留 legacy 派单员、承办员、承办审核员" in page
    assert "市政府办公室 市政府（办公室）的领导 3个工作日" in page
    source = ask(keeper, "export_policy").content.decode()
    faulty = source.replace('code = "legacy"', 'code = "Legacy"').replace('office = "government"', 'office = "nobody"')
    refused = post(keeper, "new_policy", toml(faulty))
    assert refused.status_code == 422
    assert "第 5 个疑难标签的 code" in said(refused)
    assert "第 2 层提级阶梯的 office" in said(refused)
    renamed = post(keeper, "new_policy", toml(source.replace('label = "历史遗留"', 'label = "历史问题"')))
    assert "疑难标签（legacy）" in said(renamed)
