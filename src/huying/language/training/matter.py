"""Train the model that proposes a matter."""

from __future__ import annotations

from collections.abc import Sequence

from huying.language.artefact import Artefact
from huying.language.linear import Texts
from huying.language.ngrams import ALL, Cut
from huying.language.training.linear import Recipe
from huying.language.training.ranked import Task, train


def train_matter(
    *, texts: Texts, labels: Sequence[str], columns: tuple[str, ...], times: Sequence[str] | None = None
) -> tuple[Artefact, str]:
    """Return the model and its card; each column is cut apart, and all of them once more together."""
    apart = [Cut(column=number, sizes=(1, 2)) for number in range(len(columns))]
    together = [Cut(column=ALL, sizes=(1, 2))] if len(columns) > 1 else []
    task = Task(
        code="matter",
        title="事项",
        recipe=Recipe(cuts=(*apart, *together), price=0.7, tolerance=0.1),
        method="各列分别和合在一起的一至二字片段，线性支持向量机（原样与按区分度加权两台之和）；再由梯度提升树在前八名中重排。",
    )
    return train(task=task, texts=texts, labels=labels, columns=columns, times=times)
