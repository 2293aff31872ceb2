"""A person takes a model, rolls back, stops: each at once, each once, and each on record."""

from __future__ import annotations

from pathlib import Path

import psycopg
import pytest

from huying.domain.actors import Actor, Role, policy_actor
from huying.domain.errors import NotAllowed
from huying.foundation import embedded
from huying.foundation.commit import one_commit, one_row
from huying.learning.actions.exchange_models import ModelLost, ModelsMoved
from huying.learning.actions.record_model import NewModel, record_model
from huying.learning.actions.roll_back_model import roll_back_model
from huying.learning.actions.stop_model import stop_model
from huying.learning.actions.take_model import take_model
from huying.learning.choices import ModelState, RunOutcome, Task
from huying.learning.models import ModelEvent, TrainedModel, TrainingRun
from huying.learning.queries.serving import guesses_of
from huying.organisation.models import Centre
from tests.actions.handling.test_two_at_once import at_once
from tests.cast import MONDAY, create_cast
from tests.factories.learning import ABOUT_HEAT, create_model
from tests.factories.organisation import create_actor


@pytest.fixture
def admin(db: None) -> Actor:
    return create_actor(unit=create_cast().hotline, role=Role.SYSTEM_ADMIN)


def _centre(actor: Actor) -> Centre:
    return Centre.objects.get(pk=actor.centre_id)


def _states(actor: Actor) -> dict[int, str]:
    return dict(TrainedModel.objects.filter(centre_id=actor.centre_id).values_list("number", "state"))


def _answer(actor: Actor) -> tuple[int, str] | None:
    said = guesses_of(centre_id=actor.centre_id, task="dispatch", texts=[(ABOUT_HEAT,)])
    return (said.model_number, said.of[0][0].label) if said else None


def _take(actor: Actor, number: int, *, seen: int) -> None:
    take_model(task=Task.DISPATCH, number=number, seen=seen, actor=actor, at=MONDAY)


def _back(actor: Actor, *, seen: int) -> None:
    roll_back_model(task=Task.DISPATCH, seen=seen, actor=actor, at=MONDAY)


def _stop(actor: Actor, *, seen: int) -> None:
    stop_model(task=Task.DISPATCH, seen=seen, actor=actor, at=MONDAY)


def test_what_is_taken_answers_and_what_was_in_use_stays_to_go_back_to(admin: Actor) -> None:
    centre = _centre(admin)
    for number, state in enumerate((ModelState.PREVIOUS, ModelState.CURRENT, ModelState.OFFERED), start=1):
        create_model(centre=centre, number=number, state=state, swapped=number == 3)
    assert _answer(admin) == (2, "heat")
    _take(admin, 3, seen=2)
    assert _states(admin) == {1: "withdrawn", 2: "previous", 3: "current"}
    assert _answer(admin) == (3, "noise")
    taken = TrainedModel.objects.get(number=3)
    assert (taken.decided_by_id, taken.decided_at) == (admin.person_id, MONDAY)
    assert list(ModelEvent.objects.order_by("pk").values_list("model__number", "act", "person_id")) == [
        (3, "taken", admin.person_id),
        (1, "withdrawn", admin.person_id),
    ]


def test_going_back_changes_the_answer_and_can_be_done_again(admin: Actor) -> None:
    create_model(centre=_centre(admin), number=1, state=ModelState.PREVIOUS)
    create_model(centre=_centre(admin), number=2, swapped=True)
    assert _answer(admin) == (2, "noise")
    _back(admin, seen=2)
    assert (_answer(admin), _states(admin)) == ((1, "heat"), {1: "current", 2: "previous"})
    _back(admin, seen=1)
    assert (_answer(admin), _states(admin)) == ((2, "noise"), {1: "previous", 2: "current"})


def test_a_stopped_model_answers_nothing_until_it_is_used_again(admin: Actor) -> None:
    create_model(centre=_centre(admin), number=1)
    _stop(admin, seen=1)
    assert (_answer(admin), _states(admin)) == (None, {1: "previous"})
    _back(admin, seen=0)
    assert (_answer(admin), _states(admin)) == ((1, "heat"), {1: "current"})


def test_taking_while_none_is_in_use_leaves_the_stopped_one_to_go_back_to(admin: Actor) -> None:
    create_model(centre=_centre(admin), number=1, state=ModelState.PREVIOUS)
    create_model(centre=_centre(admin), number=2, state=ModelState.OFFERED)
    _take(admin, 2, seen=0)
    assert _states(admin) == {1: "previous", 2: "current"}


def test_only_the_administrator_of_the_centre_decides(admin: Actor) -> None:
    centre = _centre(admin)
    create_model(centre=centre, number=1)
    create_model(centre=centre, number=2, state=ModelState.OFFERED)
    hotline = create_cast()
    others = [
        hotline.dispatcher,
        hotline.supervisor,
        hotline.leader,
        policy_actor(centre_id=centre.pk, name="learning"),
    ]
    for actor in others:
        with one_row(), pytest.raises(NotAllowed):
            _take(actor, 2, seen=1)
        with one_row(), pytest.raises(NotAllowed):
            _back(actor, seen=1)
        with one_row(), pytest.raises(NotAllowed):
            _stop(actor, seen=1)
    stranger = create_actor(unit=hotline.hotline, role=Role.SYSTEM_ADMIN)
    with one_row(), pytest.raises(ModelsMoved):
        _take(stranger, 2, seen=1)
    assert _states(admin) == {1: "current", 2: "offered"}


