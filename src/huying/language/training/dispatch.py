"""Train the model that proposes a unit."""

from __future__ import annotations

from collections.abc import Sequence

from huying.language.artefact import Artefact
from huying.language.linear import Texts
from huying.language.ngrams import Cut
from huying.language.training.linear import Recipe
from huying.language.training.ranked import Task, train

_ANSWERER = 12  # 约定: a text that tells of an earlier order names who answered it
_CALLER = 12  # 约定: a record begins with who calls and whether it is a question or a complaint


def train_dispatch(
    *, texts: Texts, labels: Sequence[str], columns: tuple[str, ...], times: Sequence[str] | None = None
) -> tuple[Artefact, str]:
    """Return the model and its card; see ``docs/decisions/0006-two-looks.md``."""
    whole = [Cut(column=number, sizes=(1, 2)) for number in range(len(columns))]
    head = Cut(column=0, sizes=(1, 2, 3), head=_CALLER, weight=0.4)
    answers = Cut(column=0, sizes=(1, 2), answers=_ANSWERER, weight=0.4)
    task = Task(
        code="dispatch",
        title="承办单位",
        recipe=Recipe(cuts=(*whole, head, answers), price=1.0, tolerance=0.1),
        method="一至二字的片段、开头十二字和「答复」之前十二字，线性支持向量机（原样与按区分度加权两台之和）；再由梯度提升树在前八名中重排。",
    )
    return train(task=task, texts=texts, labels=labels, columns=columns, times=times)
