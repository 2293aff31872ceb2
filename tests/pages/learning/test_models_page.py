"""The page of models: what there is, who may decide, and what is wrong with a file."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from huying.domain.actors import SEATED, Actor, Role
from huying.learning.actions.note_drift import Week, note_drift
from huying.learning.choices import ModelState, RunOutcome, Task
from huying.learning.models import TrainedModel, TrainingRun
from huying.learning.queries.versions import READERS
from tests.browse import browser
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.learning import create_model
from tests.factories.organisation import create_actor

pytestmark = pytest.mark.django_db
FIGURES = {
    "judged": 126,
    "top1": 0.81,
    "top3": 0.95,
    "macro_f1": 0.62,
    "calibration_error": 0.021,
    "unknown": 0.03,
    "rival": {"number": 1, "top1": 0.74},
    "labels": {"heat": 60, "noise": 40},
}


def _admin(cast: Cast) -> Actor:
    return create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN)


def _page(actor: Actor) -> str:
    with browser(actor, at=MONDAY) as client:
        return client.get(reverse("models")).content.decode()


def _press(client: Client, route: str, **given: int) -> int:
    return client.post(reverse(route, kwargs={"task": "dispatch"}), given).status_code


@pytest.mark.parametrize("role", sorted(SEATED))
def test_it_is_open_to_those_who_work_with_suggestions_and_those_who_watch(role: Role) -> None:
    actor = create_actor(unit=create_cast().hotline, role=role)
    with browser(actor, at=MONDAY) as client:
        answer = client.get(reverse("models"))
        assert answer.status_code == (200 if role in READERS else 403)
        assert (f'href="{reverse("models")}"' in client.get(reverse("matters")).content.decode()) is (role in READERS)


def test_without_models_it_says_what_will_come() -> None:
    shown = _page(_admin(create_cast()))
    assert shown.count("还没有模型。夜间会用已办结的工单训练") == len(Task)
    assert "<form" not in shown.partition("<main")[2].partition("</main")[0]


def test_an_offer_stands_beside_its_rival_and_only_the_administrator_has_the_button() -> None:
    cast = create_cast()
    create_model(centre=cast.centre, number=1)
    offered = create_model(centre=cast.centre, number=2, state=ModelState.OFFERED)
    TrainedModel.objects.filter(pk=offered.pk).update(figures=FIGURES)
    shown, watched = _page(_admin(cast)), _page(cast.supervisor)
    assert "在最近 126 件工单上，它首选正确 81.0%，第 1 版 74.0%。" in shown
    assert "采用这一版" in shown
    assert shown.count("csrfmiddlewaretoken") - watched.count("csrfmiddlewaretoken") == 2  # taking, stopping
    assert "是否比现在按目录、名称和规则提的建议好，没有比过" not in shown
    assert "采用这一版" not in watched
    assert "由系统管理员决定是否采用" in watched


def test_a_first_model_says_what_it_was_compared_with_and_what_not() -> None:
    cast = create_cast()
    offered = create_model(centre=cast.centre, number=1, state=ModelState.OFFERED)
    TrainedModel.objects.filter(pk=offered.pk).update(figures=FIGURES | {"rival": {"number": 0, "top1": 0.4}})
    shown = _page(_admin(cast))
    assert "总猜最常见的一类 40.0%。" in shown
    assert "是否比现在按目录、名称和规则提的建议好，没有比过" in shown


def test_each_button_does_what_it_says_once_and_a_page_of_before_is_told() -> None:
    cast = create_cast()
    admin = _admin(cast)
    create_model(centre=cast.centre, number=1)
    create_model(centre=cast.centre, number=2, state=ModelState.OFFERED)
    with browser(admin, at=MONDAY) as client:
        assert _press(client, "take_model", seen=1, number=2) == 302
        assert _press(client, "take_model", seen=1, number=2) == 409
        assert _press(client, "roll_back_model", seen=2) == 302
        assert _press(client, "roll_back_model", seen=2) == 409
        assert _press(client, "stop_model", seen=1) == 302
        assert _press(client, "roll_back_model", seen=0) == 302
        assert _press(client, "stop_model") == 422
        assert client.post("/models/reply/stop/", {"seen": 1}).status_code == 404
    assert dict(TrainedModel.objects.values_list("number", "state")) == {1: "current", 2: "withdrawn"}
    shown = _page(admin)
    assert [word in shown for word in ("第 2 版：采用（某人）", "第 1 版：回到上一版", "第 1 版：停用")] == [True] * 3


@pytest.mark.parametrize("route", ["take_model", "roll_back_model", "stop_model"])
def test_whoever_only_reads_is_refused(route: str) -> None:
    cast = create_cast()
    create_model(centre=cast.centre, number=1)
    with browser(cast.supervisor, at=MONDAY) as client:
        assert _press(client, route, seen=1, number=1) == 403


def test_files_that_are_gone_or_damaged_are_told(models: Path) -> None:
    cast = create_cast()
    gone = create_model(centre=cast.centre, number=1, state=ModelState.PREVIOUS)
    damaged = create_model(centre=cast.centre, number=2)
    shutil.rmtree(models / gone.folder)
    (models / damaged.folder / "bias.npy").write_bytes(b"")
    shown = _page(cast.supervisor)
    assert "第 1 版（上一版）的模型文件不在。" in shown
    assert "第 2 版（现用）的模型文件已损坏。" in shown
    with browser(_admin(cast), at=MONDAY) as client:
        assert _press(client, "roll_back_model", seen=2) == 503
    create_model(centre=cast.centre, number=3, state=ModelState.OFFERED)
    assert "第 3 版（待采用）的" not in _page(cast.supervisor)


def test_a_file_that_is_damaged_while_people_look_is_told_at_once(models: Path) -> None:
    cast = create_cast()
    model = create_model(centre=cast.centre, number=1)
    assert "已损坏" not in _page(cast.supervisor)
    bias = models / model.folder / "bias.npy"
    bias.write_bytes(bias.read_bytes()[:-1] + b"\x7f")
    assert "第 1 版（现用）的模型文件已损坏。" in _page(cast.supervisor)


def test_drift_is_a_sentence_and_a_row_a_week() -> None:
    cast = create_cast()
    model = create_model(centre=cast.centre, number=2)
    TrainedModel.objects.filter(pk=model.pk).update(figures=FIGURES)
    weeks = [
        Week(week=date(2026, 3, day), orders=50, agreed=30, unknown=0.06, labels={"heat": 30, "noise": 20})
        for day in (2, 9)
    ]
    note_drift(model_id=model.pk, weeks=weeks[:1], at=MONDAY)
    note_drift(model_id=model.pk, weeks=weeks, at=MONDAY)
    shown = _page(cast.leader)
    assert "近 2 周与训练时相比：首选与人工结果一致的占 60.0%（训练时 81.0%），类别构成没有明显变化" in shown
    assert shown.count("2026-03-09") == 1
    assert "建议重新训练" in shown


def test_a_training_that_failed_is_told() -> None:
    cast = create_cast()
    TrainingRun.objects.create(
        centre=cast.centre,
        task=Task.MATTER,
        outcome=RunOutcome.FAILED,
        said="训练进程被终止（信号 9），没有完成。",
        started_at=MONDAY,
        ended_at=MONDAY,
    )
    assert "训练进程被终止（信号 9），没有完成。" in _page(cast.supervisor)


def test_a_card_is_shown_and_another_centre_s_is_not_found() -> None:
    cast, other = create_cast(), create_cast()
    create_model(centre=cast.centre, number=1)
    url = reverse("model", kwargs={"task": "dispatch", "number": 1})
    with browser(cast.dispatcher, at=MONDAY) as client:
        shown = client.get(url).content.decode()
    assert "<li>训练数据：24 条，2 个类别，文字列 text</li>" in shown
    assert "<h3>已知弱点</h3>" in shown
    assert "没有成绩，不知道有多准，采用前请人工核对一批。" in shown
    with browser(other.dispatcher, at=MONDAY) as client:
        assert client.get(url).status_code == 404
