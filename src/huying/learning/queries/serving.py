"""What the centre's own models guess; the reading side for every other room."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings

from huying.domain.candidates import as_successors
from huying.foundation import memory
from huying.language.artefact import Artefact, ModelMissing, ModelUnfit, checksum, load_artefact
from huying.language.guessing import guess
from huying.language.masking import mask_numbers
from huying.learning.choices import ModelState, Task
from huying.learning.models import TrainedModel
from huying.organisation.queries.units import successions

_log = logging.getLogger("huying.learning")


@dataclass(frozen=True, kw_only=True)
class Guess:
    """One label and how sure the model is, from 0 to 1."""

    label: str
    probability: float


@dataclass(frozen=True, kw_only=True)
class Guesses:
    """What version ``model_number`` of the centre's model says: one tuple a text, the surest first, at most five."""

    model_number: int
    of: tuple[tuple[Guess, ...], ...]


def guesses_of(*, centre_id: int, task: str, texts: Sequence[tuple[str, ...]]) -> Guesses | None:
    """Return what the centre's model in use makes of texts, their numbers masked first as when it learnt.

    ``task``: ``matter`` (labels: codes of first-level matters; a text: title, body) or ``dispatch`` (labels: codes of
    units, of a merged one its successor's; a text: one cell). ``None``: no model is in use, or its files are missing
    or damaged. Never raises for a model's sake: nobody's work waits for a guess.
    """
    used = TrainedModel.objects.filter(centre_id=centre_id, task=task, state=ModelState.CURRENT)
    found = used.values_list("number", "folder", "checksum").first()
    model = loaded(task=task, folder=found[1], digest=found[2]) if found else None
    if found is None or model is None:
        return None
    masked = [tuple(mask_numbers(cell) for cell in row) for row in texts]
    try:
        said = guess(artefact=model, texts=masked)
    except Exception as fault:  # noqa: BLE001  # whatever goes wrong inside a model, nobody's work waits for it
        # The kind of fault alone: its words may repeat those of a citizen.
        _log.warning("「%s」模型第 %s 版不能判断（%s），已略过", task, found[0], type(fault).__name__)
        return None
    taken = taken_over(centre_id=centre_id, task=task)
    today = (as_successors(row, successors=taken) for row in said)
    rows = (tuple(Guess(label=label, probability=sure) for label, sure in row) for row in today)
    return Guesses(model_number=found[0], of=tuple(rows))


def taken_over(*, centre_id: int, task: str) -> dict[str, str]:
    """Return the labels that another one answers for today: codes of merged units, with their successors' codes."""
    if task != Task.DISPATCH:
        return {}
    return {one.unit.code: one.successor.code for one in successions(centre_id=centre_id)}


@memory.kept_a_minute
def loaded(*, task: str, folder: str, digest: str) -> Artefact | None:
    """Return a model's arrays, ``None`` where its files are missing or damaged; tried again in a minute."""
    try:
        return _kept(task, folder, digest)
    except (ModelMissing, ModelUnfit, OSError) as fault:
        _log.warning("模型文件「%s」不能使用：%s", folder, fault)
        return None


@lru_cache(maxsize=8)
def _kept(task: str, folder: str, digest: str) -> Artefact:
    """Read a model once a process; its arrays are mapped, so that processes share them."""
    path = settings.HUYING_MODELS / folder
    model = load_artefact(path, task=task)
    if checksum(path) != digest:
        raise ModelUnfit
    return model
