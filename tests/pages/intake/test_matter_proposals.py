"""「读一读」 proposes matters and names several demands; the operator takes them, and the order tells what was."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.models import Matter
from huying.catalogue.queries.near import proposed_matters
from huying.catalogue.queries.shipped import shipped_matters
from huying.domain.actors import Role
from huying.domain.states import State
from huying.intake import queries
from huying.learning.queries.serving import Guess, Guesses
from huying.organisation.actions.put_spot import put_spot
from huying.organisation.choices import SpotKind
from huying.workorders.models import Event, Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.workorders import create_order
from tests.walk import HOUR

pytestmark = pytest.mark.django_db
WORDS = "昨天晚上八点，桥头街道海棠花园3栋楼下的烧烤店油烟很大，窗户都不敢开，希望处理。"
SEVERAL = "楼下烧烤店油烟太大，窗户都不敢开。另外，我父亲的高龄津贴三个月没发，请查一下。"
TYPED = {"original": WORDS, "kind": "complaint", "urgency": "3", "channel": "phone", "route": "awaiting_dispatch"}


@pytest.fixture
def cast() -> Cast:
    found = create_cast()
    keeper = create_actor(unit=found.hotline, role=Role.SYSTEM_ADMIN)
    drafts = shipped_matters()
    publish_matters(drafts=drafts, effective_from=MONDAY, note="采用", after=0, actor=keeper, at=MONDAY)
    put_spot(region_code=found.region_street.code, kind=SpotKind.ESTATE, name="海棠花园", aliases=[], actor=keeper)
    return found


def post(cast: Cast, **typed: str) -> str:
    with browser(cast.operator, at=MONDAY) as client:
        answer = client.post(reverse("register"), TYPED | typed)
    assert answer.status_code == 200
    assert not Order.objects.exists()
    return answer.content.decode()


def matter(code: str) -> int:
    return Matter.objects.get(code=code).pk


def offered(page: str) -> list[int]:
    return [int(found) for found in re.findall(r'name="take_matter" value="(\d+)"', page)]


def carried(page: str) -> str:
    found = re.search(r'<input type="hidden" name="proposed"(?: value="([^"]*)")?', page)
    assert found
    return found[1] or ""


def selected(page: str) -> list[str]:
    field = page[page.index('id="id_matter_id"') : page.index("</select>", page.index('id="id_matter_id"'))]
    return re.findall(r'value="(\d+)" selected', field)


def test_three_matters_are_proposed_with_their_path_and_words_and_none_is_filled_in(cast: Cast) -> None:
    page = post(cast, read="1")
    assert 1 <= len(offered(page)) <= 3
    assert offered(page)[0] == matter("040202")
    assert "自然资源与环境保护 › 污染防治 › 大气污染" in page
    assert re.search(r"按名称相近：[^<]*油烟", page)
    assert selected(page) == []
    assert carried(page) == ",".join(map(str, offered(page)))


def test_one_press_fills_the_matter_and_keeps_all_that_was_typed(cast: Cast) -> None:
    page = post(cast, phone="0460-10000001", take_matter=str(matter("040202")))
    assert selected(page) == [str(matter("040202"))]
    assert "0460-10000001" in page
    assert WORDS in page
    assert "已填入" in page


def test_a_matter_that_the_operator_chose_stays(cast: Cast) -> None:
    chosen = str(matter("0307"))
    for press in ({"read": "1"}, {"take_all": "1"}):
        assert selected(post(cast, matter_id=chosen, **press)) == [chosen]


def test_all_that_was_read_is_taken_over_with_one_press_and_stands_on_the_order(cast: Cast) -> None:
    page = post(cast, take_all="1")
    assert "已替您填写：详细地点、所在区域、事项" in page
    assert selected(page) == [str(matter("040202"))]
    again = TYPED | {"matter_id": selected(page)[0], "region_id": str(cast.region_street.pk), "proposed": carried(page)}
    with browser(cast.operator, at=MONDAY) as client:
        assert client.post(reverse("register"), again | {"place_text": "桥头街道海棠花园3栋"}).status_code == 302
    order = Order.objects.get()
    assert (order.matter_id, order.matter_top) == (matter("040202"), "04")
    assert (order.region_id, order.place_text) == (cast.region_street.pk, "桥头街道海棠花园3栋")


def test_a_danger_in_the_words_raises_the_urgency_that_is_taken_over(cast: Cast) -> None:
    page = post(cast, original="海棠花园3栋楼道着火了，浓烟很大，有老人被困在里面！", take_all="1")
    assert re.search(r"已替您填写：[^，]*紧急程度", page)


@pytest.mark.parametrize(("chosen", "row"), [("040202", (1, 1, 0, 0)), ("0307", (1, 0, 1, 0)), ("", (1, 0, 0, 1))])
def test_the_order_tells_whether_a_proposal_was_taken(cast: Cast, chosen: str, row: tuple[int, ...]) -> None:
    mark = carried(post(cast, read="1"))
    given = TYPED | {"matter_id": str(matter(chosen)) if chosen else "", "proposed": mark}
    with browser(cast.operator, at=MONDAY) as client:
        assert client.post(reverse("register"), given).status_code == 302
        page = client.get(reverse("danger_agreement")).content.decode()
    kept = Event.objects.get(action="open_order").data["proposed"]
    assert kept == {"matters": [int(one) for one in mark.split(",")]}
    counts = re.findall(r'data-label="(登记数|用了三个之一|另选|没有选)" class="is-number">(\d+)<', page)
    assert tuple(int(count) for _, count in counts) == row


@pytest.mark.parametrize("mark", ["1;;2", "9999999", "油烟", "1,2,3,4,5"])
def test_a_mark_that_was_tampered_with_is_not_kept_and_stops_nobody(cast: Cast, mark: str) -> None:
    with browser(cast.operator, at=MONDAY) as client:
        assert client.post(reverse("register"), TYPED | {"proposed": mark}).status_code == 302
    assert "proposed" not in Event.objects.get(action="open_order").data


def test_the_city_s_own_model_names_the_class_and_names_rank_within_it(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    sure = (Guess(label="05", probability=0.8), Guess(label="04", probability=0.15), Guess(label="x", probability=0.05))
    monkeypatch.setattr(queries, "guesses_of", lambda **_: Guesses(model_number=7, of=(sure,)))
    page = post(cast, original="公交车尾气油烟难闻", read="1")
    first = Matter.objects.get(pk=offered(page)[0])
    assert first.top_code == "05"
    assert "一级事项把握约 80%，其下按名称相近" in page
    assert carried(page).endswith(";7")


@pytest.mark.parametrize("classes", [{"07": 0.06, "03": 0.05}, {"07": 0.49, "02": 0.02}, {"x": 0.9}])
@pytest.mark.parametrize("text", ["我不想活了", "asdfghjk"])
def test_a_model_that_is_not_sure_leaves_what_is_near_by_names(
    cast: Cast, text: str, classes: dict[str, float]
) -> None:
    by_names = proposed_matters(centre_id=cast.centre.pk, text=text, at=MONDAY)
    assert proposed_matters(centre_id=cast.centre.pk, text=text, classes=classes, at=MONDAY) == by_names
    assert [one.code for one in by_names] == (["020601"] if text == "我不想活了" else [])


def test_a_class_alone_is_proposed_only_by_a_model_that_is_sure_of_it(cast: Cast) -> None:
    found = proposed_matters(centre_id=cast.centre.pk, text="asdfghjk", classes={"03": 0.8, "07": 0.1}, at=MONDAY)
    assert [(one.code, one.how) for one in found] == [("03", "一级事项把握约 80%")]


def test_several_demands_are_told_and_fill_the_page_on_which_they_are_split(cast: Cast) -> None:
    page = post(cast, original=SEVERAL, read="1")
    assert "像是说了 2 件事" in page
    assert "我父亲的高龄津贴三个月没发，请查一下。" in page
    order = create_order(operator=cast.operator, at=MONDAY, original=SEVERAL)
    url = reverse("split_order", kwargs={"number": order.number})
    with browser(cast.operator, at=MONDAY + HOUR) as client:
        form = client.get(url).content.decode()
        assert "转办内容像是说了 2 件事" in form
        assert 'value="我父亲的高龄津贴三个月没发，请查一下。"' in form
        assert f'<option value="{matter("090101")}" selected>' in form
        assert re.search(r'name="rest"[^>]*>\s*楼下烧烤店油烟太大，窗户都不敢开。', form)
        given = {
            "seen": "1",
            "title_1": "高龄津贴没发",
            "transfer_1": "高龄津贴三个月没发。",
            "matter_1": str(matter("090101")),
            "rest": "油烟太大。",
        }
        assert client.post(url, given).status_code == 302
    assert Order.objects.latest("pk").matter_id == matter("090101")


def test_a_place_that_is_named_once_is_that_of_every_part_and_no_mark_is_left_over(cast: Cast) -> None:
    text = "1.公厕没人打扫；2.网约车司机绕路多收钱；3.楼下烧烤店油烟太大，都在槐树里小区。"
    order = create_order(operator=cast.operator, at=MONDAY, original=text, place_text="")
    with browser(cast.operator, at=MONDAY + HOUR) as client:
        form = client.get(reverse("split_order", kwargs={"number": order.number})).context["form"]
    assert [form.initial[f"place_{place}"] for place in (1, 2)] == ["槐树里小区", "槐树里小区"]
    assert form.initial["title_1"] == "网约车司机绕路多收钱"


def test_a_demand_from_outside_is_read_before_it_is_accepted(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, original=WORDS, place_text="")
    Order.objects.filter(pk=order.pk).update(state=State.AWAITING_ACCEPTANCE)
    url = reverse("accept_order", kwargs={"number": order.number})
    with browser(cast.operator, at=MONDAY + HOUR) as client:
        page = client.get(url).content.decode()
        ids = re.findall(r'href="\?matter_id=(\d+)"', page)
        taken = client.get(url, {"matter_id": ids[0]}).content.decode()
        assert client.get(url, {"matter_id": "9" * 30}).status_code == 200
    assert len(ids) == 3
    assert "从原文读到的" in page
    assert f'<option value="{cast.region_street.pk}" selected>' in page
    assert "已替您填写：所在区域" in page
    assert f'<option value="{ids[0]}" selected>' in taken
    assert "register-form" not in page


def test_a_message_of_one_matter_leaves_the_split_page_empty(cast: Cast) -> None:
    order = create_order(operator=cast.operator, at=MONDAY, original=WORDS)
    with browser(cast.operator, at=MONDAY + HOUR) as client:
        form = client.get(reverse("split_order", kwargs={"number": order.number})).content.decode()
    assert "件事，已按原话分好" not in form


def test_nothing_is_proposed_where_no_tree_is_in_force() -> None:
    cast = create_cast()
    page = post(cast, read="1")
    assert offered(page) == []
    assert carried(page) == ""
