"""A small machine that speaks the same form over HTTP and says what it was told to: tests and trials."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Says:
    """What one request is answered: words, or a fault.

    ``body`` stands for a whole body that is not made of ``words``; ``seconds`` pass before the answer, and between
    bytes where it ``drips``; ``is_half`` leaves before the body's end.
    """

    words: str = ""
    status: int = 200
    finish: str = "stop"
    body: bytes | None = None
    location: str = ""
    seconds: float = 0
    drips: bool = False
    is_half: bool = False


@dataclass(kw_only=True)
class FakeModel:
    """What arrived and what is answered next; the last answer is given again and again."""

    url: str = ""
    says: list[Says] = field(default_factory=lambda: [Says(words="好的。")])
    asked: list[dict[str, Any]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    closing: Event = field(default_factory=Event)

    def next(self) -> Says:
        """Return what this request is answered."""
        return self.says.pop(0) if len(self.says) > 1 else self.says[0]


@contextmanager
def serving(*says: Says, pair: tuple[Path, Path] | None = None) -> Iterator[FakeModel]:
    """Serve at a port of this machine, under TLS where a certificate and its key are given."""
    model = FakeModel(says=list(says) or [Says(words="好的。")])
    server = _Machine(model)
    if pair:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*map(str, pair))
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    model.url = f"{'https' if pair else 'http'}://127.0.0.1:{server.server_port}/v1"
    thread = Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()


class _Machine(ThreadingHTTPServer):
    """Carries what its handlers say; threads end with the process."""

    def __init__(self, model: FakeModel) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.model = model


class _Handler(BaseHTTPRequestHandler):
    server: _Machine

    def do_POST(self) -> None:
        model, body = self.server.model, self.rfile.read(int(self.headers["Content-Length"]))
        model.keys.append(self.headers.get("Authorization", ""))
        asked = _read(body)
        if self.path != "/v1/chat/completions" or asked is None:
            self._say(Says(status=404 if asked else 400, body=b"{}"))
            return
        model.asked.append(asked)
        self._say(model.next())

    def _say(self, says: Says) -> None:
        if says.seconds and not says.drips:
            self.server.model.closing.wait(says.seconds)
        try:
            self._write(says, says.body if says.body is not None else _completion(says))
        except OSError:  # whoever asked has left
            self.close_connection = True

    def _write(self, says: Says, body: bytes) -> None:
        self.send_response(says.status)
        if says.location:
            self.send_header("Location", says.location)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        for piece in _pieces(says, body):
            self.wfile.write(piece)
            self.wfile.flush()
            if says.drips and self.server.model.closing.wait(says.seconds):
                break
        self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        pass


def _read(body: bytes) -> dict[str, Any] | None:
    """Return a request that has what a real machine asks for."""
    try:
        asked = json.loads(body)
    except ValueError:
        return None
    if not isinstance(asked, dict) or not isinstance(asked.get("model"), str):
        return None
    messages = asked.get("messages")
    is_whole = isinstance(messages, list) and all({"role", "content"} <= set(one) for one in messages)
    return asked if is_whole else None


def _pieces(says: Says, body: bytes) -> list[bytes]:
    sent = body[: len(body) // 2] if says.is_half else body
    return [sent[place : place + 1] for place in range(len(sent))] if says.drips else [sent]


def _completion(says: Says) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": says.words}, "finish_reason": says.finish}
    return json.dumps({"object": "chat.completion", "choices": [choice]}, ensure_ascii=False).encode()
