"""How much a model has never seen."""

from __future__ import annotations

import pytest

from huying.language.novelty import unknown_share
from tests.factories.learning import ABOUT_HEAT, ABOUT_NOISE, small_model


@pytest.mark.parametrize(
    ("texts", "least", "most"),
    [
        ([(ABOUT_HEAT,), (ABOUT_NOISE,)], 0.0, 0.0),
        ([("共享单车乱停乱放",)], 0.8, 1.0),
        ([(ABOUT_HEAT + "共享单车乱停乱放",)], 0.1, 0.5),
        ([("",)], 0.0, 0.0),
        ([], 0.0, 0.0),
    ],
)
def test_the_share_of_pieces_that_were_not_learnt(texts: list[tuple[str]], least: float, most: float) -> None:
    assert least <= unknown_share(artefact=small_model()[0], texts=texts) <= most
