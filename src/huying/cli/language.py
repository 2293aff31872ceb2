"""``huying language …``: teach a model from any table, and let it guess for another one; no store is needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict
from os import path
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from huying.cli.answers import answer, say
from huying.cli.options import json_option
from huying.domain.errors import Invalid
from huying.domain.system_faults import reason_of

if TYPE_CHECKING:
    from huying.language.artefact import Artefact

Guesses = list[list[tuple[str, float]]]
_TASKS = ("matter", "dispatch", "reply")


class NotWritten(Invalid):
    """The model or the guesses cannot be written where they should lie."""

    code = "not_written"


@click.group(help="文本理解：用本市工单训练模型并看它是否仍准，或用任何表格训练和判断。")
def language() -> None:
    """Hold the commands."""


def _named(_context: click.Context, _option: click.Parameter, given: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in given.split(",") if name.strip())


@language.command("train", help="用表格训练模型，连同模型说明写到一个文件夹；不需要数据库。")
@click.option(
    "--task",
    required=True,
    type=click.Choice(_TASKS),
    help="matter：判断事项；dispatch：判断承办单位；reply：判断答复质量，文字列的最后一列是答复。",
)
@click.option("--data", "file", required=True, type=click.Path(path_type=Path), help="CSV、CSV.GZ 或 XLSX 表格。")
@click.option("--text", "columns", required=True, callback=_named, help="文字列的列名，几列用逗号隔开。")
@click.option("--label", required=True, help="类别列的列名。")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="模型写到这个文件夹，原有的模型被替换。")
@click.option("--time", help="时间列的列名；写明时，以最近的工单校准。")
@json_option
def train(
    *, task: str, file: Path, columns: tuple[str, ...], label: str, out: Path, time: str | None, as_json: bool
) -> None:
    """Train, and write the model as a whole or not at all."""
    from huying.cli.language_tables import examples
    from huying.language.artefact import save_artefact

    _not_over(file, out=out, beside=("{}.new", "{}.old"))
    found = examples(file, columns=columns, label=label, time=time)
    if found.passed_over:
        say(f"有 {found.passed_over} 行没有文字或类别，未用于训练。")
    if found.untimed:
        say(f"有 {found.untimed} 行没有能读懂的时间（例如 2026-03-01），当作最早的工单。")
    say(f"用 {len(found.labels)} 条训练，要几分钟……")
    model, card = _trainer(task)(texts=found.texts, labels=found.labels, columns=columns, times=found.times)
    try:
        checksum = save_artefact(out, artefact=model, card=card)
    except OSError as fault:
        raise NotWritten(f"模型写不到「{out}」（{reason_of(fault)}），请换一个文件夹或核对权限。") from fault
    say(f"模型写到「{out}」，成绩和弱点见其中的 card.md。")
    answer({"rows": len(found.labels), "checksum": checksum, "model": str(out)}, as_json=as_json)


@language.command(
    "predict",
    help="用训练好的模型判断表格的每一行；不需要数据库。各格都空的行（如「,」）也算一行，连逗号都没有的空行不算。",
)
@click.option("--model", "folder", required=True, type=click.Path(path_type=Path), help="模型的文件夹。")
@click.option("--data", "file", required=True, type=click.Path(path_type=Path), help="CSV、CSV.GZ 或 XLSX 表格。")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="结果写到这个 CSV：row（从 1 起）、label、probability、top5（类别=概率，以 | 隔开；类别里的 | 写作 ｜）。",
)
@json_option
def predict(*, folder: Path, file: Path, out: Path, as_json: bool) -> None:
    """Guess for every row, in the order of the file."""
    from huying.cli.language_tables import batches, write_guesses
    from huying.language.artefact import load_artefact, task_of

    _not_over(file, out=out, beside=(".{}.new",))
    task = task_of(folder)
    model = load_artefact(folder, task=task)
    guess = _guesser(task)
    given = batches(file, columns=tuple(model.about["columns"]))
    try:
        tally = write_guesses((guess(artefact=model, texts=texts) for texts in given), path=out)
    except OSError as fault:
        raise NotWritten(f"结果写不到「{out}」（{reason_of(fault)}），请换一个位置或核对权限。") from fault
    say(f"判断了 {tally.rows} 行，写到「{out}」。")
    answer({**asdict(tally), "file": str(out)}, as_json=as_json)


def _not_over(file: Path, *, out: Path, beside: Sequence[str]) -> None:
    """Refuse to write over the table that is read, or a folder that it lies in, however the paths are spelt.

    ``beside``: what else is written and cleared there, by the name of ``out``.
    """
    if not out.name:
        raise NotWritten("--out 只写了当前文件夹，请写明名字。")
    written = [path.realpath(out), *(path.realpath(out.with_name(name.format(out.name))) for name in beside)]
    places = (Path(path.realpath(file)), Path(path.realpath(file.parent), file.name))
    try:
        is_twin = out.samefile(file)
    except OSError:  # one of them is not there: that is told where it is opened
        is_twin = False
    if is_twin or any(place.is_relative_to(one) for place in places for one in written):
        raise NotWritten(f"写到「{out}」会覆盖 --data 的表格「{file}」，请换一个位置。")


def _trainer(task: str) -> Callable[..., tuple[Artefact, str]]:
    if task == "matter":
        from huying.language.training.matter import train_matter

        return train_matter
    if task == "reply":
        return _train_reply
    from huying.language.training.dispatch import train_dispatch

    return train_dispatch


def _train_reply(*, times: object, **given: Any) -> tuple[Artefact, str]:
    """What is said of a reply does not change with the months: the times are left out."""
    from huying.language.training.reply import train_reply

    del times
    return train_reply(**given)


def _guesser(task: str) -> Callable[..., Guesses]:
    from huying.language.artefact import ModelUnfit
    from huying.language.guessing import guess
    from huying.language.replies.model import guess_replies

    if task not in _TASKS:
        raise ModelUnfit
    return guess_replies if task == "reply" else guess
