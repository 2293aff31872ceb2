"""``huying web``: serve the pages."""

from __future__ import annotations

import errno
import os
import socket
from collections.abc import Callable
from functools import partial
from ipaddress import ip_address
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils.module_loading import import_string

from huying.cli.options import data_option, host_option, port_option
from huying.cli.store import opened
from huying.cli.transport import TlsPair, pair_of, tls_options
from huying.domain.errors import NotAllowed, Unavailable
from huying.foundation.counting import count_into
from huying.foundation.embedded import layout_of
from huying.foundation.embedded.sharing import locked
from huying.foundation.processes import die_with_parent

_GRACE_SECONDS = 5
# A page must not wait as long as a command may.
_OF_PAGES = {"HUYING_LOG": "json", "HUYING_STATEMENT_SECONDS": "30", "HUYING_LOCK_SECONDS": "5"}
# Threads beyond those that draw pages.
_FOR_PROBES = 2
_REASONS = {errno.EADDRINUSE: "端口已被别的程序占用", errno.EACCES: "没有使用这个端口的权限"}


class PortTaken(Unavailable):
    """Another process listens there, or this machine may not."""

    code = "port_taken"
    sentence = "无法监听指定的地址和端口，请用 --port 或 --host 另选一个。"


class DefaultAccounts(NotAllowed):
    """Demonstration accounts with the published password would be open to others."""

    code = "default_accounts"
    sentence = "演示账号仍在使用公开的口令，网站未启动；请停用这些账号，或用 --i-know 表明知情。"


@click.command(help="只启动网站；可在多台机器上运行，数据库由 HUYING_DATABASE_URL 指明。")
@data_option
@host_option
@port_option
@tls_options
@click.option("--processes", default=1, show_default=True, type=click.IntRange(1, 64), help="工作进程数。")
@click.option("--threads", default=4, show_default=True, type=click.IntRange(1, 64), help="每个进程的线程数。")
@click.option("--i-know", is_flag=True, help="允许仍在使用公开口令的演示账号。")
@click.option("--parent", type=int, hidden=True)
def web(  # every word is an option of the command
    *,
    data: Path,
    host: str,
    port: int,
    tls_cert: Path | None,
    tls_key: Path | None,
    processes: int,
    threads: int,
    i_know: bool,
    parent: int | None,
) -> None:
    """Serve until SIGINT or SIGTERM."""
    if parent:
        die_with_parent(parent)
    tls = pair_of(cert=tls_cert, key=tls_key)
    address = require_free(host=host, port=port)
    os.environ["HUYING_STATIC_COLLECTED"] = "1"
    for name, value in _OF_PAGES.items():
        os.environ.setdefault(name, value)
    os.environ["HUYING_PAGE_THREADS"] = str(threads)
    layout = layout_of(data)
    layout.make()
    count_into(layout.metrics)
    with opened(data) as store:
        if not i_know and (store.embedded is None or not is_loopback(host)):
            _refuse_default_accounts()
        layout_of(store.data).make()
        # Another web process may start at this moment, on the same folder.
        with locked(store.data / "static.lock"):
            call_command("collectstatic", interactive=False, verbosity=0)
        connections.close_all()
        _serve(address=address, port=port, tls=tls, processes=processes, threads=threads)


def is_loopback(host: str) -> bool:
    """Say whether only this machine can reach the address."""
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _refuse_default_accounts() -> None:
    from huying.cli.check.accounts import has_default_accounts

    if has_default_accounts():
        raise DefaultAccounts


def require_free(*, host: str, port: int, options: str = "--port 或 --host") -> str:
    """Return the address of a host at which this process can listen; raise ``PortTaken`` if there is none."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
        return str(address[0])
    except OSError as fault:
        why = _REASONS.get(fault.errno or 0, "本机没有这个地址")
        raise PortTaken(f"无法监听 {host}:{port}：{why}，请用 {options} 另选一个。") from fault


def _serve(*, address: str, port: int, tls: TlsPair | None, processes: int, threads: int) -> None:
    from granian.constants import Interfaces, SSLProtocols
    from granian.log import LogLevels
    from granian.server import Server

    Server(
        settings.WSGI_APPLICATION,
        address=address,
        port=port,
        interface=Interfaces.WSGI,
        workers=processes,
        blocking_threads=threads + _FOR_PROBES,
        # A thread keeps its database connection; let threads live.
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        workers_kill_timeout=_GRACE_SECONDS,
        # Its own lines go where ours go. It keeps no list of requests: addresses hold what people asked for.
        # It would warn of more threads than processors; ours wait for the database.
        log_level=LogLevels.error,
        log_access=False,
        log_dictconfig={"loggers": {"_granian": {"handlers": [], "propagate": True}}},
        ssl_cert=tls.cert if tls else None,
        ssl_key=tls.key if tls else None,
        ssl_protocol_min=SSLProtocols.tls12,
    ).serve(target_loader=partial(_application, os.getpid()), wrap_loader=False)


def _application(parent: int) -> Callable[..., Any]:
    """Load the site inside a worker process, which must not outlive its parent."""
    die_with_parent(parent)
    application: Callable[..., Any] = import_string(settings.WSGI_APPLICATION)
    return application
