"""The options every command shares."""

from __future__ import annotations

from pathlib import Path

import click

data_option = click.option(
    "--data",
    "data",
    envvar="HUYING_DATA",
    default="var",
    show_default=True,
    type=click.Path(path_type=Path, file_okay=True),
    help="数据目录，也可用环境变量 HUYING_DATA 指明。",
)
json_option = click.option("--json", "as_json", is_flag=True, help="结果以一个 JSON 对象写到标准输出。")
host_option = click.option("--host", default="127.0.0.1", show_default=True, help="监听的地址。")
port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="监听的端口。"
)
