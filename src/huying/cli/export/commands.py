"""``huying export``: everything of a centre in open formats, for another system or for the archive."""

from __future__ import annotations

from pathlib import Path

import click

from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.domain.actors import policy_actor
from huying.domain.errors import Invalid

_LONGEST_PURPOSE = 80


class ExportNeedsPurpose(Invalid):
    """Identities in clear are exported for a stated purpose only."""

    code = "export_needs_purpose"
    sentence = "导出诉求人身份须写明用途（不超过 80 个字），请用 --purpose 说明。"


@click.command(help="把一个中心的全部数据导出到新文件夹：JSON Lines、CSV、TOML 和中文说明。诉求人信息缺省脱敏。")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--centre", "code", help="中心的编码；只有一个中心时可不写。")
@click.option("--with-identities", "in_clear", is_flag=True, help="诉求人信息不脱敏；须用 --purpose 写明用途。")
@click.option("--purpose", default="", help="用途，写进查看记录。")
@data_option
@json_option
def export(*, folder: Path, code: str | None, in_clear: bool, purpose: str, data: Path, as_json: bool) -> None:
    """Write the record first, then the folder; say what is in it."""
    purpose = purpose.strip()
    if len(purpose) > _LONGEST_PURPOSE or (in_clear and not purpose):
        raise ExportNeedsPurpose
    with opened(data) as store:
        from django.conf import settings

        from huying.cli.export.wanted import Wanted
        from huying.cli.export.writing import write_export
        from huying.foundation import clock
        from huying.foundation.commit import one_commit
        from huying.organisation.queries.centre_codes import centre_id_of, only_centre_code
        from huying.records.actions.record_access import record_access
        from huying.records.choices import AccessKind

        code = code or only_centre_code()
        centre_id, at = centre_id_of(code=code), clock.now()
        wanted = Wanted(
            centre_id=centre_id,
            code=code,
            in_clear=in_clear,
            purpose=purpose,
            attachments=Path(getattr(settings, "HUYING_FILES", None) or store.data / "files"),
            at=at,
        )
        subject = f"全部数据（{'含诉求人身份' if in_clear else '已脱敏'}）" + (f"：{purpose}" if purpose else "")
        with one_commit():
            actor = policy_actor(centre_id=centre_id, name="export")
            record_access(kind=AccessKind.EXPORT, subject=subject, actor=actor, at=at)
        counts = write_export(folder, wanted=wanted)
    say(
        f"已导出中心 {wanted.code} 到「{folder}」：{counts.get('workorders.order', 0)} 张工单，说明见其中的 README.md。"
    )
    answer({"folder": str(folder), "centre": wanted.code, "rows": counts}, as_json=as_json)
