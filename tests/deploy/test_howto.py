"""The pages of docs/howto: what they tell people to type is there."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest

from huying.cli import group
from tests.databases import ROOT

_PAGES = ROOT / "docs" / "howto"
_OURS = ("install.md", "upgrade.md", "add-centre.md")


def _lines() -> Iterator[str]:
    for name in _OURS:
        for block in re.findall(r"```sh\n(.*?)```", (_PAGES / name).read_text(), flags=re.DOTALL):
            yield from (line.strip() for line in block.splitlines() if line.strip())


def _commands() -> list[list[str]]:
    found = (shlex.split(line.split("#")[0]) for line in _lines() if re.match(r"(~/huying/)?huying ", line))
    return [words[1:] for words in found]


@pytest.mark.parametrize("words", _commands(), ids=" ".join)
def test_a_command_can_be_typed_as_it_stands(words: list[str]) -> None:
    command: click.Command = group
    context = click.Context(group)
    while isinstance(command, click.Group):
        name, found, words = command.resolve_command(context, words)
        assert found is not None, name
        command = found
        context = click.Context(command, parent=context, info_name=name)
    command.parse_args(context, words)


def test_every_command_that_is_mentioned_exists() -> None:
    text = "".join((_PAGES / name).read_text() for name in _OURS)
    named = set(re.findall(r"`huying ([a-z]+)", text)) | {words[0] for words in _commands()}
    assert {"up", "migrate", "check", "centre"} <= named
    assert not named - set(group.commands)


def test_every_file_that_is_mentioned_exists() -> None:
    text = "".join((_PAGES / name).read_text() for name in _OURS)
    named = set(re.findall(r"(?<![\w./])(?:deploy|docs|tests|reference)/[\w./-]*\w", text)) - {"deploy/container/tls"}
    assert len(named) > 5
    assert not [path for path in named if not (ROOT / path).exists()]
