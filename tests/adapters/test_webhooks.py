"""One contract for whoever carries pushes: the client over a real socket, and the fake."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from huying.adapters.webhooks.client import HttpPusher
from huying.adapters.webhooks.fake import FakePusher
from huying.adapters.webhooks.port import Pusher, PushFailed
from tests.receiver import receiving

Got = Callable[[], list[bytes]]


@contextmanager
def _real(failures: int) -> Iterator[tuple[Pusher, str, Got]]:
    with receiving(*[503] * failures) as receiver:
        yield HttpPusher(private=True), receiver.url, lambda: [body for body, _ in receiver.got][failures:]


@contextmanager
def _fake(failures: int) -> Iterator[tuple[Pusher, str, Got]]:
    fake = FakePusher(failures=failures)
    yield fake, "https://example.cn/facts", lambda: [body for _, body, _ in fake.pushed]


@pytest.mark.parametrize("world", [_real, _fake])
def test_what_is_pushed_arrives_as_it_is(world: Callable[[int], Iterator[tuple[Pusher, str, Got]]]) -> None:
    with world(0) as (pusher, url, got):  # type: ignore[attr-defined]  # a context manager
        pusher.push(url=url, body=b'{"a": 1}', headers={"Huying-Delivery": "1"})
        assert got() == [b'{"a": 1}']


@pytest.mark.parametrize("world", [_real, _fake])
def test_an_answer_that_is_no_success_is_told_and_the_next_push_may_arrive(
    world: Callable[[int], Iterator[tuple[Pusher, str, Got]]],
) -> None:
    with world(1) as (pusher, url, got):  # type: ignore[attr-defined]  # a context manager
        with pytest.raises(PushFailed, match="503"):
            pusher.push(url=url, body=b"1", headers={})
        pusher.push(url=url, body=b"2", headers={})
        assert got() == [b"2"]


def test_a_redirect_is_not_followed() -> None:
    with receiving() as other, receiving(302, location=other.url) as receiver:
        with pytest.raises(PushFailed, match="302"):
            HttpPusher(private=True).push(url=receiver.url, body=b"", headers={})
        assert other.got == []


def test_nobody_listening_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
        with pytest.raises(PushFailed, match="没有应答"):
            HttpPusher(private=True).push(url=url, body=b"", headers={})


def test_this_machine_is_not_called_unless_it_is_allowed() -> None:
    with receiving() as receiver:
        with pytest.raises(PushFailed, match="网段"):
            HttpPusher(private=False).push(url=receiver.url, body=b"", headers={})
        assert receiver.got == []


def test_a_name_that_leads_to_a_forbidden_address_is_not_called(monkeypatch: pytest.MonkeyPatch) -> None:
    def resolve(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", ("8.8.8.8", 443)), (0, 0, 0, "", ("169.254.169.254", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    with pytest.raises(PushFailed, match="网段"):
        HttpPusher(private=True).push(url="https://innocent.example.cn/", body=b"", headers={})


def test_the_address_that_was_checked_is_the_one_that_is_called(monkeypatch: pytest.MonkeyPatch) -> None:
    with receiving() as receiver:
        port, asked = receiver.url.split(":")[2].split("/")[0], []
        real = socket.getaddrinfo

        def resolve(host: str, *rest: object, **more: object) -> object:
            asked.append(host)
            return real("127.0.0.1" if host == "receiver.test" else host, *rest, **more)  # type: ignore[arg-type]

        monkeypatch.setattr(socket, "getaddrinfo", resolve)
        HttpPusher(private=True).push(url=f"http://receiver.test:{port}/x", body=b"", headers={})
        assert asked.count("receiver.test") == 1
        assert receiver.got[0][1]["Host"] == f"receiver.test:{port}"
