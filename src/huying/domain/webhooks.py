"""Pushing facts to other systems (推送): the signature, the pauses, and which addresses may be called."""

from __future__ import annotations

import hmac
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address

from huying.domain.lifecycle import TRANSITIONS

FACTS: tuple[str, ...] = tuple(dict.fromkeys(row.fact for row in TRANSITIONS))
"""What a system may ask to be told of."""
FACT_LABELS: dict[str, str] = {row.fact: row.label for row in TRANSITIONS}
# 约定: growing pauses whose sum stays under a day (23 h 21 min); no norm names a figure.
_PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 120, 240, 480, 480))
# Where clouds tell a machine its own secrets; some lie in private ranges.
_METADATA = frozenset({IPv4Address("169.254.169.254"), IPv4Address("100.100.100.200"), IPv6Address("fd00:ec2::254")})


def pause_after(attempts: int) -> timedelta | None:
    """Return how long to wait after so many failed attempts, ``None`` when it is given up."""
    return _PAUSES[attempts - 1] if attempts <= len(_PAUSES) else None


def signature(*, secret: str, timestamp: int, body: bytes) -> str:
    """Return the header by which the receiver knows us: ``t=…,v1=…``, HMAC-SHA256 over ``t.body``, in hex."""
    mac = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, sha256).hexdigest()
    return f"t={timestamp},v1={mac}"


def may_be_called(address: IPv4Address | IPv6Address, *, private: bool) -> bool:
    """Say whether a push may go to this address; ``private`` opens loopback and intranet addresses.

    约定 (against SSRF): never link-local, metadata, multicast or unspecified ones, whatever is set.
    """
    plain: IPv4Address | IPv6Address = address
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        plain = address.ipv4_mapped
    never = plain.is_link_local or plain.is_multicast or plain.is_unspecified or plain in _METADATA
    if never:
        return False
    return plain.is_global or (private and (plain.is_private or plain.is_loopback))
