"""Train a centre's model of a task from its own orders, and record what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from shutil import rmtree

from django.db import connections

from huying.cli.answers import say
from huying.cli.learning.cards import told
from huying.cli.learning.comparing import Compared, Rival, compare, train
from huying.domain.actors import Actor
from huying.domain.errors import Invalid, Refusal
from huying.domain.model_choice import TooFewOrders, judged_count, require_news
from huying.domain.system_faults import reason_of
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.language.artefact import save_artefact
from huying.learning.actions.begin_training import begin_training
from huying.learning.actions.end_training import end_training
from huying.learning.actions.record_model import NewModel, record_model
from huying.learning.choices import ModelState, RunOutcome, Task
from huying.learning.queries.examples import Example, examples, label_names
from huying.learning.queries.files import folder_of, models_folder, unneeded_folders
from huying.learning.queries.serving import loaded, taken_over
from huying.learning.queries.versions import VersionRow, next_number, version_in

_INTERRUPTED = "训练中断，没有完成。"


class ModelNotSaved(Invalid):
    """The folder of models cannot be written."""

    code = "model_not_saved"


@dataclass(frozen=True, kw_only=True)
class Learnt:
    """What a training came to."""

    number: int
    is_offered: bool
    orders: int
    said: str


def learn_own(*, task: Task, centre_code: str, actor: Actor) -> Learnt:
    """Train, compare on the newest weeks, and record the version: offered with its files, or refused without.

    The caller holds the lock of the folder of models. However it ends, the row of the training says so. Raises
    ``TooFewOrders``, ``ModelNotSaved``.
    """
    for left in unneeded_folders(centre_id=actor.centre_id, centre_code=centre_code):
        rmtree(left, ignore_errors=True)
    run_id = _begin(task=task, actor=actor)
    try:
        return _learn(run_id, task=task, centre_code=centre_code, actor=actor)
    except BaseException as fault:
        outcome = RunOutcome.TOO_FEW if isinstance(fault, TooFewOrders) else RunOutcome.FAILED
        said = str(fault) if isinstance(fault, Refusal) else f"{_INTERRUPTED}（{type(fault).__name__}）"
        close_training(task=task, outcome=outcome, said=said, actor=actor)
        raise


def close_training(*, task: Task, outcome: RunOutcome, said: str, actor: Actor) -> None:
    """Write how a training ended that made no model."""
    with one_commit():
        end_training(task=task, outcome=outcome, said=said, actor=actor, at=clock.now())


def _begin(*, task: Task, actor: Actor) -> int:
    with one_commit():
        return begin_training(task=task, actor=actor, at=clock.now())


def _learn(run_id: int, *, task: Task, centre_code: str, actor: Actor) -> Learnt:
    found = examples(task=task, actor=actor, at=clock.now())
    used = version_in(state=ModelState.CURRENT, task=task, actor=actor)
    offered = version_in(state=ModelState.OFFERED, task=task, actor=actor)
    if offered and not offered.fault:
        require_news(times=[one.at for one in found], offered_until=offered.last_at)
    count = judged_count(times=[one.at for one in found], seen_until=used.last_at if used else None)
    before, judged = found[:-count], found[-count:]
    if len({one.label for one in before}) == 1:
        raise TooFewOrders("已办结的工单都是同一类，没有可学的，请在积累更多工单后再试。")
    number, rival = next_number(task=task, actor=actor), _rival(used, task=task, actor=actor)
    connections.close_all()  # nobody keeps a connection waiting for as long as this takes
    say(f"用 {len(found)} 件工单训练，在最近 {count} 件上比较，要几分钟……")
    compared = compare(task=task, before=before, judged=judged, rival=rival)
    folder = folder_of(centre_code=centre_code, task=task, number=number)
    names = label_names(task=task, actor=actor, at=clock.now())
    new = _made(task, found, compared, folder=folder, names=names)
    with one_commit():
        record_model(run_id=run_id, new=new, actor=actor, at=clock.now())
    return Learnt(number=new.number, is_offered=compared.is_better, orders=len(found), said=compared.said)


def _rival(used: VersionRow | None, *, task: Task, actor: Actor) -> Rival:
    """Return the model in use; one whose files are lost guesses nothing, so that anything is better."""
    taken = taken_over(centre_id=actor.centre_id, task=task)
    model = loaded(task=task.value, folder=used.folder, digest=used.checksum) if used else None
    return Rival(number=used.number if used and model else 0, artefact=model, taken_over=taken)


def _made(
    task: Task, found: Sequence[Example], compared: Compared, *, folder: str, names: Mapping[str, str]
) -> NewModel:
    """Train on all orders if the trial was better, and write the files."""
    digest, card = "", ""
    if compared.is_better:
        artefact, said = train(task=task, rows=found)
        card = told(said, names=names, compared=compared.said)
        try:
            digest = save_artefact(models_folder() / folder, artefact=artefact, card=card)
        except OSError as fault:
            raise ModelNotSaved(f"模型写不到模型文件夹（{reason_of(fault)}），请核对 HUYING_MODELS 的权限。") from fault
    return NewModel(
        task=task,
        number=int(folder.rpartition("-")[2]),
        folder=folder if digest else "",
        checksum=digest,
        rows=len(found),
        first_at=found[0].at,
        last_at=found[-1].at,
        figures=compared.figures,
        card=card,
        said=compared.said,
    )
