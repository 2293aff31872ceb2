"""What verification says of the seal file, and what the next seal mends."""

from __future__ import annotations

import json
import logging
from pathlib import Path

import pytest
from pytest_django import Settings

from tests.cast import MONDAY
from tests.history.store import History, found, seal, verified
from tests.walk import HOUR

NEXT = MONDAY + 10 * HOUR


def lines(settings: Settings) -> list[dict[str, object]]:
    return [json.loads(line) for line in settings.HUYING_SEAL_FILE.read_text().splitlines()]


def test_each_seal_is_one_line(history: History, settings: Settings) -> None:
    seal(at=NEXT)
    assert [line["number"] for line in lines(settings)] == [1, 2, 3]
    assert all(line["written_at"] == line["sealed_at"] for line in lines(settings))


def test_a_lost_file_is_named_and_written_anew_which_is_noted(history: History, settings: Settings) -> None:
    settings.HUYING_SEAL_FILE.unlink()
    assert found() == [("seal_file_missing", None)]
    seal(at=NEXT)
    report = verified()
    assert report.is_clean
    assert [(note.code, note.where["seals"]) for note in report.notes] == [("seal_lines_late", "1–2")]


def test_a_lost_line_is_named_and_written_by_the_next_seal(history: History, settings: Settings) -> None:
    first = settings.HUYING_SEAL_FILE.read_text().splitlines()[0]
    settings.HUYING_SEAL_FILE.write_text(first + "\n")
    (finding,) = verified().findings
    assert (finding.code, finding.where["seals"]) == ("seal_file_incomplete", "2")
    seal(at=NEXT)
    assert found() == []


@pytest.mark.parametrize(
    "change",
    [
        {"orders": 1},
        {"number": 9},
        {"signature": "00" * 64},
        {"signature": "no hex"},
        {"sealed_at": None},
        {"xact_below": "many"},
        None,
    ],
)
def test_a_line_that_nobody_here_signed_accuses_the_file_and_not_the_table(
    history: History, settings: Settings, change: dict[str, object] | None
) -> None:
    first, second = settings.HUYING_SEAL_FILE.read_text().splitlines()
    forged = json.dumps(json.loads(first) | change) if change else first[:100]
    settings.HUYING_SEAL_FILE.write_text(f"{forged}\n{second}\n")
    broken = [finding for finding in verified().findings if finding.code != "seal_file_incomplete"]
    assert [(finding.code, finding.where["lines"]) for finding in broken] == [("seal_file_broken", "1")]


def test_a_line_torn_off_by_a_crash_does_not_spoil_the_next(history: History, settings: Settings) -> None:
    whole = settings.HUYING_SEAL_FILE.read_text()
    settings.HUYING_SEAL_FILE.write_text(whole[:-40])
    seal(at=NEXT)
    (finding,) = verified().findings
    assert (finding.code, finding.where["lines"]) == ("seal_file_broken", "2")


def test_a_file_that_cannot_be_written_is_logged_and_the_seal_is_made(
    history: History, settings: Settings, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "plain").touch()
    settings.HUYING_SEAL_FILE = tmp_path / "plain" / "seals.jsonl"
    with caplog.at_level(logging.ERROR):
        assert seal(at=NEXT).number == 3
    assert "cannot be written" in caplog.text


def test_an_old_copy_of_the_file_is_no_fault(history: History, settings: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copy.jsonl"
    copy.write_text(settings.HUYING_SEAL_FILE.read_text())
    seal(at=NEXT)
    assert found(copies=[copy]) == []


def test_without_a_file_verification_says_so(history: History, settings: Settings) -> None:
    settings.HUYING_SEAL_FILE = None
    report = verified()
    assert (report.is_clean, [note.code for note in report.notes]) == (True, ["seal_file_unset"])
