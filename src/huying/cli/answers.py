"""What a command says: results on standard output with ``--json``, people's text on standard error."""

from __future__ import annotations

import json
import signal
import sys
from collections.abc import Mapping
from types import FrameType
from typing import Any

import click
from click import exceptions as wrong

from huying.cli.usage import sentence_of
from huying.domain.errors import Refusal

REFUSED = 2
_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def say(text: str) -> None:
    """Tell the person at the terminal."""
    click.echo(text, err=True)


def answer(result: Mapping[str, Any], *, as_json: bool) -> None:
    """Give a command's result to a machine: one JSON object on standard output, if it asked for it."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, default=str))


def run(command: click.Command) -> int:
    """Run a command and return its exit code; no foreseeable fault shows a traceback."""
    for number in _STOPPING:
        signal.signal(number, _leave)
    try:
        code = command.main(prog_name="huying", standalone_mode=False)
    except Refusal as refusal:
        return _refuse(refusal.code, str(refusal))
    except wrong.NoArgsIsHelpError as help_wanted:
        say(help_wanted.format_message())
        return REFUSED
    except wrong.UsageError as fault:
        return _refuse("usage", sentence_of(fault))
    except wrong.Abort:
        return _leave_code(signal.SIGINT)
    return code if isinstance(code, int) else 0


def _leave(number: int, _frame: FrameType | None) -> None:
    """Unwind, once: what a command opened is closed on the way out, and no second signal disturbs that."""
    for each in _STOPPING:
        signal.signal(each, signal.SIG_IGN)
    raise SystemExit(_leave_code(number))


def _leave_code(number: int) -> int:
    say("已中断。")
    return 128 + number


def _refuse(code: str, sentence: str) -> int:
    say(sentence)
    answer({"error": code, "sentence": sentence}, as_json="--json" in sys.argv)
    return REFUSED
