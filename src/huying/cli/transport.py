"""The certificate and key with which ``huying web`` serves HTTPS itself."""

from __future__ import annotations

import os
import ssl
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from huying.domain.errors import Invalid


class TlsPairUnusable(Invalid):
    """Certificate and key are not both there, cannot be read, or do not belong together."""

    code = "tls_pair_unusable"
    sentence = "证书和私钥不能使用，请用 --tls-cert 和 --tls-key 给出配套的一对 PEM 文件。"


@dataclass(frozen=True, kw_only=True)
class TlsPair:
    """A certificate (with its chain) and its key, both PEM, known to belong together."""

    cert: Path
    key: Path


def tls_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--tls-cert`` and ``--tls-key`` to a command."""
    kind = click.Path(path_type=Path)
    cert = click.option("--tls-cert", envvar="HUYING_TLS_CERT", type=kind, help="HTTPS 证书（PEM，含中间证书）。")
    key = click.option("--tls-key", envvar="HUYING_TLS_KEY", type=kind, help="证书的私钥（PEM，不设密码）。")
    return cert(key(command))


def pair_of(*, cert: Path | None, key: Path | None) -> TlsPair | None:
    """Return the pair, ``None`` where neither was given; raises ``TlsPairUnusable``.

    The settings learn of a pair through the environment: secure cookies and HSTS follow from it.
    """
    if cert is None and key is None:
        return None
    if cert is None or key is None:
        raise TlsPairUnusable("--tls-cert 和 --tls-key 要一起给出，请补上另一个。")
    for path in (cert, key):
        _require_readable(path)
    try:
        # An empty password, so that a key with one is refused and not asked about at the terminal.
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key, password=lambda: b"")
    except (ssl.SSLError, ValueError, OSError) as fault:
        raise TlsPairUnusable(f"「{cert}」和「{key}」不是配套的证书和私钥（PEM，私钥不设密码），请更换。") from fault
    pair = TlsPair(cert=cert.resolve(), key=key.resolve())
    os.environ["HUYING_TLS_CERT"], os.environ["HUYING_TLS_KEY"] = str(pair.cert), str(pair.key)
    return pair


def _require_readable(path: Path) -> None:
    try:
        path.open("rb").close()
    except OSError as fault:
        why = "没有这个文件" if isinstance(fault, FileNotFoundError) else "文件不能读取"
        raise TlsPairUnusable(f"证书或私钥「{path}」：{why}，请核对路径和权限。") from fault
