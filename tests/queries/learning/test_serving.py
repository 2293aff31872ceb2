"""Other rooms ask for guesses, and get them, or are told that there is no model."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest

from huying.foundation import memory
from huying.learning.choices import ModelState
from huying.learning.queries.serving import Guesses, guesses_of
from tests.cast import create_cast
from tests.factories.learning import ABOUT_HEAT, ABOUT_NOISE, create_model
from tests.factories.organisation import create_centre

pytestmark = pytest.mark.django_db


def _asked(centre_id: int, *texts: str) -> Guesses | None:
    return guesses_of(centre_id=centre_id, task="dispatch", texts=[(text,) for text in texts])


def test_without_a_model_nothing_is_guessed() -> None:
    assert _asked(create_cast().centre.pk, ABOUT_HEAT) is None


def test_the_model_in_use_guesses_with_probabilities_that_make_at_most_one() -> None:
    centre = create_cast().centre
    create_model(centre=centre, number=4)
    said = _asked(centre.pk, ABOUT_NOISE, ABOUT_HEAT)
    assert said is not None
    assert said.model_number == 4
    assert [row[0].label for row in said.of] == ["noise", "heat"]
    for row in said.of:
        assert row[0].probability > row[1].probability
        assert sum(guess.probability for guess in row) <= 1 + 1e-9


def test_numbers_are_masked_before_a_model_sees_them() -> None:
    centre = create_cast().centre
    create_model(centre=centre)
    assert _asked(centre.pk, f"{ABOUT_HEAT}13800138000") == _asked(centre.pk, f"{ABOUT_HEAT}13911112222")


@pytest.mark.parametrize("state", [one for one in ModelState if one is not ModelState.CURRENT])
def test_a_model_that_nobody_took_guesses_nothing(state: ModelState) -> None:
    centre = create_cast().centre
    create_model(centre=centre, state=state)
    assert _asked(centre.pk, ABOUT_HEAT) is None


def test_a_centre_is_not_answered_by_the_model_of_another() -> None:
    create_model(centre=create_cast().centre)
    assert _asked(create_centre().pk, ABOUT_HEAT) is None


@pytest.mark.parametrize("damage", ["gone", "bits", "exchanged"])
def test_a_model_whose_files_are_not_its_own_guesses_nothing_until_they_are_back(
    models: Path, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    centre = create_cast().centre
    model = create_model(centre=centre, number=1, swapped=damage == "bits")
    folder, safe = models / model.folder, models / "safe"
    shutil.copytree(folder, safe)
    if damage == "gone":
        shutil.rmtree(folder)
    elif damage == "bits":
        bias = folder / "bias.npy"
        bias.write_bytes(bias.read_bytes()[:-1] + b"\x7f")
    else:
        other = create_model(centre=create_centre(), swapped=True)
        shutil.rmtree(folder)
        shutil.copytree(models / other.folder, folder)
    with caplog.at_level(logging.WARNING, "huying.learning"):
        assert _asked(centre.pk, ABOUT_HEAT) is None
    assert model.folder in caplog.text
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(safe, folder)
    memory.forget()
    assert _asked(centre.pk, ABOUT_HEAT) is not None


def test_a_text_of_another_shape_is_no_fault_of_whoever_asks() -> None:
    centre = create_cast().centre
    create_model(centre=centre)
    assert guesses_of(centre_id=centre.pk, task="dispatch", texts=[()]) is None
