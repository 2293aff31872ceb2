"""``huying migrate``: bring the database's structure up to the programme's."""

from __future__ import annotations

from pathlib import Path

import click

from huying.cli import schema
from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.foundation.schema import state


@click.command(help="把数据库的结构升级到本程序的版本。服务器数据库只由这个命令升级。")
@data_option
@json_option
def migrate(*, data: Path, as_json: bool) -> None:
    """Migrate as the owner; print the migrations applied."""
    with opened(data, migrated=False):
        schema.refuse_newer(state())
        applied = schema.migrate()
    say(f"已应用 {len(applied)} 项变更。" if applied else "数据库的结构已是最新。")
    answer({"applied": applied}, as_json=as_json)
