"""``huying verify`` and ``huying seal``: the tamper-evident history."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click
from tqdm import tqdm

from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.store import opened

if TYPE_CHECKING:
    from huying.workorders.queries.verify.findings import Report

_FOUND = 1


@click.command(help="核验办理历史：逐单重算链条，核对封印、正文、图片和工单现状。有发现时退出码为 1。")
@data_option
@json_option
@click.option(
    "--seals",
    "copies",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True),
    help="另存他处的封印文件，可给出多个；用它才能发现数据库被整体换回旧的。",
)
@click.option(
    "--old-key",
    "old_keys",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False, readable=True),
    help="已停用的密钥文件（32 字节的 base64），可给出多个。",
)
@click.option("--without-files", is_flag=True, help="不读图片文件的内容：图片很多时快得多，但发现不了文件被调换。")
def verify(
    *, data: Path, as_json: bool, copies: tuple[Path, ...], old_keys: tuple[Path, ...], without_files: bool
) -> int:
    """Verify; say each finding and note; return 0 if nothing was found."""
    with opened(data):
        from huying.foundation.keyring import keys
        from huying.workorders.queries.verify.keys import public_hex

        report = verified(copies=copies, old_keys=old_keys, reads_files=not without_files)
        public_key = public_hex(keys().seal_key)
    answer(
        {
            "clean": report.is_clean,
            "orders": report.orders,
            "events": report.events,
            "texts": report.texts,
            "files": report.files,
            "seals": report.seals,
            "sealed_until": report.sealed_until,
            "seal_public_key": public_key,
            "found": dict(report.found),
            "noted": dict(report.noted),
            "findings": [asdict(finding) for finding in report.findings],
            "notes": [asdict(note) for note in report.notes],
        },
        as_json=as_json,
    )
    return 0 if report.is_clean else _FOUND


def verified(*, copies: Sequence[Path] = (), old_keys: Sequence[Path] = (), reads_files: bool = True) -> Report:
    """Verify the history of the open store and tell the person at the terminal what was found."""
    from django.conf import settings

    from huying.foundation.keyring import keys
    from huying.workorders.queries.verify.keys import keys_of, read_retired_key
    from huying.workorders.queries.verify.one_file import look_at_file
    from huying.workorders.queries.verify.whole import verify_history

    with tqdm(desc="核验", unit="单", disable=not sys.stderr.isatty(), leave=False) as bar:
        report = verify_history(
            keys=keys_of(keys(), retired=[read_retired_key(path) for path in old_keys]),
            own_file=settings.HUYING_SEAL_FILE,
            copies=copies,
            look=look_at_file if reads_files else None,
            begin=bar.reset,
            advance=bar.update,
        )
    _tell(report)
    return report


@click.command(help="立即封印办理历史。后台任务每小时封印一次，备份之前或取走封印文件之前可手动再封一次。")
@data_option
@json_option
def seal(*, data: Path, as_json: bool) -> None:
    """Make a seal now and say what it covers."""
    with opened(data):
        from django.conf import settings

        from huying.foundation import clock
        from huying.foundation.commit import one_commit
        from huying.workorders.actions.seal_history import seal_history

        with one_commit():
            made = seal_history(at=clock.now())
        path = settings.HUYING_SEAL_FILE
    say(f"第 {made.number} 号封印：至此共封存 {made.orders} 张工单、{made.events} 条办理记录。")
    answer(
        {"number": made.number, "orders": made.orders, "events": made.events, "file": str(path) if path else None},
        as_json=as_json,
    )


def _tell(report: Report) -> None:
    for found in report.findings:
        say(f"［{found.code}］{found.sentence}")
    if (more := sum(report.found.values()) - len(report.findings)) > 0:
        say(f"……另有 {more} 项未逐一列出。")
    for note in report.notes:
        say(f"（说明）{note.sentence}")
    said = "没有发现问题" if report.is_clean else f"发现 {sum(report.found.values())} 项问题"
    looked = (
        f"{report.orders} 张工单、{report.events} 条办理记录、{report.texts} 段正文、{report.files} 张图片"
        f"和 {report.seals} 号封印"
    )
    say(f"核验了 {looked}：{said}。")
