"""Pictures on the pages: chosen in a form, seen by those who may, by nobody else."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from huying.domain.actors import Actor, Role
from huying.records.models import AccessRecord
from huying.workorders.models import Attachment, Order
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_actor
from tests.factories.pictures import kept, photograph, upload
from tests.pages.desks.browse import order_url, shown
from tests.walk import HOUR, answer, assigned, contacted, fresh, seen, signed

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("files")]
AT = MONDAY + 6 * HOUR
WORDS = "楼下烧烤店夜间扰民，已经打了三次电话。"
SECRET: dict[str, Any] = {"wants_secrecy": True, "title": "反映企业问题", "transfer": "反映某企业违规，请核查。"}


@pytest.fixture
def cast(db: None) -> Cast:
    return create_cast()


def _typed(**changes: Any) -> dict[str, Any]:
    given = {"original": WORDS, "kind": "complaint", "urgency": "3", "channel": "phone", "route": "awaiting_dispatch"}
    return given | changes


def _where(name: str, row: Attachment) -> str:
    return reverse(name, kwargs={"number": row.order.number, "file": row.file})


def _read(*answers: Any) -> None:
    """Read answers to their end, which closes their files."""
    for each in answers:
        b"".join(each)


def _content(client: Client, url: str) -> bytes:
    got = client.get(url)
    assert got.status_code == 200, url
    return b"".join(got.streaming_content)  # type: ignore[attr-defined]  # a file


def _page(actor: Actor, order: Order) -> str:
    with browser(actor, at=AT) as client:
        return client.get(order_url(order)).content.decode()


def _statuses(actor: Actor, row: Attachment) -> set[int]:
    with browser(actor, at=AT) as client:
        answers = [client.get(_where(name, row)) for name in ("picture", "thumbnail")]
        _read(*answers)
    return {each.status_code for each in answers}


def test_pictures_chosen_at_registration_stand_beside_the_demand(cast: Cast) -> None:
    with browser(cast.operator, at=MONDAY) as client:
        form = client.get(reverse("register")).content.decode()
        assert 'enctype="multipart/form-data"' in form
        assert re.search(r'<input type="file" name="pictures"[^>]*multiple', form)
        chosen = [upload("甲.jpg"), upload("b.png", content=photograph(kind="PNG", colour="red"))]
        done = client.post(reverse("register"), _typed(pictures=chosen))
        order = Order.objects.get()
        assert done.headers["Location"] == order_url(order)
        page = client.get(order_url(order)).content.decode()
    rows = list(Attachment.objects.order_by("event", "place"))
    assert [(row.event, row.kind, row.width, row.height) for row in rows] == [(1, "demand", 640, 480)] * 2
    for number, row in enumerate(rows, 1):
        assert f'href="{_where("picture", row)}"' in page
        assert f'src="{_where("thumbnail", row)}" alt="诉求图片 {number}，点开看大图"' in page
    assert "甲.jpg" not in page


@pytest.mark.parametrize(
    ("chosen", "sentence"),
    [
        ([("告状.pdf", b"%PDF-1.7")], "「告状.pdf」是 PDF 文件，请把需要的页面截图后上传。"),
        ([("ok.jpg", None), ("视频.mp4", b"\0\0\0\x18ftypmp42" + bytes(50))], "「视频.mp4」是视频"),
        ([("a.jpg", b"\xff\xd8\xff\xe0")], "「a.jpg」"),
        ([(f"{number}.jpg", None) for number in range(10)], "一次最多 9 张图片"),
    ],
    ids=["a pdf", "one of two", "broken", "ten"],
)
def test_a_refused_picture_is_named_and_the_words_stay(
    cast: Cast, files: Path, chosen: list[tuple[str, bytes | None]], sentence: str
) -> None:
    pictures = [upload(name, content=content) for name, content in chosen]
    with browser(cast.operator, at=MONDAY) as client:
        refused = client.post(reverse("register"), _typed(pictures=pictures))
    page = refused.content.decode()
    assert refused.status_code == 422
    assert sentence in page
    assert WORDS in page
    assert f"图片没有保存，请重新选择：{chosen[0][0]}" in page
    assert not Order.objects.exists()
    assert not list(files.iterdir())


def test_a_form_refused_for_its_words_says_that_pictures_have_to_be_chosen_again(cast: Cast, files: Path) -> None:
    order = signed(cast)
    url = reverse("record_progress", kwargs={"number": order.number})
    with browser(cast.clerk, at=AT) as client:
        empty = client.post(url, {"note": "", "seen": order.events, "pictures": [upload("<b>现场.jpg")]})
        assert (empty.status_code, list(files.iterdir())) == (422, [])
        assert "请重新选择：&lt;b&gt;现场.jpg。" in empty.content.decode()
        late = client.post(url, {"note": "已清理。", "seen": order.events - 1, "pictures": [upload("现场.jpg")]})
        assert late.status_code == 409
        assert "请重新选择：现场.jpg。" in late.content.decode()
        assert "已清理。" in late.content.decode()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("is_registration", [True, False])
def test_a_full_disk_is_said_and_the_words_stay(cast: Cast, files: Path, *, is_registration: bool) -> None:
    order = signed(cast)
    files.rmdir()
    if is_registration:
        actor, url, typed = cast.operator, reverse("register"), _typed(pictures=[upload()])
    else:
        actor, url = cast.clerk, reverse("record_progress", kwargs={"number": order.number})
        typed = {"note": WORDS, "seen": order.events, "pictures": [upload()]}
    with browser(actor, at=AT) as client:
        refused = client.post(url, typed)
    assert refused.status_code == 503
    assert "图片没有保存：存放文件的目录已满或无法写入" in refused.content.decode()
    assert WORDS in refused.content.decode()
    assert Order.objects.count() == 1
    assert fresh(order).events == order.events


def test_units_prove_their_work_in_pictures(cast: Cast) -> None:
    order = contacted(cast, wants_secrecy=True, title="油烟", transfer="某处油烟扰民。")
    with browser(cast.clerk, at=AT) as client:
        for name, typed in (("record_progress", {"note": "已到场。"}), ("submit_reply", answer())):
            url = reverse(name, kwargs={"number": order.number})
            assert "办理前后照片" in client.get(url).content.decode()
            done = client.post(url, {**typed, "seen": seen(order), "pictures": [upload()]})
            assert done.status_code == 302, shown(done)
    rows = list(Attachment.objects.order_by("event", "place"))
    assert [(row.kind, row.event) for row in rows] == [("proof", 5), ("proof", 6)]
    for actor in (cast.clerk, cast.operator, cast.supervisor):
        page = _page(actor, order)
        history = page[page.index("办理记录</h2>") :]
        assert all(_where("thumbnail", row) in history for row in rows), actor.role


def test_what_the_caller_sends_later_stands_in_the_history(cast: Cast) -> None:
    order = assigned(cast)
    with browser(cast.operator, at=AT) as client:
        url = reverse("add_information", kwargs={"number": order.number})
        client.post(url, {"information": "又冒烟了。", "seen": order.events, "pictures": [upload()]})
    row = Attachment.objects.get()
    assert (row.kind, row.event) == ("demand", 3)
    page = _page(cast.clerk, order)
    assert page.count(_where("thumbnail", row)) == 1
    assert page.index("又冒烟了。") < page.index(_where("thumbnail", row))
    assert _statuses(cast.clerk, row) == {200}


def test_a_picture_is_sent_as_a_picture_and_as_nothing_else(cast: Cast) -> None:
    order = assigned(cast, pictures=kept("red"))
    row = Attachment.objects.get()
    with browser(cast.clerk, at=AT) as client:
        got = client.get(_where("picture", row))
        assert got.headers["Content-Type"] == "image/jpeg"
        assert got.headers["X-Content-Type-Options"] == "nosniff"
        assert got.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert got.headers["Content-Disposition"] == f'inline; filename="{order.number}-{row.file.hex[:8]}.jpg"'
        assert got.headers["Cache-Control"] == "private, no-cache"
        assert Image.open(BytesIO(b"".join(got))).size == (640, 480)
        assert Image.open(BytesIO(_content(client, _where("thumbnail", row)))).size == (320, 240)
        again = client.get(_where("picture", row), headers={"If-None-Match": got.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        assert client.post(_where("picture", row)).status_code == 405


def test_of_a_confidential_order_a_unit_sees_neither_the_caller_s_pictures_nor_how_many(cast: Cast) -> None:
    order = assigned(cast, **SECRET, pictures=kept("red", "blue"))
    rows = list(Attachment.objects.filter(kind="demand"))
    for actor in (cast.clerk, cast.reviewer):
        page = _page(actor, order)
        assert "/pictures/" not in page
        assert "诉求图片" not in page
        assert [_statuses(actor, row) for row in rows] == [{404}, {404}]
    assert "图片（承办单位看不到）" in _page(cast.operator, order)
    assert [_statuses(cast.operator, row) for row in rows] == [{200}, {200}]


def test_a_confidential_picture_is_kept_by_no_browser_and_opening_it_is_written_down(cast: Cast) -> None:
    assigned(cast, **SECRET, pictures=kept())
    row = Attachment.objects.get()
    with browser(cast.operator, at=AT) as client:
        small = client.get(_where("thumbnail", row))
        assert AccessRecord.objects.count() == 0
        whole = client.get(_where("picture", row), headers={"If-None-Match": small.headers["ETag"]})
        assert [each.headers["Cache-Control"] for each in (small, whole)] == ["private, no-store"] * 2
        _read(small, whole)
    assert whole.status_code == 200
    assert AccessRecord.objects.get().subject == row.order.number


def test_outsiders_learn_nothing(cast: Cast) -> None:
    assigned(cast, pictures=kept())
    row = Attachment.objects.get()
    admins = [create_actor(unit=cast.hotline, role=role) for role in (Role.SECURITY_ADMIN, Role.SYSTEM_ADMIN)]
    for actor in (cast.outsider, cast.stranger, cast.auditor, *admins):
        assert _statuses(actor, row) == {404}, actor.role
    with browser(cast.clerk, at=AT) as client:
        client.logout()
        assert client.get(_where("picture", row)).status_code == 302


def test_a_picture_is_found_under_its_own_order_only(cast: Cast) -> None:
    other = assigned(cast)
    assigned(cast, pictures=kept())
    row = Attachment.objects.get()
    with browser(cast.clerk, at=AT) as client:
        for number, file in ((other.number, row.file), (row.order.number, row.thumbnail)):
            url = reverse("picture", kwargs={"number": number, "file": file})
            assert client.get(url).status_code == 404


def test_a_lost_file_is_said_in_words(cast: Cast, files: Path) -> None:
    assigned(cast, pictures=kept())
    row = Attachment.objects.get()
    (files / row.file.hex[:2] / row.file.hex).unlink()
    with browser(cast.clerk, at=AT) as client:
        lost = client.get(_where("picture", row))
    assert lost.status_code == 503
    assert "图片文件读不出来" in lost.content.decode()


def test_a_request_larger_than_any_form_is_refused_by_its_length(cast: Cast) -> None:
    with browser(cast.operator, at=AT) as client:
        refused = client.post(reverse("register"), _typed(), headers={"content-length": "100000001"})
        assert refused.status_code == 422
        assert "超过 100 MB" in refused.content.decode()


def test_a_picture_erased_by_two_persons_is_gone_from_every_page_at_once(
    cast: Cast, files: Path, django_capture_on_commit_callbacks: Any
) -> None:
    order = assigned(cast, pictures=kept("red", "blue"))
    gone, stays = Attachment.objects.order_by("place")
    guard = create_actor(unit=cast.hotline, role=Role.SECURITY_ADMIN)
    with browser(guard, at=AT) as client:
        ask = f"{reverse('ask_erasure')}?number={order.number}"
        assert f"诉求图片 {gone.file.hex[:8]}（登记，" in shown(client.get(ask))
        assert client.post(ask, {"text": gone.file.hex, "legal_basis": "某法第四条"}).status_code == 302
        assert f"诉求图片 {gone.file.hex[:8]}（登记，" not in shown(client.get(ask))
    with browser(cast.auditor, at=AT) as client, django_capture_on_commit_callbacks(execute=True):
        url = reverse("settle_erasure", kwargs={"erasure_id": gone.erasures.get().pk})
        assert f"诉求图片 {gone.file.hex[:8]}" in shown(client.get(url))
        assert client.post(url, {"decision": "approve"}).status_code == 302
    page = _page(cast.clerk, order)
    assert "诉求图片 1（已依法删除）" in page
    assert "依法删除图片" in page
    assert gone.file.hex[:8] not in page
    assert (_statuses(cast.clerk, gone), _statuses(cast.clerk, stays)) == ({404}, {200})
    assert {path.name for path in files.glob("??/*")} == {stays.file.hex, stays.thumbnail.hex}
