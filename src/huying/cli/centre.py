"""``huying centre open``: a centre of one's own, ready for its three administrators."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.domain.actors import policy_actor
from huying.foundation import clock, reference

if TYPE_CHECKING:
    from huying.organisation.actions.hand_out_slip import Slip


@click.group(help="中心：建立一个中心和它的三员（系统、安全、审计管理员）。")
def centre() -> None:
    """Hold the commands."""


@centre.command("open", help="建立中心（已有则只补三员），打印三个一次性密码；其余人员由他们在页面上开通。")
@click.option("--code", required=True, help="中心的编码，如 haikou。")
@click.option("--name", default="", help="新中心的名称，如 海口市12345政务服务便民热线。")
@click.option("--level", type=click.Choice(["province", "city", "district"]), default="city", show_default=True)
@click.option("--profile", type=click.Choice(["national", "beijing"]), default="national", show_default=True)
@click.option("--area-code", default="", help="本地电话区号。")
@data_option
@json_option
def open_centre(*, code: str, name: str, level: str, profile: str, area_code: str, data: Path, as_json: bool) -> None:
    """Make the centre with policy, matter tree and hotline unit where missing, and seat its administrators."""
    with opened(data):
        from huying.catalogue.queries.shipped import shipped_matters
        from huying.foundation.commit import one_commit
        from huying.organisation.actions.seat_administrators import seat_administrators
        from huying.organisation.choices import CentreLevel
        from huying.organisation.queries.hotline import hotline_of
        from huying.policy.actions.open_centre import open_centre as open_it

        at = clock.now()
        with one_commit():
            centre_id, unit_id = hotline_of(code=code)
            actor = policy_actor(centre_id=centre_id or 0, name="setup")
            if centre_id is None:
                actor, unit_id = open_it(
                    code=code,
                    name=name or code,
                    level=CentreLevel(level),
                    area_code=area_code,
                    policy=tomllib.loads((reference.folder() / "policies" / f"{profile}.toml").read_text()),
                    matters=shipped_matters(),
                    at=at,
                )
            slips = seat_administrators(unit_id=unit_id or 0, actor=actor, at=at)
    _tell(slips)
    accounts = [{"username": slip.username, "password": slip.password} for slip in slips]
    answer({"centre": code, "accounts": accounts}, as_json=as_json)


def _tell(slips: tuple[Slip, ...]) -> None:
    say("已开通三员，一次性密码只显示这一次，首次登录须修改：")
    for slip in slips:
        say(f"  {slip.display_name}\t{slip.username}\t{slip.password}")
