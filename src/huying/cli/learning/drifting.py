"""Let the model in use guess what people decided since it was trained, week by week."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby

from huying.domain.actors import Actor
from huying.domain.candidates import as_successors
from huying.foundation import clock
from huying.foundation.commit import one_commit
from huying.language.artefact import Artefact
from huying.language.guessing import guess
from huying.language.novelty import unknown_share
from huying.learning.actions.note_drift import Week, note_drift
from huying.learning.choices import ModelState, Task
from huying.learning.queries.examples import Example, examples
from huying.learning.queries.serving import loaded, taken_over
from huying.learning.queries.versions import version_in


def write_drift(*, task: Task, actor: Actor) -> bool:
    """Write the weeks of the model in use since its newest order; say whether there is one whose files are whole."""
    used = version_in(state=ModelState.CURRENT, task=task, actor=actor)
    model = loaded(task=task.value, folder=used.folder, digest=used.checksum) if used else None
    if used is None or model is None:
        return False
    since = examples(task=task, actor=actor, at=clock.now(), after=used.last_at)
    weeks = list(_weeks(model, since, taken_over(centre_id=actor.centre_id, task=task)))
    with one_commit():
        note_drift(model_id=used.id, weeks=weeks, at=clock.now())
    return True


def _weeks(model: Artefact, found: Sequence[Example], taken: Mapping[str, str]) -> Iterator[Week]:
    for monday, rows in groupby(found, key=_monday):
        week = list(rows)
        texts = [one.cells for one in week]
        guesses = [as_successors(row, successors=taken) for row in guess(artefact=model, texts=texts)]
        yield Week(
            week=monday,
            orders=len(week),
            agreed=sum(said[0][0] == one.label for said, one in zip(guesses, week, strict=True)),
            unknown=unknown_share(artefact=model, texts=texts),
            labels=Counter(one.label for one in week),
        )


def _monday(one: Example) -> date:
    day = clock.day_of(one.at)
    return day - timedelta(days=day.weekday())
