"""What every storage does, the real one and the fake; and what the real one does when the disk fails."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from huying.adapters.storage.client import Folder
from huying.adapters.storage.fake import Memory
from huying.adapters.storage.port import FileLost, Storage, StorageUnavailable
from huying.foundation import clock

HOUR = timedelta(hours=1)
SMALL = 4096


@contextmanager
def _files_end_at(size: int) -> Iterator[None]:
    """Let the kernel refuse a file's bytes beyond ``size``, in the middle of a write, as a full disk does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture(params=["folder", "memory"])
def storage(request: pytest.FixtureRequest, tmp_path: Path) -> Storage:
    return Folder(tmp_path) if request.param == "folder" else Memory()


@pytest.fixture(params=["folder", "memory"])
def full(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Storage]:
    """Give a storage that takes no more than ``SMALL`` bytes."""
    if request.param == "memory":
        yield Memory(room=SMALL)
        return
    with _files_end_at(SMALL):
        yield Folder(tmp_path)


def _content(storage: Storage, file: object) -> bytes:
    with storage.opened(file) as opened:  # type: ignore[arg-type]  # a name that keep gave
        return opened.read()


def _all(storage: Storage) -> set[object]:
    return set(storage.kept_before(clock.now() + HOUR))


@pytest.mark.parametrize("content", [b"", b"\0\xff", b"x" * 3_000_000], ids=["nothing", "two bytes", "three megabytes"])
def test_what_is_kept_is_read_again_to_the_byte(storage: Storage, content: bytes) -> None:
    assert _content(storage, storage.keep(content)) == content


def test_equal_contents_get_names_of_their_own(storage: Storage) -> None:
    first, second = storage.keep(b"same"), storage.keep(b"same")
    assert first != second
    storage.remove(first)
    assert _content(storage, second) == b"same"


def test_what_is_removed_is_lost_and_removing_again_is_no_fault(storage: Storage) -> None:
    file = storage.keep(b"gone")
    storage.remove(file)
    storage.remove(file)
    with pytest.raises(FileLost):
        storage.opened(file)


def test_what_was_never_kept_is_lost(storage: Storage) -> None:
    with pytest.raises(FileLost):
        storage.opened(uuid4())


def test_files_are_listed_by_when_they_were_kept(storage: Storage) -> None:
    kept = {storage.keep(b"one"), storage.keep(b"two")}
    assert set(storage.kept_before(clock.now() + HOUR)) == kept
    assert set(storage.kept_before(clock.now() - HOUR)) == set()


def test_a_full_storage_refuses_in_one_sentence_and_holds_nothing_half(full: Storage) -> None:
    with pytest.raises(StorageUnavailable, match="请联系系统管理员"):
        full.keep(b"x" * (SMALL + 1))
    assert _all(full) == set()
    assert full.clear_unfinished(before=clock.now() + HOUR) == 0
    assert _content(full, full.keep(b"small")) == b"small"


def test_a_folder_that_is_missing_is_refused_and_not_made(tmp_path: Path) -> None:
    storage = Folder(tmp_path / "not mounted")
    with pytest.raises(StorageUnavailable):
        storage.keep(b"x")
    with pytest.raises(StorageUnavailable):
        list(storage.kept_before(clock.now()))
    assert not (tmp_path / "not mounted").exists()


def test_a_file_where_the_folder_should_be_is_refused(tmp_path: Path) -> None:
    (tmp_path / "files").write_text("")
    with pytest.raises(StorageUnavailable):
        Folder(tmp_path / "files").keep(b"x")


def test_only_this_account_reads_what_is_kept(tmp_path: Path) -> None:
    Folder(tmp_path).keep(b"x")
    modes = {path.name: path.stat().st_mode & 0o077 for path in tmp_path.rglob("*")}
    assert set(modes.values()) == {0}


def test_strange_files_in_the_folder_are_passed_over(tmp_path: Path) -> None:
    storage = Folder(tmp_path)
    file = storage.keep(b"x")
    (tmp_path / "lost+found").mkdir()
    (tmp_path / "README").write_text("")
    (tmp_path / file.hex[:2] / "notes.txt").write_text("")
    assert _all(storage) == {file}


_WRITES_FOR_EVER = """
import sys
from pathlib import Path
from huying.adapters.storage.client import Folder
storage = Folder(Path(sys.argv[1]))
while True:
    storage.keep(b"whole" * 1_000_000)
    print("kept", flush=True)
"""


def test_a_process_killed_while_it_writes_leaves_nothing_half(tmp_path: Path) -> None:
    for _ in range(5):
        writer = subprocess.Popen([sys.executable, "-c", _WRITES_FOR_EVER, str(tmp_path)], stdout=subprocess.PIPE)
        assert writer.stdout is not None
        writer.stdout.readline()
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
        writer.stdout.close()
    storage = Folder(tmp_path)
    files = _all(storage)
    assert len(files) >= 5
    assert {_content(storage, file) for file in files} == {b"whole" * 1_000_000}
    half = list((tmp_path / "unfinished").iterdir())
    assert storage.clear_unfinished(before=datetime(2000, 1, 1, tzinfo=UTC)) == 0
    assert storage.clear_unfinished(before=clock.now() + HOUR) == len(half)
    assert not list((tmp_path / "unfinished").iterdir())


def test_a_name_is_given_only_to_what_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    real: Callable[[int], None] = os.fsync

    def watched(descriptor: int) -> None:
        seen.append(str(Path(f"/proc/self/fd/{descriptor}").readlink()).removeprefix(str(tmp_path)))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    file = Folder(tmp_path).keep(b"x")
    assert seen == [f"/unfinished/{file.hex}", f"/{file.hex[:2]}", ""]
