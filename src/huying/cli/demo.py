"""``huying demo …``: the invented city and its orders."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from huying.cli.answers import answer, say
from huying.cli.options import data_option, json_option
from huying.cli.store import opened
from huying.domain.errors import NotAllowed
from huying.foundation import clock
from huying.foundation.processes import die_with_parent

_TELL_EVERY = 500
_NICENESS = 10


class DemoNotHere(NotAllowed):
    """A server's database takes no demonstration by accident."""

    code = "demo_not_here"
    sentence = "演示数据只装入内置数据库；确要装入 HUYING_DATABASE_URL 指明的服务器，请加 --i-know。"


@click.group(help="演示：一座虚构的城市和它一年的工单。")
def demo() -> None:
    """Hold the commands."""


@demo.command("load", help="建立虚构城市并装载演示工单；同一种子可重复运行，中断后接着装。")
@click.option("--seed", default=1, show_default=True, type=int, help="种子：相同的种子得到相同的工单。")
@click.option(
    "--orders", default=3000, show_default=True, type=click.IntRange(0, 2_000_000), help="一共要有多少张演示工单。"
)
@click.option("--i-know", is_flag=True, help="允许把演示数据装入服务器数据库。")
@click.option("--parent", type=int, hidden=True)
@data_option
@json_option
def load_demo(*, seed: int, orders: int, i_know: bool, parent: int | None, data: Path, as_json: bool) -> None:
    """Load what is lacking of a seed's orders; stop between two batches when asked to."""
    stop = threading.Event()
    if parent:
        die_with_parent(parent)
        os.nice(_NICENESS)
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: stop.set())
    with opened(data) as store:
        if store.embedded is None and not i_know:
            raise DemoNotHere
        from huying.demo.tasks import wanted_load, write_orders

        load = wanted_load(seed=seed, orders=orders, at=clock.now())
        begun, bar = time.monotonic(), None if parent else _bar(load.done, load.wanted)
        told = load.done // _TELL_EVERY

        def advance(done: int) -> None:
            nonlocal told
            if bar is not None:
                bar.update(done - bar.n)
            elif done // _TELL_EVERY > told or done == load.wanted:
                told = done // _TELL_EVERY
                say(f"演示工单已装载 {done} 张，共 {load.wanted} 张。")

        done = write_orders(load=load, advance=advance, stopped=stop.is_set)
        seconds = time.monotonic() - begun
    if not parent:
        say(f"演示城市共有 {done} 张种子为 {seed} 的工单，本次新增 {done - load.done} 张。")
    added = {"seed": seed, "wanted": load.wanted, "orders": done, "added": done - load.done}
    answer({**added, "seconds": round(seconds, 2)}, as_json=as_json)


def _bar(done: int, wanted: int) -> tqdm[Any]:
    return tqdm(desc="演示工单", unit="单", total=wanted, initial=done, disable=not sys.stderr.isatty(), leave=False)
