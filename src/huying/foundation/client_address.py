"""Whose address a request comes from: what a proxy says counts only where the proxy is ours."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

# 约定: a household or a phone gets a whole /64 of IPv6; single addresses of it are free to change.
_V6_PREFIX = 64
_Network = IPv4Network | IPv6Network


def client_address(request: HttpRequest) -> str:
    """Return the address a request was sent from, as text; empty where none is known.

    ``X-Forwarded-For`` is read from its end, as long as who wrote it stands in ``HUYING_TRUSTED_PROXIES``.
    """
    trusted: list[_Network] = settings.HUYING_TRUSTED_PROXIES
    sender = str(request.META.get("REMOTE_ADDR", ""))
    said = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    while said and _is_in(sender, trusted):
        sender = said.pop()
    return sender if _address(sender) else ""


def household(address: str) -> str:
    """Return what a limit counts by: an IPv4 address itself, of an IPv6 address its network."""
    found = _address(address)
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((found, _V6_PREFIX), strict=False))
    return address


def networks(texts: list[str]) -> list[_Network]:
    """Return the networks that a setting lists; raises ``ValueError`` for what is none."""
    return [ip_network(text, strict=False) for text in texts]


def _is_in(text: str, trusted: list[_Network]) -> bool:
    address = _address(text)
    return address is not None and any(address in network for network in trusted)


def _address(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text)
    except ValueError:
        return None
