"""What is typed wrongly, and what the system refuses, is said in Chinese: one sentence, exit code 2."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import click
import pytest
from click import exceptions as wrong
from click.testing import CliRunner

from huying.cli import answers, group
from huying.cli.usage import sentence_of
from huying.domain.system_faults import reason_of

# What may stand in such a sentence besides Chinese: what was typed, names of commands, options and places.
_OF_OURS = re.compile(r"huying( [a-z-]+)*|--?[a-z-]+|'[^']*'|national|beijing|nothing|more|things|vrify|verify")


@click.group()
def _two() -> None: ...


@_two.command()
@click.argument("first", nargs=2)
def pair(first: tuple[str, str]) -> None: ...


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["nothing"], "没有命令 nothing，请用 huying --help 查看用法。"),
        (["vrify"], "没有命令 vrify（是不是 verify？），请用 huying --help 查看用法。"),
        (["centre", "nothing"], "没有命令 nothing，请用 huying centre --help 查看用法。"),
        (["up", "--bad"], "没有选项 --bad，请用 huying up --help 查看用法。"),
        (["up", "-x"], "没有选项 -x，请用 huying up --help 查看用法。"),
        (["up", "--prot", "1"], "没有选项 --prot（是不是 --port、--host？），请用 huying up --help 查看用法。"),
        (["up", "--port"], "选项 --port 后面缺少值，请用 huying --help 查看用法。"),
        (["up", "--i-know=yes"], "选项 --i-know 后面不能带值，请用 huying --help 查看用法。"),
        (["up", "--port", "0"], "参数 '--port' 的值不对（须是 1 至 65535 的整数），请用 huying up --help 查看用法。"),
        (["up", "--port", "x"], "参数 '--port' 的值不对（须是 1 至 65535 的整数），请用 huying up --help 查看用法。"),
        (["backup"], "缺少参数 'FILE'，请用 huying backup --help 查看用法。"),
        (["centre", "open"], "缺少参数 '--code'，请用 huying centre open --help 查看用法。"),
        (
            ["verify", "--seals", "/nothing"],
            "参数 '--seals' 的值不对（没有这个文件，或读不了），请用 huying verify --help 查看用法。",
        ),
        (
            ["centre", "open", "--code", "x", "--profile", "y"],
            "参数 '--profile' 的值不对（可选：national、beijing），请用 huying centre open --help 查看用法。",
        ),
        (["migrate", "more", "things"], "命令后面多了内容（more things），请用 huying migrate --help 查看用法。"),
        (["--data"], "没有选项 --data，请用 huying --help 查看用法。"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_a_command_written_wrongly_is_told_in_chinese(
    words: list[str], sentence: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("signal.signal", lambda *_: None)  # pytest has handlers of its own
    monkeypatch.setattr("sys.argv", ["huying", *words])
    assert answers.run(group) == 2
    said = capsys.readouterr()
    assert (said.err, said.out) == (f"{sentence}\n", "")
    assert not re.search(r"[A-Za-z]{2}", _OF_OURS.sub("", said.err)), said.err


def test_every_kind_of_wrong_usage_that_click_knows_has_words_of_ours() -> None:
    context = click.Context(_two, info_name="huying")
    made: list[wrong.UsageError] = [
        wrong.UsageError("Something odd.", ctx=context),
        wrong.UsageError("Missing command.", ctx=context),
        wrong.BadArgumentUsage("Argument 'first' takes 2 values.", ctx=context),
        wrong.BadOptionUsage("--port", "Option '--port' requires an argument.", ctx=context),
        wrong.BadParameter("odd", ctx=context),
        wrong.MissingParameter(ctx=context),
        wrong.NoSuchOption("--more", ctx=context),
        wrong.NoSuchCommand("nothing", ctx=context),
    ]
    known = {kind for kind in vars(wrong).values() if isinstance(kind, type) and issubclass(kind, wrong.UsageError)}
    # The help itself, which is asked for by typing nothing.
    assert known - {type(fault) for fault in made} == {wrong.NoArgsIsHelpError}
    for fault in made:
        said = sentence_of(fault)
        assert said.endswith("。")
        assert not re.search(r"[A-Za-z]{2}", _OF_OURS.sub("", said)), said


def _no_such(place: Path) -> None:
    (place / "none").read_text()


def _no_folder(place: Path) -> None:
    (place / "file").touch()
    (place / "file" / "below").read_text()


def _a_folder(place: Path) -> None:
    place.write_text("")


def _full(_: Path) -> None:
    with Path("/dev/full").open("w") as file:
        file.write("x")
        file.flush()


def _long(place: Path) -> None:
    (place / ("x" * 300)).touch()


@pytest.mark.parametrize(
    ("go_wrong", "reason"),
    [
        (_no_such, "没有这个文件或文件夹"),
        (_no_folder, "路径中有一段不是文件夹"),
        (_a_folder, "这是文件夹，不是文件"),
        (_full, "磁盘已满"),
        (_long, "名字太长"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_the_system_refused_is_told_in_chinese(
    go_wrong: Callable[[Path], None], reason: str, tmp_path: Path
) -> None:
    said = ""
    try:
        go_wrong(tmp_path)
    except OSError as fault:
        said = reason_of(fault)
    assert said == reason


def test_a_reason_that_is_not_listed_is_named_by_its_symbol_and_never_by_its_english() -> None:
    for number in errno.errorcode:
        said = reason_of(OSError(number, os.strerror(number)))
        assert os.strerror(number) not in said
        assert re.search(r"[\u4e00-\u9fff]", said)
    assert reason_of(OSError(errno.EPIPE, "Broken pipe")) == "系统错误 EPIPE"
    assert reason_of(OSError("no number")) == "原因不明"


def test_no_command_shows_the_systems_own_english(tmp_path: Path) -> None:
    done = CliRunner().invoke(group, ["keys", "backup", str(tmp_path / "none" / "key")])
    assert "没有这个文件或文件夹" in str(done.exception)


def test_the_version_is_told() -> None:
    said = CliRunner().invoke(group, ["--version"])
    assert (said.exit_code, said.output) == (0, f"呼应 {metadata.version('huying')}\n")
