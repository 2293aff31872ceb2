"""A trained model on disk: a folder of arrays, a manifest that says what they are, and a card for people.

Nothing in it is code: arrays are plain ``.npy`` files, mapped into memory, so that processes share them.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from huying.domain.errors import Invalid, NotFound

MANIFEST, CARD = "manifest.json", "card.md"
# Of the layout of the folder; another one is refused.
LAYOUT = 1


class ModelMissing(NotFound):
    """No model lies in the folder."""

    code = "model_missing"
    sentence = "这个文件夹里没有训练好的模型，请先运行 huying language train。"


class ModelUnfit(Invalid):
    """The model is damaged, of another task or of another version."""

    code = "model_unfit"
    sentence = "模型文件已损坏或版本不符，请重新训练，或恢复上一版模型。"


@dataclass(frozen=True, kw_only=True)
class Artefact:
    """One trained model. ``task`` says what it guesses, ``about`` is whatever JSON its reader needs beside arrays."""

    task: str
    arrays: Mapping[str, NDArray[Any]]
    about: Mapping[str, Any]


def save_artefact(folder: Path, *, artefact: Artefact, card: str) -> str:
    """Write a model as a whole or not at all, in the place of what lay there; return its checksum (SHA-256)."""
    fresh, old = folder.with_name(f"{folder.name}.new"), folder.with_name(f"{folder.name}.old")
    for left in (fresh, old):
        shutil.rmtree(left, ignore_errors=True)
    fresh.mkdir(parents=True)
    files = {}
    for name, array in artefact.arrays.items():
        np.save(fresh / f"{name}.npy", array, allow_pickle=False)
        files[f"{name}.npy"] = _digest(fresh / f"{name}.npy")
    manifest = {"layout": LAYOUT, "task": artefact.task, "about": artefact.about, "files": files}
    (fresh / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1), encoding="utf-8")
    (fresh / CARD).write_text(card, encoding="utf-8")
    if folder.exists():
        folder.replace(old)
    fresh.replace(folder)
    shutil.rmtree(old, ignore_errors=True)
    return checksum(folder)


def load_artefact(folder: Path, *, task: str) -> Artefact:
    """Return the model of a folder, its arrays read-only.

    Raises:
        ModelMissing, ModelUnfit: none lies there, or it is not whole, of another layout or for another task.

    """
    if not (folder / MANIFEST).is_file():
        raise ModelMissing
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        if (manifest["layout"], manifest["task"]) != (LAYOUT, task):
            raise ModelUnfit(f"这是「{manifest['task']}」的模型，需要的是「{task}」的，请换一个文件夹或重新训练。")
        arrays = {}
        for name, digest in manifest["files"].items():
            if _digest(folder / name) != digest:
                raise ModelUnfit
            arrays[name.removesuffix(".npy")] = np.load(folder / name, mmap_mode="r", allow_pickle=False)
        return Artefact(task=task, arrays=arrays, about=manifest["about"])
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as fault:
        raise ModelUnfit from fault


def task_of(folder: Path) -> str:
    """Return what the model of a folder guesses. Raises ``ModelMissing``, ``ModelUnfit``."""
    if not (folder / MANIFEST).is_file():
        raise ModelMissing
    try:
        return str(json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["task"])
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise ModelUnfit from fault


def checksum(folder: Path) -> str:
    """Return the SHA-256 of a model's manifest, which names that of every file."""
    return _digest(folder / MANIFEST)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