def test_what_the_person_did_not_see_is_not_decided(admin: Actor) -> None:
    create_model(centre=_centre(admin), number=1)
    create_model(centre=_centre(admin), number=2, state=ModelState.OFFERED)
    for number, seen in ((2, 0), (3, 1), (1, 1)):
        with one_row(), pytest.raises(ModelsMoved):
            _take(admin, number, seen=seen)
    with one_row(), pytest.raises(ModelsMoved):
        _back(admin, seen=1)
    with one_row(), pytest.raises(ModelsMoved):
        _stop(admin, seen=2)
    assert _states(admin) == {1: "current", 2: "offered"}
    assert not ModelEvent.objects.exists()


@pytest.mark.parametrize("state", [ModelState.OFFERED, ModelState.PREVIOUS])
def test_a_damaged_file_is_not_taken_in_use(admin: Actor, models: Path, state: ModelState) -> None:
    create_model(centre=_centre(admin), number=1)
    damaged = create_model(centre=_centre(admin), number=2, state=state)
    weights = models / damaged.folder / "weights0.npy"
    weights.write_bytes(weights.read_bytes()[:-1] + b"\x7f")
    with one_row(), pytest.raises(ModelLost, match="第 2 版的模型文件已损坏"):
        _take(admin, 2, seen=1) if state is ModelState.OFFERED else _back(admin, seen=1)
    assert _answer(admin) == (1, "heat")


@pytest.mark.usefixtures("own_database")
def test_of_two_who_take_at_once_one_is_told() -> None:
    with one_commit():
        cast = create_cast()
        people = [create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN) for _ in range(2)]
        create_model(centre=cast.centre, number=1)
        create_model(centre=cast.centre, number=2, state=ModelState.OFFERED)
    calls = [lambda actor=actor: _take(actor, 2, seen=1) for actor in people]
    assert sorted(at_once(*calls), key=str) == sorted([None, ModelsMoved], key=str)
    assert _states(people[0]) == {1: "previous", 2: "current"}
    assert ModelEvent.objects.filter(act="taken").count() == 1


@pytest.mark.usefixtures("own_database")
def test_of_two_who_go_back_at_once_one_is_told_and_nothing_is_turned_twice() -> None:
    with one_commit():
        cast = create_cast()
        people = [create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN) for _ in range(2)]
        create_model(centre=cast.centre, number=1, state=ModelState.PREVIOUS)
        create_model(centre=cast.centre, number=2)
    calls = [lambda actor=actor: _back(actor, seen=2) for actor in people]
    assert sorted(at_once(*calls), key=str) == sorted([None, ModelsMoved], key=str)
    assert _states(people[0]) == {1: "current", 2: "previous"}


def _new(number: int, *, folder: str = "") -> NewModel:
    return NewModel(
        task=Task.DISPATCH,
        number=number,
        folder=folder,
        checksum="0" * 64 if folder else "",
        rows=300,
        first_at=MONDAY,
        last_at=MONDAY,
        figures={},
        card="",
        said="比较的结果。",
    )


def test_a_better_model_takes_the_place_of_an_older_offer_and_a_worse_one_does_not(admin: Actor) -> None:
    policy = policy_actor(centre_id=admin.centre_id, name="learning")
    for number, folder in ((1, "a"), (2, "b"), (3, "")):
        run = TrainingRun.objects.create(
            centre_id=admin.centre_id, task=Task.DISPATCH, outcome=RunOutcome.RUNNING, started_at=MONDAY
        )
        record_model(run_id=run.pk, new=_new(number, folder=folder), actor=policy, at=MONDAY)
    assert _states(admin) == {1: "withdrawn", 2: "offered", 3: "refused"}
    assert list(TrainingRun.objects.order_by("pk").values_list("outcome", "model__number")) == [
        ("offered", 1),
        ("offered", 2),
        ("refused", 3),
    ]
    assert {(one.role, one.policy, one.person) for one in ModelEvent.objects.all()} == {("policy", "learning", None)}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE learning_modelevent SET act = 'taken'",
        "DELETE FROM learning_modelevent",
        "TRUNCATE learning_modelevent",
    ],
)
def test_even_the_owner_of_the_table_cannot_change_what_was_done(
    server: embedded.Server, own_database: str, statement: str
) -> None:
    with one_commit():
        cast = create_cast()
        create_model(centre=cast.centre)
        _stop(create_actor(unit=cast.hotline, role=Role.SYSTEM_ADMIN), seen=1)
    url = server.url(role=embedded.OWNER, dbname=own_database)
    with psycopg.connect(url) as owner, pytest.raises(psycopg.errors.IntegrityError, match="append-only"):
        owner.execute(statement)
    assert ModelEvent.objects.count() == 1
