"""The files of models come back with their rows, of each version all or none, whatever training does meanwhile."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import pyrage
import pytest
from django.db import connections
from pytest_django import Settings

from huying.cli.backup import archive, manifest, models, restoring, writing
from huying.cli.backup.crypt import recipients
from huying.cli.backup.errors import BackupBroken, RestoreFailed
from huying.cli.backup.restoring import looked_through
from huying.cli.backup.writing import write_backup
from huying.cli.check.models import findings
from huying.foundation.commit import one_commit
from huying.learning.choices import ModelState
from huying.learning.models import TrainedModel
from huying.learning.queries.files import KEPT, kept_versions, told_of, unneeded_folders
from huying.organisation.models import Centre
from tests.cli.backup.conftest import Place, tables
from tests.factories.learning import create_model


@pytest.fixture
def centre(place: Place) -> Centre:
    return Centre.objects.get(pk=place.history.cast.centre.pk)


def _lay(centre: Centre, *states: ModelState) -> None:
    with one_commit():
        for number, state in enumerate(states, start=1):
            create_model(centre=centre, number=number, state=state, swapped=bool(number % 2))


def _below(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@contextmanager
def _restored(place: Place, path: Path, settings: Settings) -> Iterator[Path]:
    with place.empty_database():
        place.restore(path, attachments=place.folder / "elsewhere")
        settings.HUYING_MODELS = place.folder / "models-there"
        yield settings.HUYING_MODELS


def test_versions_that_may_be_used_come_back_and_others_do_not(
    place: Place, centre: Centre, settings: Settings
) -> None:
    _lay(centre, ModelState.WITHDRAWN, ModelState.PREVIOUS, ModelState.CURRENT, ModelState.REFUSED, ModelState.OFFERED)
    path, made = place.back_up()
    names = [f"{centre.code}/dispatch-{number}" for number in (2, 3, 5)]
    assert sorted(part for part in made.parts if part.startswith("models/")) == [f"models/{name}" for name in names]
    assert made.models == 3
    wanted = {name: body for name, body in _below(settings.HUYING_MODELS).items() if name.rpartition("/")[0] in names}
    with _restored(place, path, settings) as there:
        assert _below(there) == wanted
        assert [told_of(version) for version in kept_versions()] == ["", "", ""]
        assert list(findings()) == []


def test_what_lay_there_steps_aside(place: Place, centre: Centre, settings: Settings) -> None:
    _lay(centre, ModelState.CURRENT)
    path, _ = place.back_up()
    there = place.folder / "models-there"
    there.mkdir()
    (there / "old").write_bytes(b"old")
    with _restored(place, path, settings):
        assert [each.name for each in there.iterdir()] == [centre.code]
    assert (place.folder / "models-there.before-1" / "old").read_bytes() == b"old"


@pytest.mark.parametrize("harm", ["gone", "half", "changed"])
def test_a_version_whose_files_are_not_whole_is_left_out_and_named(
    place: Place, centre: Centre, settings: Settings, harm: str
) -> None:
    _lay(centre, ModelState.PREVIOUS, ModelState.CURRENT)
    folder = settings.HUYING_MODELS / centre.code / "dispatch-2"
    if harm == "gone":
        shutil.rmtree(folder)
    elif harm == "half":
        next(folder.glob("*.npy")).unlink()
    else:
        next(folder.glob("*.npy")).write_bytes(b"x")
    written = write_backup(place.folder / "one.hb", to=recipients([place.public]), attachments=place.attachments)
    assert written.manifest.models == 1
    (said,) = written.left_out
    assert said.startswith(f"中心「{centre.code}」承办单位模型第 2 版（现用）的模型文件")
    with _restored(place, place.folder / "one.hb", settings) as there:
        assert not (there / centre.code / "dispatch-2").exists()
        (found,) = findings()
        assert "第 2 版（现用）的模型文件不在" in found.sentence
        assert (found.code, found.level) == ("model_files", "warning")


def test_files_swept_away_once_they_are_open_come_along_whole(
    place: Place, centre: Centre, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lay(centre, ModelState.OFFERED)
    before, whole = _below(settings.HUYING_MODELS), told_of

    def then_swept(version: Any) -> str:
        said = whole(version)
        shutil.rmtree(settings.HUYING_MODELS / version.folder)
        return said

    monkeypatch.setattr(models, "told_of", then_swept)
    path, _ = place.back_up()
    with _restored(place, path, settings) as there:
        assert _below(there) == before


def test_a_backup_while_models_are_trained_taken_and_swept_fits_its_rows(
    place: Place, centre: Centre, settings: Settings
) -> None:
    _lay(centre, ModelState.CURRENT)
    stop, rounds = threading.Event(), []

    def nights() -> None:
        number = 1
        while not stop.is_set():
            number += 1
            for left in unneeded_folders(centre_id=centre.pk, centre_code=centre.code):
                shutil.rmtree(left)
            with one_commit():
                mine = TrainedModel.objects.filter(centre=centre)
                mine.filter(state=ModelState.PREVIOUS).update(state=ModelState.WITHDRAWN)
                mine.filter(state=ModelState.CURRENT).update(state=ModelState.PREVIOUS)
                create_model(centre=centre, number=number, swapped=bool(number % 2))
            rounds.append(number)
        connections.close_all()

    thread = threading.Thread(target=nights)
    thread.start()
    try:
        written = [
            write_backup(place.folder / f"{one}.hb", to=recipients([place.public]), attachments=place.attachments)
            for one in range(4)
        ]
    finally:
        stop.set()
        thread.join()
    assert rounds
    here = settings.HUYING_MODELS
    for one, made in enumerate(written):
        settings.HUYING_MODELS = here
        with _restored(place, place.folder / f"{one}.hb", settings):
            states = TrainedModel.objects.filter(state__in=KEPT).count()
            assert made.manifest.models + len(made.left_out) == states
            assert len([version for version in kept_versions() if told_of(version)]) == len(made.left_out)


def test_a_backup_from_before_models_were_in_it_still_comes_back(
    place: Place, centre: Centre, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lay(centre, ModelState.CURRENT)
    monkeypatch.setattr(writing, "model_files", lambda **_: iter(()))
    taken = manifest.taken
    monkeypatch.setattr(manifest, "taken", lambda **given: replace(taken(**given), format=1))
    path, made = place.back_up()
    assert (made.format, made.models) == (1, 0)
    with _restored(place, path, settings) as there:
        assert not there.exists()
        assert "模型文件不在" in next(findings()).sentence


def test_a_model_that_does_not_fit_the_manifest_is_refused(place: Place, centre: Centre) -> None:
    _lay(centre, ModelState.CURRENT)
    path, made = place.back_up()
    clear = bytearray(pyrage.decrypt(path.read_bytes(), [place.secret]))
    clear[clear.index(b"NUMPY")] ^= 1
    path.write_bytes(pyrage.encrypt(bytes(clear), recipients([place.public])))
    with pytest.raises(BackupBroken, match="不完整或已损坏"):
        looked_through(path, keys=[place.secret])
    body = json.dumps(asdict(replace(made, format=3))).encode()
    path.write_bytes(pyrage.encrypt(archive.member(archive.MANIFEST, body) + archive.end(), recipients([place.public])))
    with pytest.raises(BackupBroken, match="更新版本"):
        looked_through(path, keys=[place.secret])


def test_a_restore_that_breaks_off_leaves_no_half_folder_of_models(
    place: Place, centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    _lay(centre, ModelState.CURRENT)
    path, _ = place.back_up()
    there = place.folder / "models-there"
    with place.empty_database():
        monkeypatch.setattr(restoring, "_EMPTY", "SELECT 1 / 0;")
        with pytest.raises(RestoreFailed):
            place.restore(path, attachments=place.folder / "elsewhere")
        assert not list(place.folder.glob("models-there*"))
        monkeypatch.undo()
        (there.with_name("models-there.restoring") / "half").mkdir(parents=True)  # as if it had been killed
        place.restore(path, attachments=place.folder / "elsewhere")
        assert [each.name for each in there.iterdir()] == [centre.code]
    assert not list(place.folder.glob("models-there.*"))


@pytest.mark.parametrize(("part", "setting"), [("elsewhere", "HUYING_FILES"), ("models-there", "HUYING_MODELS")])
def test_a_folder_that_cannot_be_moved_is_told_before_anything_is_written(
    place: Place, monkeypatch: pytest.MonkeyPatch, part: str, setting: str
) -> None:
    path, _ = place.back_up()
    monkeypatch.setattr(Path, "is_mount", lambda one: one.name == part)
    with place.empty_database():
        with pytest.raises(RestoreFailed, match=f"挂载点.*{setting}"):
            place.restore(path, attachments=place.folder / "elsewhere")
        assert tables() == []
