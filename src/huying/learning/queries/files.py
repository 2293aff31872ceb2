"""The files of models: where a version's lie, whether they are whole, what no row needs any longer."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from huying.foundation import memory
from huying.language.artefact import ModelMissing, ModelUnfit, checksum, load_artefact
from huying.learning.choices import ModelState, Task
from huying.learning.models import TrainedModel

KEPT = (ModelState.OFFERED, ModelState.CURRENT, ModelState.PREVIOUS)


@dataclass(frozen=True, kw_only=True)
class KeptVersion:
    """A version of some centre's model that may still be used, as its row names its files."""

    label: str
    task: str
    folder: str
    checksum: str


def kept_versions() -> tuple[KeptVersion, ...]:
    """Return the versions of all centres whose files are needed."""
    found = TrainedModel.objects.filter(state__in=KEPT).select_related("centre").order_by("folder")
    return tuple(
        KeptVersion(
            label=f"中心「{one.centre.code}」{one}（{one.get_state_display()}）",
            task=one.task,
            folder=one.folder,
            checksum=one.checksum,
        )
        for one in found
    )


def told_of(version: KeptVersion) -> str:
    """Say of which version what is wrong with its files, empty where they are whole. Reads every byte of them."""
    fault = fault_of(folder=version.folder, digest=version.checksum, task=version.task)
    return f"{version.label}的{fault}" if fault else ""


def models_folder() -> Path:
    """Return the folder of all models."""
    return Path(settings.HUYING_MODELS)


def fault_of(*, folder: str, digest: str, task: str) -> str:
    """Say what is wrong with a version's files, empty where they are whole. Reads every byte of them."""
    path = models_folder() / folder
    try:
        load_artefact(path, task=task)
        return "" if checksum(path) == digest else "模型文件与登记的校验和不符"
    except ModelMissing:
        return "模型文件不在"
    except (ModelUnfit, OSError):
        return "模型文件已损坏"


def fault_told(*, folder: str, digest: str, task: str) -> str:
    """Say what is wrong with a version's files; they are read again only where one was written, moved or taken away."""
    path = models_folder() / folder
    stats = [(one.name, one.stat()) for one in sorted(path.iterdir())] if path.is_dir() else []
    marks = tuple((name, stat.st_size, stat.st_mtime_ns, stat.st_ino) for name, stat in stats)
    return _fault_of_these(folder=folder, digest=digest, task=task, marks=marks)


@memory.kept
def _fault_of_these(*, folder: str, digest: str, task: str, marks: tuple[tuple[str, int, int, int], ...]) -> str:
    del marks
    return fault_of(folder=folder, digest=digest, task=task)


def folder_of(*, centre_code: str, task: Task, number: int) -> str:
    """Return where the files of a version lie below the folder of models."""
    return f"{centre_code}/{task.value}-{number}"


def unneeded_folders(*, centre_id: int, centre_code: str) -> tuple[Path, ...]:
    """Return the folders of a centre's models that no row names which may still be used."""
    named = TrainedModel.objects.filter(centre_id=centre_id, state__in=KEPT).values_list("folder", flat=True)
    kept = {models_folder() / folder for folder in named}
    mine = models_folder() / centre_code
    return tuple(sorted(path for path in mine.glob("*-*") if path not in kept)) if mine.is_dir() else ()
