"""Whose address a request comes from: only our own proxies are believed."""

from __future__ import annotations

import pytest
from django.test import RequestFactory, override_settings

from huying.foundation.client_address import client_address, household, networks


@pytest.mark.parametrize(
    ("trusted", "sender", "said", "found"),
    [
        ([], "203.0.113.5", "198.51.100.1", "203.0.113.5"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.2", "6.6.6.6, 198.51.100.1", "198.51.100.1"),
        (["10.0.0.0/8"], "10.0.0.2", "198.51.100.1, 10.0.0.3", "198.51.100.1"),
        (["10.0.0.0/8"], "203.0.113.5", "198.51.100.1", "203.0.113.5"),
        (["10.0.0.0/8"], "10.0.0.2", "", "10.0.0.2"),
        (["10.0.0.0/8"], "10.0.0.2", "nonsense", ""),
        (["::1"], "::1", "2001:db8:1:2:3::4", "2001:db8:1:2:3::4"),
    ],
)
def test_the_address_is_the_first_that_no_proxy_of_ours_wrote(
    trusted: list[str], sender: str, said: str, found: str
) -> None:
    headers = {"X-Forwarded-For": said} if said else {}
    request = RequestFactory(REMOTE_ADDR=sender).get("/", headers=headers)
    with override_settings(HUYING_TRUSTED_PROXIES=networks(trusted)):
        assert client_address(request) == found


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("198.51.100.1", "198.51.100.1"),
        ("::ffff:198.51.100.1", "198.51.100.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_a_limit_counts_a_household(address: str, counted: str) -> None:
    assert household(address) == counted


def test_what_is_no_network_is_refused() -> None:
    with pytest.raises(ValueError, match="does not appear"):
        networks(["proxy.example"])
