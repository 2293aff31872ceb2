"""The pages on which a matter is hung, reviewed and taken off, and the list of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from huying.domain.actors import Actor
from huying.domain.lifecycle import BY_ACTION
from huying.handling.models import Hanging, Milestone
from huying.records.models import AccessRecord
from huying.workorders.models import Order
from huying.workorders.queries.dossier import dossier_for
from huying.workorders.queries.public_progress import public_progress
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, agreed_to_hang, asked_to_hang, clock, contact, contacted, fresh, hung

pytestmark = pytest.mark.django_db
AT = MONDAY + 7 * HOUR
DAY = timedelta(days=1)
PLAN = {
    "category": "legacy",
    "until": "2026-08-29",
    "owner_name": "方主任",
    "owner_post": "街道办事处副主任",
    "plan": "历史违建，须经法定程序拆除。",
    "milestones": "2026-05-01 完成公告\n\n2026-08-01\u3000拆除完毕",
    "told_by": "phone",
}
THEIRS = sorted(
    {"request_hanging", "withdraw_hanging", "review_hanging", "settle_hanging"}
    | {"review_hung", "reach_milestone", "end_hanging"}
)


def url(order: Order, action: str) -> str:
    return reverse(action, kwargs={"number": order.number})


def send(actor: Actor, order: Order, action: str, *, at: Any = AT, **given: str) -> Any:
    with browser(actor, at=at) as client:
        return client.post(url(order, action), {**given, "seen": str(fresh(order).events)})


def test_a_clerk_asks_with_a_plan_whose_steps_are_lines() -> None:
    cast = create_cast()
    order = contacted(cast)
    with browser(cast.clerk, at=AT) as client:
        page = shown(client.get(url(order, "request_hanging")))
    for words in ("最长可挂账 365 天，到 2027-03-02", "2026-03-10 00:00", "不晚于 2027-03-02"):
        assert words in page, words
    assert send(cast.clerk, order, "request_hanging", **PLAN).status_code == 302
    steps = list(Milestone.objects.order_by("place").values_list("due_on", "what"))
    assert [(f"{day:%m-%d}", what) for day, what in steps] == [("05-01", "完成公告"), ("08-01", "拆除完毕")]


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"milestones": "五月完成公告"}, "「五月完成公告」应以日期开头"),
        ({"milestones": "2026-05-01"}, "每个节点都要写明要完成的工作"),
        ({"until": "2028-01-01"}, "最长可挂账 365 天，请选择 2027-03-02 或更早的日期"),
        ({"until": "2026-03-09", "milestones": "2026-03-05 公告"}, "请选择更晚的日期，或直接按期办理"),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(changes: dict[str, str], sentence: str) -> None:
    cast = create_cast()
    order = contacted(cast)
    answer = send(cast.clerk, order, "request_hanging", **PLAN | changes)
    assert answer.status_code == 422
    assert sentence in shown(answer)
    assert "历史违建，须经法定程序拆除。</textarea>" in answer.content.decode()
    assert not Hanging.objects.exists()


def test_a_form_that_could_only_be_refused_is_not_drawn() -> None:
    cast = create_cast()
    order = contacted(cast)
    with browser(cast.clerk, at=clock(order, "handle").due_at + HOUR) as client:
        answer = client.get(url(order, "request_hanging"))
    assert answer.status_code == 409
    assert "不能再申请挂账" in shown(answer)


def test_the_reviewer_and_then_the_hotline_decide_and_the_page_tells_all_of_it() -> None:
    cast = create_cast()
    order = asked_to_hang(cast)
    for actor, act, given in (
        (cast.reviewer, "review_hanging", {"is_agreed": "yes", "opinion": "确需改造。"}),
        (cast.arbiter, "settle_hanging", {"is_granted": "yes", "opinion": "请按月报进度。"}),
    ):
        with browser(actor, at=AT) as client:
            assert f'href="{url(order, act)}"' in client.get(reverse("waiting_hangings")).content.decode()
            form = shown(client.get(url(order, act)))
        for words in ("排烟管道须随楼体改造一并重建", "方主任（街道办事处副主任）", "第30天的工作", "入户"):
            assert words in form, words
        assert send(actor, order, act, **given).status_code == 302
    with browser(cast.clerk, at=AT) as client:
        page = shown(client.get(order_url(order)))
    for words in (
        "挂账至 2026-08-30 00:00",
        "原 2026-03-10 00:00",
        "同意。确需改造。",
        "同意。请按月报进度。",
        "挂账复查",
    ):
        assert words in page, words


def test_a_hung_matter_is_reviewed_stepped_on_and_ended_on_its_pages() -> None:
    cast = create_cast()
    order = hung(cast)
    given = {"progress": "advancing", "words": "已进场施工。"}
    early = send(cast.clerk, order, "review_hung", **given)
    assert early.status_code == 409
    assert "请先登记「先行联系」" in shown(early)
    contact(order, cast, at=AT)
    assert send(cast.clerk, order, "review_hung", **given).status_code == 302
    assert send(cast.clerk, order, "reach_milestone", place="1", words="已招标。").status_code == 302
    with browser(cast.clerk, at=AT) as client:
        left = client.get(url(order, "reach_milestone")).content.decode()
        page = shown(client.get(order_url(order)))
    assert "第30天的工作</option>" not in left
    assert "第60天的工作</option>" in left
    for words in ("第 1 次复查（已有解决方案正加快推进）", "已进场施工。", "第30天的工作：已招标。"):
        assert words in page, words
    assert send(cast.clerk, order, "end_hanging", words="提前完工。").status_code == 302
    with browser(cast.clerk, at=AT) as client:
        assert "已解除" in shown(client.get(order_url(order)))


@pytest.mark.parametrize("action", THEIRS)
def test_a_page_opens_to_the_roles_of_the_table_and_to_nobody_else(action: str) -> None:
    cast = create_cast()
    order = hung(cast)
    for actor in (cast.operator, cast.clerk, cast.reviewer, cast.arbiter, cast.supervisor, cast.auditor):
        if actor.role not in BY_ACTION[action].roles:
            with browser(actor, at=AT) as client:
                assert client.get(url(order, action)).status_code == 403, actor.role
    with browser(cast.bureau_clerk, at=AT) as client:
        assert client.get(url(order, action)).status_code in {403, 404}


def test_the_list_counts_cuts_and_shows_what_is_late_in_red() -> None:
    cast = create_cast()
    hung(cast)
    with browser(cast.supervisor, at=AT) as client:
        page = shown(client.get(reverse("hangings")))
        none = shown(client.get(reverse("hangings"), {"category": "legacy"}))
        strange = client.get(reverse("hangings"), {"state": "x", "category": "x", "unit_id": "x", "at": "x"})
    assert "挂账中 1 件，复查超期 0 件" in page
    assert "方主任" in page
    assert "没有符合条件的挂账工单" in none
    assert strange.status_code == 200
    with browser(cast.supervisor, at=AT + 31 * DAY) as client:
        late = client.get(reverse("hangings"), {"is_late": "on"})
    assert "复查超期 1 件" in shown(late)
    assert "hy-light is-over" in late.content.decode()


def test_each_sees_the_own_and_takes_out_what_is_seen_with_a_record() -> None:
    cast = create_cast()
    order = hung(cast)
    for actor, sees in _people(cast):
        with browser(actor, at=AT) as client:
            assert (order.number in client.get(reverse("hangings")).content.decode()) is sees, actor.role
            table = client.get(reverse("export_hangings")).content.decode()
        assert (f"{order.number}," in table) is sees, actor.role
    with browser(cast.clerk, at=AT) as client:
        lines = client.get(reverse("export_hangings")).content.decode().splitlines()
    assert lines[0].startswith("\ufeff工单编号,标题,主办单位,类别")
    assert lines[1].endswith("重大工程,方主任,街道办事处副主任,挂账中,2026-03-02,2026-08-29,2026-04-01,")
    assert AccessRecord.objects.filter(subject="hangings.csv", unit_id=cast.street.pk, role="clerk").count() == 2
    with browser(cast.auditor, at=AT) as client:
        assert client.get(reverse("hangings")).status_code == 403


def _people(cast: Cast) -> list[tuple[Actor, bool]]:
    mine = [(actor, True) for actor in (cast.clerk, cast.reviewer, cast.arbiter, cast.supervisor, cast.leader)]
    return [*mine, (cast.bureau_clerk, False), (cast.outsider, False), (cast.stranger, False)]


def test_the_order_page_of_a_hung_matter_is_read_in_few_queries() -> None:
    cast = create_cast()
    order = hung(cast)
    contact(order, cast, at=AT)
    send(cast.clerk, order, "review_hung", progress="advancing", words="已进场施工。")
    with browser(cast.clerk, at=AT) as client:
        client.get(order_url(order))
        with CaptureQueriesContext(connection) as asked:
            client.get(order_url(order))
    assert len(asked) <= 25, len(asked)


def test_the_citizen_reads_what_was_granted_and_nothing_of_what_was_only_asked() -> None:
    cast = create_cast()

    def told(order: Order) -> list[str]:
        dossier = dossier_for(order_id=order.pk, actor=cast.operator)
        return [step.what for step in public_progress(dossier=dossier, at=AT).steps]

    assert told(hung(cast))[0] == "经批准，问题列入挂账清单，桥头街道办事处按计划限期解决"
    assert [what for what in told(agreed_to_hang(cast)) if "挂账" in what] == []


def test_what_waits_is_for_who_may_decide() -> None:
    cast = create_cast()
    order = agreed_to_hang(cast)
    for actor, waits in ((cast.arbiter, True), (cast.reviewer, False), (create_cast().arbiter, False)):
        with browser(actor, at=AT) as client:
            assert (order.number in client.get(reverse("waiting_hangings")).content.decode()) is waits
    with browser(cast.clerk, at=AT) as client:
        assert client.get(reverse("waiting_hangings")).status_code == 403
