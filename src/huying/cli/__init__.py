"""The command ``huying``: one file per command family."""

from __future__ import annotations

import sys

import click

from huying.cli import answers
from huying.cli.backup import backup, restore
from huying.cli.centre import centre
from huying.cli.check import check
from huying.cli.demo import demo
from huying.cli.export import export
from huying.cli.keys import keys
from huying.cli.language import language
from huying.cli.learning import drift, learn, learn_nightly
from huying.cli.migrate import migrate
from huying.cli.orders import orders
from huying.cli.retention import retention
from huying.cli.units import units
from huying.cli.up import up
from huying.cli.verify import seal, verify
from huying.cli.web import web
from huying.cli.worker import worker


@click.group(
    commands=[
        *(up, web, worker, migrate, check, demo),
        *(centre, orders, units, language),
        *(verify, seal, retention, backup, restore, keys, export),
    ],
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="呼应：12345 热线与接诉即办。每个命令都用 --data 或 HUYING_DATA 指明数据目录，缺省为 ./var。",
)
@click.version_option(package_name="huying", message="呼应 %(version)s", help="显示版本。")
def group() -> None:
    """Hold the commands."""


for command in (learn, drift, learn_nightly):
    language.add_command(command)


def main() -> None:
    """Run a command; a foreseeable fault is one sentence on standard error and exit code 2."""
    sys.exit(answers.run(group))
