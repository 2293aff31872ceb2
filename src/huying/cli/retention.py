"""``huying retention …``: what goes when its time of keeping is over."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.domain.actors import policy_actor
from huying.domain.retention import FEWEST_MONTHS, RETENTION_LABELS, RetentionClass
from huying.foundation import clock

if TYPE_CHECKING:
    from huying.workorders.queries.retention import DueClass

_centre_option = click.option("--centre", required=True, help="中心的编码。")


@click.group(help="保存期：期满的个人信息看一看、开启、删除。没有开启的中心什么都不删。")
def retention() -> None:
    """Hold the commands."""


@retention.command("report", help="只看不删：现在会删什么，按类别和办结月份列出；没有开启的类别也列。")
@_centre_option
@data_option
@json_option
def report(*, centre: str, data: Path, as_json: bool) -> None:
    """Say what would go, and from when the rules are."""
    with opened(data):
        from huying.organisation.queries.centre_codes import centre_id_of
        from huying.workorders.queries.retention import retention_report

        classes = retention_report(centre_id=centre_id_of(code=centre), at=clock.now())
    for one in classes:
        _tell(one)
    answer({"centre": centre, "classes": [_plain(one) for one in classes]}, as_json=as_json)


@retention.command("set", help="规定一类信息办结后保存几个月，并开启或关闭期满删除；以前的规定留有记录。")
@_centre_option
@click.option("--class", "kind", required=True, type=click.Choice([kind.value for kind in RetentionClass]))
@click.option("--months", required=True, type=click.IntRange(FEWEST_MONTHS), help="办结后保存的月数。")
@click.option("--on/--off", "is_on", required=True, help="期满后由夜间任务删除，或不删除。")
@click.option("--reason", required=True, help="理由和文号。")
@data_option
@json_option
def set_rule(*, centre: str, kind: str, months: int, is_on: bool, reason: str, data: Path, as_json: bool) -> None:
    """Write the rule that holds from now on."""
    with opened(data):
        from huying.foundation.commit import one_commit
        from huying.organisation.queries.centre_codes import centre_id_of
        from huying.records.actions.set_retention import set_retention

        actor = policy_actor(centre_id=centre_id_of(code=centre), name="setup")
        with one_commit():
            set_retention(
                kind=RetentionClass(kind), months=months, is_on=is_on, reason=reason, actor=actor, at=clock.now()
            )
    done = "期满删除已开启" if is_on else "期满不删除"
    say(f"{RETENTION_LABELS[RetentionClass(kind)]}：办结后保存 {months} 个月，{done}。")
    answer({"centre": centre, "class": kind, "months": months, "on": is_on}, as_json=as_json)


@retention.command("run", help="现在就删除期满的个人信息（夜间任务每天也做）；只做已开启的类别，办理记录不删。")
@_centre_option
@data_option
@json_option
def run(*, centre: str, data: Path, as_json: bool) -> None:
    """Take away what is over; say how many orders lost something."""
    with opened(data):
        from huying.organisation.queries.centre_codes import centre_id_of
        from huying.workorders.queries.retention import switched_on
        from huying.workorders.tasks import expire_orders

        centre_id = centre_id_of(code=centre)
        kinds = switched_on(centre_id=centre_id, at=clock.now())
        gone = expire_orders(centre_id=centre_id)
    if not kinds:
        say("这个中心没有开启期满删除，什么都没有删。请先看 huying retention report，再用 huying retention set 开启。")
    else:
        say(f"已从 {gone} 件工单中删除期满的信息。")
    answer({"centre": centre, "classes": sorted(kinds), "orders": gone}, as_json=as_json)


def _tell(one: DueClass) -> None:
    state = "已开启" if one.rule.is_on else "未开启，不会删除"
    since = f"{one.rule.set_at.astimezone(clock.SHANGHAI):%Y-%m-%d} 起" if one.rule.set_at else "缺省"
    say(f"{RETENTION_LABELS[one.rule.kind]}：办结后保存 {one.rule.months} 个月（{since}；{state}）。")
    for month in one.months:
        say(f"  {month.month} 办结：{month.orders} 件")
    say(f"  共 {one.orders} 件期满；另有 {one.held} 件期满而设为保留。")


def _plain(one: DueClass) -> dict[str, object]:
    return {
        "class": one.rule.kind.value,
        "months": one.rule.months,
        "on": one.rule.is_on,
        "orders": one.orders,
        "held": one.held,
        "by_month": {month.month: month.orders for month in one.months},
    }
