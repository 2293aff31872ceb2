"""Signature, pauses and addresses of pushes."""

from __future__ import annotations

import hmac
from datetime import timedelta
from ipaddress import ip_address
from itertools import count, takewhile

import pytest

from huying.domain.webhooks import may_be_called, pause_after, signature


def test_the_receiver_can_check_the_signature_with_the_secret_alone() -> None:
    header = signature(secret="s" * 32, timestamp=1_700_000_000, body=b'{"a":1}')
    moment, mac = (part.split("=")[1] for part in header.split(","))
    assert hmac.compare_digest(hmac.new(b"s" * 32, f"{moment}.".encode() + b'{"a":1}', "sha256").hexdigest(), mac)


def test_pauses_grow_and_end_within_a_day() -> None:
    pauses = [pause for pause in takewhile(bool, map(pause_after, count(1))) if pause]
    assert pauses == sorted(pauses)
    assert timedelta(hours=20) < sum(pauses, timedelta()) <= timedelta(hours=24)


@pytest.mark.parametrize(
    ("address", "public", "inside"),
    [
        ("8.8.8.8", True, True),
        ("2400:3200::1", True, True),
        ("10.1.2.3", False, True),
        ("192.168.1.1", False, True),
        ("127.0.0.1", False, True),
        ("::1", False, True),
        ("::ffff:10.0.0.1", False, True),
        ("fd12:3456::1", False, True),
        ("169.254.169.254", False, False),
        ("::ffff:169.254.169.254", False, False),
        ("169.254.1.1", False, False),
        ("fe80::1", False, False),
        ("fd00:ec2::254", False, False),
        ("100.100.100.200", False, False),
        ("0.0.0.0", False, False),
        ("::", False, False),
        ("224.0.0.1", False, False),
        ("ff02::1", False, False),
    ],
)
def test_a_push_goes_to_public_addresses_and_inside_only_where_allowed(
    address: str, public: bool, inside: bool
) -> None:
    assert may_be_called(ip_address(address), private=False) is public
    assert may_be_called(ip_address(address), private=True) is inside
