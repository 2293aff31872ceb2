"""``huying backup`` and ``huying restore``: the whole store in one encrypted file, without its keys."""

from __future__ import annotations

import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huying.cli import schema
from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.cli.verify import verified

if TYPE_CHECKING:
    from huying.cli.backup.manifest import Manifest

_FOUND = 1


@click.command(help="把数据库、附件和模型备份到一个加密的文件；网站照常运行。密钥不在备份中，须另行保管。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option("--to", multiple=True, help="加密给谁：age 公钥，或写有公钥的文件；可给出多个。缺省为 HUYING_BACKUP_TO。")
@data_option
@json_option
def backup(*, file: Path, to: tuple[str, ...], data: Path, as_json: bool) -> None:
    """Write a backup; say what is in it."""
    began = time.monotonic()
    with opened(data):
        from django.conf import settings

        from huying.cli.backup.crypt import recipients
        from huying.cli.backup.writing import write_backup

        keys = recipients(to or [one for one in [settings.HUYING_BACKUP_TO] if one])
        written = write_backup(file, to=keys, attachments=settings.HUYING_FILES)
    made, size = written.manifest, file.stat().st_size
    say(
        f"已备份 {made.orders} 张工单、{made.models} 个模型到「{file}」，{size / 2**20:.1f} MB，"
        f"用时 {time.monotonic() - began:.1f} 秒。"
    )
    for one in written.left_out:
        say(f"［建议处理］{one}，没有进入备份；刚被撤下的不需要，否则请重新训练。")
    say("备份中没有密钥：请确认密钥另有两人分别保管（docs/howto/backup.md）。")
    answer({"file": str(file), "bytes": size, "manifest": asdict(made), "left_out": written.left_out}, as_json=as_json)


@click.command(help="把备份恢复到空的数据库，再核验全部办理历史。备份不完整或打不开时，什么都不写入。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--key", envvar="HUYING_BACKUP_KEY_FILE", required=True, type=click.Path(path_type=Path), help="备份密钥的文件。"
)
@click.option("--i-know", is_flag=True, help="数据库不是空的也恢复：其中现有的数据全部丢弃。")
@data_option
@json_option
def restore(*, file: Path, key: Path, i_know: bool, data: Path, as_json: bool) -> int:
    """Restore, migrate where the backup is older, verify and compare; return 1 where something was found."""
    with opened(data, migrated=False):
        from django.conf import settings

        from huying.cli.backup import archive, manifest, postgres, restoring
        from huying.cli.backup.crypt import identities
        from huying.cli.check import models

        keys = identities(key)
        restoring.require_empty(overwrite=i_know)
        postgres.require_tools(server=manifest.server_major())
        say("正在检查备份……")
        found = restoring.looked_through(file, keys=keys)
        say(f"备份于 {found.made_at}，{found.orders} 张工单；正在恢复……")
        folders = {archive.FILES: settings.HUYING_FILES}
        if found.models:
            folders[archive.MODELS] = settings.HUYING_MODELS
        restoring.write_store(file, keys=keys, folders=folders)
        schema.migrate()
        faults = _differences(found)
        lost = [finding.sentence for finding in models.findings()]
        report = verified()
    for fault in faults:
        say(f"［必须处理］{fault}")
    for sentence in lost:
        say(f"［建议处理］{sentence}")
    answer({"manifest": asdict(found), "faults": faults, "models": lost, "found": dict(report.found)}, as_json=as_json)
    return _FOUND if faults or not report.is_clean else 0


def _differences(found: Manifest) -> list[str]:
    """Return what is not as the backup says: counts, rights, keys."""
    from huying.cli.backup import manifest
    from huying.cli.check.database import history_findings

    faults = []
    if manifest.counted() != found.counts or manifest.newest_seal() != found.newest_seal:
        faults.append("恢复后的数目与备份清单不符，请换一份备份并追查。")
    faults += [finding.sentence for finding in history_findings()]
    for name, ids in manifest.missing_keys(found).items():
        faults.append(f"缺少密钥 {name}（编号 {'、'.join(ids)}）：{_LOST[name]}，请从保管人处取回后放入。")
    return faults


_LOST = {
    "HUYING_CALLER_KEY": "诉求人身份和电话打不开",
    "HUYING_LOOKUP_KEY": "不能按电话找到已有的诉求人",
    "HUYING_CHAIN_KEY": "办理历史无法核验",
    "HUYING_SEAL_KEY": "封印无法核验",
    "HUYING_SECRET_KEY": "签发的链接和会话失效",
}
