"""Push over HTTP with httpx, to addresses that may be called and to no other."""

from __future__ import annotations

import socket
from collections.abc import Mapping
from ipaddress import ip_address

import httpx

from huying.adapters.webhooks.port import PushFailed
from huying.domain.webhooks import may_be_called

# 约定: a receiver notes the push and answers; ten seconds is long for that.
_SECONDS = 10.0


class HttpPusher:
    """Resolves the host itself and calls the very address it has checked; follows no redirect, reads no answer."""

    def __init__(self, *, private: bool, seconds: float = _SECONDS) -> None:
        """Keep whether intranet addresses may be called, and for how long to wait."""
        self._private, self._seconds = private, seconds

    def push(self, *, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Deliver ``body``; raises ``PushFailed``."""
        target = httpx.URL(url)
        checked = target.copy_with(host=self._address(target))
        sent = {**headers, "Host": target.netloc.decode()}
        try:
            with (
                httpx.Client(timeout=self._seconds, follow_redirects=False, trust_env=False) as client,
                client.stream(
                    "POST", checked, content=body, headers=sent, extensions={"sni_hostname": target.host}
                ) as answer,
            ):
                status = answer.status_code
        except (httpx.HTTPError, OSError) as fault:
            raise PushFailed(f"接收方没有应答（{type(fault).__name__}）。") from fault
        if not httpx.codes.is_success(status):
            raise PushFailed(f"接收方应答 {status}。")

    def _address(self, target: httpx.URL) -> str:
        try:
            found = socket.getaddrinfo(target.host, target.port or 443, type=socket.SOCK_STREAM)
        except OSError as fault:
            raise PushFailed("接收地址的主机名无法解析。") from fault
        addresses = [str(one[4][0]) for one in found]
        # One bad address among several is refused too: the answer may change between two questions.
        if not addresses or not all(may_be_called(ip_address(one), private=self._private) for one in addresses):
            raise PushFailed("接收地址解析到不允许推送的网段。")
        if target.scheme != "https" and not (self._private and _is_inside(addresses[0])):
            raise PushFailed("接收地址应使用 https。")
        return addresses[0]


def _is_inside(address: str) -> bool:
    return not ip_address(address).is_global
