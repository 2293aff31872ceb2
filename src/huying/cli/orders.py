"""``huying orders …``: work orders from outside."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import click

from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.rejects import Rejects, rejects_path
from huying.cli.store import opened
from huying.language.tables import open_table


@click.group(help="工单：从外部表格导入，建立相近工单的索引。")
def orders() -> None:
    """Hold the commands."""


@orders.command("import", help="把表格（CSV、CSV.GZ、XLSX）中的诉求导入为工单；可重复运行，已有的不再导入。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--as",
    "taken_as",
    required=True,
    type=click.Choice(["new", "history"]),
    help="new：登记为待派单的新工单；history：已办结的历史工单，保留来源的时间和结果。",
)
@click.option("--centre", required=True, help="中心的编码；映射写明了中心而它还不存在时，会先建立。")
@click.option("--map", "map_name", help="映射：现成映射的名字，或映射文件的路径；缺省按文件名和列名选用。")
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    help="拒收的行写到这个 CSV 文件；缺省在导入文件旁边，名为 <文件名>.rejects.csv。",
)
@data_option
@json_option
def import_orders(
    *, file: Path, taken_as: str, centre: str, map_name: str | None, rejects: Path | None, data: Path, as_json: bool
) -> None:
    """Import a table; print what became of its rows."""
    table = open_table(file)
    refused = Rejects(rejects_path(file, rejects), table.columns)
    with opened(data):
        from huying.cli.import_maps import chosen_map
        from huying.cli.like_orders import index_all
        from huying.cli.order_import import import_table
        from huying.cli.order_import_ways import HISTORY, NEW, require_history
        from huying.workorders.choices import Channel
        from huying.workorders.queries.likely_same import newest_id

        by = chosen_map(given=map_name, table=table, channels=Channel.values)
        if taken_as == "history":
            require_history(by)
        say(f"按映射「{by.name}」导入「{file.name}」。")
        try:
            if taken_as == "history":
                before = newest_id()
                tally = import_table(table=table, by=by, centre=centre, rejects=refused, way=HISTORY)
                index_all(after=before)
            else:
                tally = import_table(table=table, by=by, centre=centre, rejects=refused, way=NEW)
        finally:
            path = refused.close()
    said = f"读到 {tally.read} 行：新导入 {tally.accepted}，已有 {tally.already_there}，拒收 {tally.refused}。"
    say(said + (f"拒收的行和原因见「{path}」。" if path else ""))
    answer({**asdict(tally), "rejects_file": str(path) if path else None}, as_json=as_json)


@orders.command("index", help="为没有索引的在办工单和近期工单建立相近工单的索引；升级后运行一次，可重复运行。")
@data_option
@json_option
def index_orders(*, data: Path, as_json: bool) -> None:
    """Write the keys of orders that have none; print of how many."""
    with opened(data):
        from huying.cli.like_orders import index_all

        written = index_all()
    say(f"已有 {written} 张在办或近期工单可以按相近内容查找。")
    answer({"indexed": written}, as_json=as_json)
