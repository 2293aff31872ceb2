"""Count round-trips between application and database where they happen: on the socket."""

from __future__ import annotations

import select
import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection

from huying.foundation import embedded

_NAME = ".s.PGSQL.5432"
_CHUNK = 1 << 16


class _Relay(threading.Thread):
    """Pass bytes on between one client and the server; ``trips`` counts how often the client spoke anew."""

    def __init__(self, listener: socket.socket, server: Path) -> None:
        super().__init__(daemon=True)
        self.trips = 0
        self._listener, self._server = listener, server

    def run(self) -> None:
        client, _ = self._listener.accept()
        with client, socket.socket(socket.AF_UNIX) as server:
            server.connect(str(self._server))
            other = {client: server, server: client}
            spoke = server
            while True:
                for speaker in select.select(list(other), [], [])[0]:
                    said = speaker.recv(_CHUNK)
                    if not said:
                        return
                    self.trips += speaker is client and spoke is server
                    spoke = speaker
                    other[speaker].sendall(said)


@contextmanager
def counted(server: embedded.Server) -> Iterator[Callable[[], int]]:
    """Lead Django's connection through a relay for this block; yield a function that reads its count."""
    usual = connection.settings_dict["HOST"]
    with tempfile.TemporaryDirectory() as folder, socket.socket(socket.AF_UNIX) as listener:
        listener.bind(f"{folder}/{_NAME}")
        listener.listen(1)
        relay = _Relay(listener, server.socket_dir / _NAME)
        relay.start()
        connection.close()
        connection.settings_dict["HOST"] = folder
        try:
            yield lambda: relay.trips
        finally:
            connection.close()
            connection.settings_dict["HOST"] = usual
            relay.join()
