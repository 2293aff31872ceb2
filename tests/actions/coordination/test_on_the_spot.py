"""Who comes, who refuses, who never comes; tasks given and done; checks; two whistles at once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from huying.coordination.actions.arrive import ArrivalUnplaced, PositionUnfit
from huying.coordination.actions.check_whistle import CheckEmpty, check_whistle
from huying.coordination.actions.end_whistle import ConclusionEmpty, TasksUndone
from huying.coordination.actions.finish_task import TaskUntold, finish_task
from huying.coordination.actions.rate_whistle import RatingTooLate, RatingUnfit, ScoreUnexplained, rate_whistle
from huying.coordination.actions.record_scene import SceneEmpty, TaskUnfit, record_scene
from huying.coordination.actions.refuse_call import RefusalUnexplained, refuse_call
from huying.coordination.choices.whistle import CheckWay
from huying.coordination.models import WhistleCall, WhistleTask
from huying.coordination.queries.open_whistles import TaskUnclear, WhistleNotFound, WhistleUnclear
from huying.coordination.queries.whistle_figures import unit_figures
from huying.domain.errors import NotAllowed
from huying.domain.roads import RoadNotOpen
from huying.foundation.commit import one_row
from huying.workorders.models import Assignment, Attachment, Order, Text
from tests.cast import MONDAY, Cast, create_cast
from tests.factories.organisation import create_unit
from tests.factories.pictures import kept
from tests.walk import HOUR, clock, contacted, fresh, seen
from tests.whistles import BLOWN, QUARTER, GivenTask, arrived, blow, blown, come, end, ended, whistle, with_task

pytestmark = pytest.mark.django_db
AT = BLOWN + HOUR


def scene(cast: Cast, order: Order, *tasks: GivenTask, finding: str = "占道。", whistle_id: int | None = None) -> None:
    record_scene(
        order_id=order.pk,
        finding=finding,
        decision="清退。",
        tasks=tasks,
        whistle_id=whistle_id,
        seen=seen(order),
        actor=cast.clerk,
        at=AT,
    )


def test_an_arrival_keeps_place_position_and_picture_in_the_history(files: object) -> None:
    cast = create_cast()
    order = blown(cast)
    come(cast, order, position="30.2741，120.1551", pictures=kept("teal"))
    text = Text.objects.get(order=order, event=seen(order), kind="scene")
    assert text.body == "报到地点：河畔社区北门\n坐标（纬度,经度）：30.2741,120.1551\n执法队 3 人到场。"
    assert Attachment.objects.get(order=order, event=seen(order)).kind == "proof"


@pytest.mark.parametrize("position", ["北门", "91,120", "30,181", "30.2741", "1e3,2", "30;120"])
def test_a_position_is_latitude_and_longitude(position: str) -> None:
    cast = create_cast()
    order = blown(cast)
    with pytest.raises(PositionUnfit), one_row():
        come(cast, order, position=position)
    with pytest.raises(ArrivalUnplaced), one_row():
        come(cast, order, place=" ")


def test_a_late_arrival_is_late_and_no_longer_missing() -> None:
    cast = create_cast()
    order = blown(cast)
    come(cast, order, at=BLOWN + 3 * HOUR)
    stopped = clock(order, "arrive")
    assert stopped.stopped_at is not None
    assert stopped.stopped_at > stopped.due_at
    assert order.history.get(seq=seen(order)).data["is_late"] is True


def test_a_unit_answers_a_call_once() -> None:
    cast = create_cast()
    order = arrived(cast)
    with pytest.raises(NotAllowed), one_row():
        come(cast, order)
    with pytest.raises(NotAllowed), one_row():
        _refuse(cast, order)


def _refuse(cast: Cast, order: Order, *, reason: str = "不属于我局职责。") -> None:
    refuse_call(order_id=order.pk, reason=reason, seen=seen(order), actor=cast.bureau_clerk, at=AT)


def test_a_refusal_says_why_and_ends_the_limit() -> None:
    cast = create_cast()
    order = blown(cast)
    with pytest.raises(RefusalUnexplained), one_row():
        _refuse(cast, order, reason=" ")
    _refuse(cast, order)
    assert (WhistleCall.objects.get().refused_at, clock(order, "arrive").stopped_at) == (AT, AT)
    with pytest.raises(TaskUnfit), one_row():
        scene(cast, order, GivenTask(unit_id=cast.bureau.pk, what="清退", due_at=AT + HOUR))


def test_a_task_is_for_who_is_there_has_words_and_lies_ahead() -> None:
    cast = create_cast()
    order = arrived(cast)
    other = create_unit(centre=cast.centre, name="市生态环境局")
    unfit = (
        GivenTask(unit_id=other.pk, what="清退", due_at=AT + HOUR),
        GivenTask(unit_id=cast.bureau.pk, what=" ", due_at=AT + HOUR),
        GivenTask(unit_id=cast.bureau.pk, what="长" * 201, due_at=AT + HOUR),
        GivenTask(unit_id=cast.bureau.pk, what="清退", due_at=AT),
        GivenTask(unit_id=cast.bureau.pk, what="清退", due_at=AT + timedelta(days=400)),
    )
    for task in unfit:
        with pytest.raises(TaskUnfit), one_row():
            scene(cast, order, task)
    with pytest.raises(SceneEmpty), one_row():
        scene(cast, order, finding="")
    scene(cast, order, GivenTask(unit_id=cast.street.pk, what="协调物业", due_at=AT + HOUR))
    assert WhistleTask.objects.get().unit == cast.street


def test_tasks_are_numbered_on_and_each_is_reported_by_its_own_unit() -> None:
    cast = create_cast()
    order = with_task(cast)
    scene(cast, order, *(GivenTask(unit_id=u.pk, what="复查", due_at=AT + HOUR) for u in (cast.bureau, cast.street)))
    assert list(WhistleTask.objects.order_by("number").values_list("number", flat=True)) == [1, 2, 3]
    first, second = WhistleTask.objects.filter(unit=cast.bureau).order_by("number")
    theirs = WhistleTask.objects.get(unit=cast.street)
    for task_id, fault in ((None, TaskUnclear), (theirs.pk, TaskUnclear)):
        with pytest.raises(fault), one_row():
            _finish(cast, order, task_id=task_id)
    with pytest.raises(TaskUntold), one_row():
        _finish(cast, order, task_id=first.pk, note=" ")
    _finish(cast, order, task_id=second.pk)
    assert Assignment.objects.filter(order=order, part="task", unit=cast.bureau, closed_at=None).exists()
    _finish(cast, order, task_id=None)
    assert not Assignment.objects.filter(order=order, part="task", unit=cast.bureau, closed_at=None).exists()
    with pytest.raises(NotAllowed), one_row():
        _finish(cast, order, task_id=None)


def _finish(cast: Cast, order: Order, *, task_id: int | None, note: str = "已完成。") -> None:
    finish_task(order_id=order.pk, note=note, task_id=task_id, seen=seen(order), actor=cast.bureau_clerk, at=AT)


def test_a_task_left_undone_needs_a_reason_and_stays_on_record() -> None:
    cast = create_cast()
    order = with_task(cast)
    with pytest.raises(ConclusionEmpty), one_row():
        end(cast, order, conclusion="")
    with pytest.raises(TasksUndone) as refused, one_row():
        end(cast, order)
    assert set(refused.value.fields) == {"undone_reason"}
    end(cast, order, undone_reason="待店主腾退，三日后复查。")
    task = WhistleTask.objects.get()
    assert (task.dropped_at, task.done_at) == (BLOWN + HOUR, None)
    assert "未完成任务 1：待店主腾退" in Text.objects.get(order=order, event=seen(order)).body


def test_a_check_is_held_by_the_street_or_by_those_who_watch_and_by_no_called_unit() -> None:
    cast = create_cast()
    order = arrived(cast)
    due = whistle(order).check_due_at
    for actor, at in ((cast.supervisor, due), (cast.dispatcher, due + HOUR), (cast.clerk, due + HOUR)):
        check_whistle(order_id=order.pk, way=CheckWay.PHONE, note="推进中。", seen=seen(order), actor=actor, at=at)
    assert whistle(order).checked_at == due
    with pytest.raises(NotAllowed), one_row():
        check_whistle(
            order_id=order.pk, way=CheckWay.PHONE, note="好。", seen=seen(order), actor=cast.bureau_clerk, at=due
        )
    with pytest.raises(CheckEmpty), one_row():
        check_whistle(order_id=order.pk, way=CheckWay.PHONE, note="", seen=seen(order), actor=cast.clerk, at=due)


def test_of_two_open_whistles_one_is_named() -> None:
    cast = create_cast()
    order = arrived(cast)
    blow(cast, order, at=BLOWN + 2 * QUARTER)
    with pytest.raises(WhistleUnclear), one_row():
        end(cast, order)
    with pytest.raises(WhistleNotFound), one_row():
        end(cast, order, whistle_id=0)


def test_who_never_came_is_a_no_show_and_who_still_had_time_is_let_off() -> None:
    cast = create_cast()
    for at, expected in ((BLOWN + QUARTER, (0, 0)), (BLOWN + 3 * HOUR, (1, 1))):
        order = blown(cast)
        end(cast, order, at=at)
        figures = unit_figures(since=MONDAY, until=MONDAY + timedelta(days=9), actor=cast.supervisor, at=AT)
        bureau = [row for row in figures if row.unit_id == cast.bureau.pk]
        assert (sum(row.called for row in bureau), sum(row.no_show for row in bureau)) == expected
        asked = Assignment.objects.filter(order=order, part="rate", closed_at=None).count()
        assert asked == 2 * expected[0]
        assert clock(order, "arrive").void is (expected == (0, 0))
        assert not Assignment.objects.filter(order=order, part="report", closed_at=None).exists()


def test_each_side_rates_the_other_once_within_seven_days() -> None:
    cast = create_cast()
    order = ended(cast)
    for scores, fault in (({}, RatingUnfit), ({cast.street.pk: 5}, RatingUnfit), ({cast.bureau.pk: 6}, RatingUnfit)):
        with pytest.raises(fault), one_row():
            _rate(cast, order, scores)
    with pytest.raises(ScoreUnexplained), one_row():
        _rate(cast, order, {cast.bureau.pk: 2})
    with pytest.raises(RatingTooLate), one_row():
        _rate(cast, order, {cast.bureau.pk: 5}, days=8)
    _rate(cast, order, {cast.bureau.pk: 2}, words="人到了，但是没有带文书。")
    with pytest.raises(NotAllowed), one_row():
        _rate(cast, order, {cast.bureau.pk: 5})
    assert WhistleCall.objects.get().unit_score == 2


def _rate(cast: Cast, order: Order, scores: dict[int, int], *, words: str = "", days: int = 1) -> None:
    rate_whistle(
        order_id=order.pk,
        scores=scores,
        words=words,
        seen=seen(order),
        actor=cast.clerk,
        at=fresh(order).state_since + timedelta(days=days),
    )


def test_a_unit_sees_its_own_figures_and_the_centre_those_of_all() -> None:
    cast = create_cast()
    ended(cast)
    period = {"since": MONDAY, "until": MONDAY + timedelta(days=9), "at": AT}

    def units(actor: object) -> set[int]:
        return {row.unit_id for row in unit_figures(**period, actor=actor)}  # type: ignore[arg-type]

    assert units(cast.supervisor) == {cast.street.pk, cast.bureau.pk}
    assert units(cast.bureau_clerk) == {cast.bureau.pk}
    assert units(cast.clerk) == {cast.street.pk}
    assert units(cast.outsider) == units(cast.auditor) == units(cast.stranger) == set()


def test_a_scene_of_an_order_that_nobody_whistled_over_is_refused_whatever_units_it_names() -> None:
    cast = create_cast()
    order = contacted(cast)
    with pytest.raises(RoadNotOpen), one_row():
        scene(cast, order, GivenTask(unit_id=2**40, what="清理。", due_at=BLOWN + 6 * HOUR))
