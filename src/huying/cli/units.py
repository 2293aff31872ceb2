"""``huying units …``: the tree of units as a table."""

from __future__ import annotations

from pathlib import Path

import click

from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.rejects import Rejects, rejects_path
from huying.cli.store import opened
from huying.domain.actors import policy_actor
from huying.domain.errors import Unavailable
from huying.domain.system_faults import reason_of
from huying.language.tables import open_table, write_table

_SHOWN = 20
_centre_option = click.option("--centre", required=True, help="中心的编码。")


class ExportUnwritable(Unavailable):
    """The table cannot be written there."""

    code = "export_unwritable"


@click.group(help="单位：从表格导入，导出为表格（CSV 或 XLSX）。")
def units() -> None:
    """Hold the commands."""


@units.command("import", help="按编码新建和修改单位；表头与导出的相同，上级排在前面。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@_centre_option
@click.option(
    "--rejects",
    type=click.Path(path_type=Path),
    help="拒收的行写到这个 CSV 文件；缺省在导入文件旁边，名为 <文件名>.rejects.csv。",
)
@data_option
@json_option
def import_table(*, file: Path, centre: str, rejects: Path | None, data: Path, as_json: bool) -> None:
    """Import a table in one commit; list refused rows with line and reason."""
    table = open_table(file)
    refused = Rejects(rejects_path(file, rejects), table.columns)
    with opened(data):
        from huying.foundation import clock
        from huying.foundation.commit import one_commit
        from huying.organisation.actions.import_units import import_units
        from huying.organisation.queries.centre_codes import centre_id_of

        actor = policy_actor(centre_id=centre_id_of(code=centre), name="import")
        try:
            with one_commit():
                done = import_units(columns=table.columns, rows=table.rows(), actor=actor, at=clock.now())
                refused.write(done.refused)
        finally:
            path = refused.close()
    for row, reason in done.refused[:_SHOWN]:
        say(f"第 {row.line} 行：{reason}")
    counts = {"read": done.read, "created": done.created, "changed": done.changed, "unchanged": done.unchanged}
    say(
        f"读到 {done.read} 行：新建 {done.created}，修改 {done.changed}，未变 {done.unchanged}，"
        f"拒收 {len(done.refused)}。" + (f"拒收的行和原因见「{path}」。" if path else "")
    )
    answer({**counts, "refused": len(done.refused), "rejects_file": str(path) if path else None}, as_json=as_json)


@units.command("export", help="把全部单位写成表格；文件名以 .xlsx 结尾则为 XLSX，否则为 CSV。")
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@_centre_option
@data_option
@json_option
def export_table(*, file: Path, centre: str, data: Path, as_json: bool) -> None:
    """Write every unit of a centre."""
    with opened(data):
        from huying.organisation.queries.centre_codes import centre_id_of
        from huying.organisation.queries.export import unit_table

        rows = list(unit_table(actor=policy_actor(centre_id=centre_id_of(code=centre), name="export")))
    try:
        write_table(rows, file)
    except OSError as fault:
        raise ExportUnwritable(f"写不了文件「{file}」（{reason_of(fault)}），请另选一个位置。") from fault
    say(f"已导出 {len(rows) - 1} 个单位到「{file}」。")
    answer({"units": len(rows) - 1, "file": str(file.resolve())}, as_json=as_json)
