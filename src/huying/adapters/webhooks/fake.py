"""A pusher that keeps what it was given."""

from __future__ import annotations

from collections.abc import Mapping

from huying.adapters.webhooks.port import PushFailed


class FakePusher:
    """Remembers every push; the first ``failures`` are not delivered."""

    def __init__(self, *, failures: int = 0) -> None:
        """Keep how often to fail."""
        self.failures = failures
        self.pushed: list[tuple[str, bytes, dict[str, str]]] = []

    def push(self, *, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Keep the push, or raise ``PushFailed``."""
        if self.failures > 0:
            self.failures -= 1
            raise PushFailed("接收方应答 503。")
        self.pushed.append((url, body, dict(headers)))
