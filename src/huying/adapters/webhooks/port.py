"""What the house asks of whoever carries a push."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from huying.domain.errors import Unavailable


class PushFailed(Unavailable):
    """The receiver was not reached, or did not answer with success; the sentence says how."""

    code = "push_failed"
    sentence = "推送未送达，请核对接收地址。"


class Pusher(Protocol):
    """Carries one push."""

    def push(self, *, url: str, body: bytes, headers: Mapping[str, str]) -> None:
        """Deliver ``body`` to ``url``; raises ``PushFailed`` for anything but an answer of 2xx."""
