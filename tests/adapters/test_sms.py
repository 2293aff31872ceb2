"""One contract for whoever carries short messages: the client over a real socket, and the fake."""

from __future__ import annotations

import hmac
import json
import socket
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Event
from uuid import UUID, uuid4

import pytest

from huying.adapters.sms.client import HttpGateway
from huying.adapters.sms.fake import FakeGateway
from huying.adapters.sms.port import Gateway, SmsFailed
from tests.receiver import receiving

SECRET = "s" * 20
PHONE, TEXT = "+8613800000000", "【海城市】工单 20260302000001 已派给本单位。"
Got = Callable[[], list[tuple[UUID, str, str]]]
World = Callable[[int], AbstractContextManager[tuple[Gateway, Got]]]


@contextmanager
def _real(failures: int) -> Iterator[tuple[Gateway, Got]]:
    with receiving(*[503] * failures) as receiver:

        def got() -> list[tuple[UUID, str, str]]:
            said = [json.loads(body) for body, _ in receiver.got[failures:]]
            return [(UUID(one["id"]), one["phone"], one["text"]) for one in said]

        yield HttpGateway(url=receiver.url, secret=SECRET), got


@contextmanager
def _fake(failures: int) -> Iterator[tuple[Gateway, Got]]:
    fake = FakeGateway(failures=failures)
    yield fake, lambda: fake.sent


BOTH = pytest.mark.parametrize("world", [_real, _fake])


@BOTH
def test_a_message_arrives_as_it_is(world: World) -> None:
    with world(0) as (gateway, got):
        key = uuid4()
        assert isinstance(gateway.send(message_id=key, phone=PHONE, text=TEXT), str)
        assert got() == [(key, PHONE, TEXT)]


@BOTH
def test_a_failure_is_told_and_may_be_tried_again_with_the_same_id(world: World) -> None:
    with world(1) as (gateway, got):
        key = uuid4()
        with pytest.raises(SmsFailed, match="503") as fault:
            gateway.send(message_id=key, phone=PHONE, text=TEXT)
        assert not fault.value.is_final
        gateway.send(message_id=key, phone=PHONE, text=TEXT)
        assert got() == [(key, PHONE, TEXT)]


def test_the_request_is_signed() -> None:
    with receiving() as receiver:
        HttpGateway(url=receiver.url, secret=SECRET).send(message_id=uuid4(), phone=PHONE, text=TEXT)
        ((body, headers),) = receiver.got
    moment, mac = (part.split("=")[1] for part in headers["Huying-Signature"].split(","))
    assert hmac.new(SECRET.encode(), f"{moment}.".encode() + body, "sha256").hexdigest() == mac


@pytest.mark.parametrize(("status", "is_final"), [(400, True), (422, True), (401, False), (429, False), (500, False)])
def test_only_what_is_said_of_the_message_itself_is_final(status: int, is_final: bool) -> None:
    with receiving(status) as receiver, pytest.raises(SmsFailed, match=str(status)) as fault:
        HttpGateway(url=receiver.url, secret=SECRET).send(message_id=uuid4(), phone=PHONE, text=TEXT)
    assert fault.value.is_final is is_final


def test_a_gateway_that_hangs_is_given_up() -> None:
    with receiving() as receiver:
        receiver.hold = Event()
        try:
            with pytest.raises(SmsFailed, match="没有应答") as fault:
                HttpGateway(url=receiver.url, secret=SECRET, seconds=0.2).send(
                    message_id=uuid4(), phone=PHONE, text=TEXT
                )
        finally:
            receiver.hold.set()
    assert not fault.value.is_final


def test_nobody_listening_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
        with pytest.raises(SmsFailed, match="没有应答"):
            HttpGateway(url=url, secret=SECRET).send(message_id=uuid4(), phone=PHONE, text=TEXT)


def test_a_redirect_is_not_followed() -> None:
    with receiving() as other, receiving(302, location=other.url) as receiver:
        with pytest.raises(SmsFailed, match="302"):
            HttpGateway(url=receiver.url, secret=SECRET).send(message_id=uuid4(), phone=PHONE, text=TEXT)
        assert other.got == []
