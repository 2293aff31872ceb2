"""``huying up``: the whole product with one command."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from django.db import connections

from huying.cli.answers import say
from huying.cli.children import Child, supervise
from huying.cli.options import data_option, host_option, port_option
from huying.cli.store import Store, opened
from huying.cli.transport import pair_of, tls_options
from huying.cli.web import is_loopback, require_free
from huying.domain.errors import Unavailable
from huying.foundation import clock, embedded
from huying.foundation.embedded.sharing import locked

if TYPE_CHECKING:
    from huying.demo.actions.set_demo_passwords import Account


class AlreadyUp(Unavailable):
    """Another ``huying up`` works on the same data directory."""

    code = "already_up"
    sentence = "数据目录已有一个 huying up 在运行，请先停止它，或用 --data 另指定一个目录。"


@click.command(help="启动全部：内置数据库（或 HUYING_DATABASE_URL 指明的服务器）、网站和后台任务。")
@data_option
@host_option
@port_option
@tls_options
@click.option("--i-know", is_flag=True, help="在服务器数据库中也建立演示数据。")
@click.option(
    "--demo-orders",
    default=3000,
    show_default=True,
    type=click.IntRange(0, 2_000_000),
    help="空库首次启动时要装载的演示工单数；0 只建立几个单位和人员。",
)
def up(
    *, data: Path, host: str, port: int, tls_cert: Path | None, tls_key: Path | None, i_know: bool, demo_orders: int
) -> int:
    """Start everything, say where it is, and watch over it until SIGINT or SIGTERM."""
    # The children learn of certificate and key as we do ourselves: from the environment.
    scheme = "https" if pair_of(cert=tls_cert, key=tls_key) else "http"
    with _alone(data):
        require_free(host=host, port=port)
        os.environ.setdefault("HUYING_LOG", "plain")
        loopback = is_loopback(host)
        if not loopback:
            os.environ.setdefault("HUYING_HOSTS", "*")
        with opened(data) as store:
            accounts = _demonstration(store, loopback=loopback, i_know=i_know, orders=demo_orders, at=clock.now())
            rest = _rest_of_demonstration(store, i_know=i_know)
            connections.close_all()
            place = ["--data", str(store.data)]
            return supervise(
                [
                    Child(
                        "网站", ["web", *place, "--host", host, "--port", str(port), *(["--i-know"] if i_know else [])]
                    ),
                    Child("后台任务", ["worker", *place]),
                    *rest,
                ],
                is_ready=lambda: _answers(host=host, port=port),
                greet=lambda: _greet(f"{scheme}://{_named(host)}:{port}/", accounts=accounts),
                tend=lambda: _tend(store),
            )


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    layout = embedded.layout_of(data)
    layout.make()
    with ExitStack() as stack:
        try:
            stack.enter_context(locked(layout.root / "up.lock", wait=False))
        except BlockingIOError as fault:
            raise AlreadyUp(
                f"数据目录「{layout.root}」已有一个 huying up 在运行，请先停止它，或用 --data 另指定一个目录。"
            ) from fault
        yield


def _demonstration(store: Store, *, loopback: bool, i_know: bool, orders: int, at: datetime) -> Sequence[Account]:
    """Make the demonstration centre in an empty embedded store; a server gets none unless told so."""
    if store.embedded is None and not i_know:
        return []
    from huying.demo.tasks import demonstration

    return demonstration(loopback=loopback, orders=orders, at=at)


def _rest_of_demonstration(store: Store, *, i_know: bool) -> list[Child]:
    """Return the child that loads what the demonstration lacks, none where it lacks nothing."""
    if store.embedded is None and not i_know:
        return []
    from huying.demo.queries.loads import load_of
    from huying.demo.tasks import SEED

    load = load_of(seed=SEED)
    if load is None or load.done >= load.wanted:
        return []
    words = ["demo", "load", "--data", str(store.data), "--orders", str(load.wanted), *(["--i-know"] if i_know else [])]
    say(f"演示工单已有 {load.done} 张，其余 {load.wanted - load.done} 张在后台装载，不影响使用。")
    return [Child("演示工单装载", words, once=True)]


def _answers(*, host: str, port: int) -> bool:
    here = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104  # a question, no binding
    try:
        with socket.create_connection((here, port), timeout=1):
            return True
    except OSError:
        return False


def _tend(store: Store) -> None:
    if store.embedded and embedded.revive(store.data):
        say("内置数据库意外退出，已重新启动。")


def _named(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _greet(address: str, *, accounts: Sequence[Account]) -> None:
    say(f"呼应已启动：{address} （按 Ctrl-C 停止）")
    if accounts:
        say("演示账号：")
    for account in accounts:
        say(f"  {account.username}\t{account.password}\t{account.name}")
