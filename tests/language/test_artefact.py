"""A model comes back as it was written, or is refused."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from huying.language.artefact import CARD, MANIFEST, Artefact, ModelMissing, ModelUnfit, load_artefact, save_artefact


def _artefact(value: float) -> Artefact:
    return Artefact(task="matter", arrays={"weights": np.full((3, 2), value)}, about={"labels": ["噪音", "供暖"]})


def test_a_model_comes_back_as_it_was_written(tmp_path: Path) -> None:
    first = save_artefact(tmp_path / "model", artefact=_artefact(1), card="# 卡片")
    second = save_artefact(tmp_path / "model", artefact=_artefact(2), card="# 卡片")
    loaded = load_artefact(tmp_path / "model", task="matter")
    assert first != second
    assert loaded.about == {"labels": ["噪音", "供暖"]}
    assert np.array_equal(loaded.arrays["weights"], np.full((3, 2), 2.0))
    assert not loaded.arrays["weights"].flags.writeable
    assert (tmp_path / "model" / CARD).read_text(encoding="utf-8") == "# 卡片"
    assert [path.name for path in tmp_path.iterdir()] == ["model"]


def test_a_folder_without_a_model_and_a_model_for_something_else_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing):
        load_artefact(tmp_path, task="matter")
    save_artefact(tmp_path / "model", artefact=_artefact(1), card="")
    with pytest.raises(ModelUnfit, match="「matter」"):
        load_artefact(tmp_path / "model", task="reply")


@pytest.mark.parametrize("damage", ["bits", "gone", "layout", "manifest", "list"])
def test_a_damaged_model_is_refused(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "model"
    save_artefact(folder, artefact=_artefact(1), card="")
    weights, manifest = folder / "weights.npy", folder / MANIFEST
    if damage == "bits":
        weights.write_bytes(weights.read_bytes()[:-1] + b"\x01")
    elif damage == "gone":
        weights.unlink()
    elif damage == "layout":
        manifest.write_text(json.dumps({**json.loads(manifest.read_text()), "layout": 0}))
    else:
        manifest.write_text("{" if damage == "manifest" else "[]")
    with pytest.raises(ModelUnfit):
        load_artefact(folder, task="matter")
