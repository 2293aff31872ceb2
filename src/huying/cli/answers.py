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
        code = command.main(standalone_mode=False)
    except Refusal as refusal:
        return _refuse(refusal.code, str(refusal))
    except wrong.NoArgsIsHelpError as help_wanted:
        say(help_wanted.format_message())
        return REFUSED
    except wrong.UsageError as fault:
        return _refuse("usage", _usage_sentence(fault))
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


def _usage_sentence(fault: wrong.UsageError) -> str:
    path = fault.ctx.command_path if fault.ctx else "huying"
    see = f"，请用 {path} --help 查看用法。"
    match fault:
        case wrong.NoSuchOption():
            return f"没有选项 {fault.option_name}{see}"
        case wrong.MissingParameter():
            name = fault.param.get_error_hint(fault.ctx) if fault.param and fault.ctx else ""
            return f"缺少参数 {name}{see}"
        case wrong.BadParameter():
            name = fault.param.get_error_hint(fault.ctx) if fault.param and fault.ctx else ""
            return f"参数 {name} 的值不对{_wanted(fault.param)}{see}"
        case _:
            return f"命令写得不对（{fault.format_message()}）{see}"


def _wanted(param: click.Parameter | None) -> str:
    """Say what a parameter takes; click itself says so in English."""
    match param.type if param else None:
        case click.Choice() as choice:
            return f"（可选：{'、'.join(map(str, choice.choices))}）"
        case click.IntRange(min=least, max=None):
            return f"（须是不小于 {least} 的整数）"
        case click.IntRange(min=least, max=most):
            return f"（须是 {least} 至 {most} 的整数）"
        case click.types.IntParamType():
            return "（须是整数）"
        case click.Path():
            return "（没有这个文件，或读不了）"
        case _:
            return ""
