"""What was typed wrongly, in one Chinese sentence: click itself says so in English."""

from __future__ import annotations

import re

import click
from click import exceptions as wrong

_EXTRA = re.compile(r"unexpected extra arguments? \((.*)\)")


def sentence_of(fault: wrong.UsageError) -> str:
    """Return what is wrong with a command as it was typed, and where to look."""
    path = fault.ctx.command_path if fault.ctx else "huying"
    return f"{_what(fault)}，请用 {path} --help 查看用法。"


def _what(fault: wrong.UsageError) -> str:
    match fault:
        case wrong.NoSuchCommand():
            return f"没有命令 {fault.command_name}{_meant(fault.possibilities)}"
        case wrong.NoSuchOption():
            return f"没有选项 {fault.option_name}{_meant(fault.possibilities)}"
        case wrong.MissingParameter():
            return f"缺少参数 {_name(fault)}"
        case wrong.BadParameter():
            return f"参数 {_name(fault)} 的值不对{_wanted(fault.param)}"
        case wrong.BadOptionUsage():
            return f"选项 {fault.option_name} 后面{'不能带' if 'does not take' in fault.message else '缺少'}值"
        case _:
            extra = _EXTRA.search(fault.message)
            return f"命令后面多了内容（{extra[1]}）" if extra else "命令写得不对，或没有写完"


def _meant(possibilities: list[str] | None) -> str:
    return f"（是不是 {'、'.join(possibilities)}？）" if possibilities else ""


def _name(fault: wrong.BadParameter) -> str:
    return fault.param.get_error_hint(fault.ctx) if fault.param and fault.ctx else ""


def _wanted(param: click.Parameter | None) -> str:
    """Say what a parameter takes."""
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
