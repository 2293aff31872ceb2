"""``huying check``: what this installation lacks for production."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from huying.cli import schema
from huying.cli.answers import answer, say
from huying.cli.check.finding import Finding, Level
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.foundation.schema import State, state

_LACKING = 1
_LABELS = {Level.ERROR: "必须处理", Level.WARNING: "建议处理"}


@click.command(
    help="检查正式运行还缺什么：数据库、权限、密钥、加密传输、演示账号、封印、模型文件。有必须处理的则退出码为 1。"
)
@data_option
@json_option
def check(*, data: Path, as_json: bool) -> int:
    """Look at everything, change nothing, say each finding."""
    with opened(data, migrated=False):
        from huying.cli.check import accounts, database, models, site
        from huying.foundation import clock

        findings = [*site.findings(), *database.findings()]
        found = state()
        if found is State.CURRENT:
            findings += [*database.history_findings(), *accounts.findings(at=clock.now()), *models.findings()]
        else:
            findings.append(Finding(code=schema.SchemaDiffers.code, sentence=schema.DIFFERENCES[found]))
    for finding in findings:
        say(f"［{_LABELS[finding.level]}］{finding.sentence}（{finding.code}）")
    errors = sum(finding.level is Level.ERROR for finding in findings)
    say(f"必须处理 {errors} 项，建议处理 {len(findings) - errors} 项。")
    answer({"errors": errors, "findings": [asdict(finding) for finding in findings]}, as_json=as_json)
    return _LACKING if errors else 0
