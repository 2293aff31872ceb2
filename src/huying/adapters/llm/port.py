"""What the house asks of a language model: one answer to one question, within a set time, or a refusal."""

from __future__ import annotations

from typing import Protocol

from huying.domain.errors import Unavailable


class ModelFailed(Unavailable):
    """The model gave no whole answer; ``is_late`` where it had its time and did not."""

    code = "model_failed"
    sentence = "模型没有给出答案，请自己填写。"

    def __init__(self, sentence: str, /, *, is_late: bool = False) -> None:
        """Keep what went wrong."""
        super().__init__(sentence)
        self.is_late = is_late


class Model(Protocol):
    """Answers one question at a time; remembers nothing."""

    @property
    def name(self) -> str:
        """What the machine calls the model."""

    def answer(self, *, instruction: str, material: str) -> str:
        """Return what the model says to ``material`` under ``instruction``, never empty; raises ``ModelFailed``."""
