"""What the house asks of whoever carries short messages."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from huying.domain.errors import Unavailable


class SmsFailed(Unavailable):
    """The message did not go out; ``is_final`` where trying again cannot help, as with a number that is none."""

    code = "sms_failed"
    sentence = "短信没有发出，请核对短信网关。"

    def __init__(self, sentence: str, /, *, is_final: bool = False) -> None:
        """Keep what went wrong."""
        super().__init__(sentence)
        self.is_final = is_final


class Gateway(Protocol):
    """Carries one message."""

    def send(self, *, message_id: UUID, phone: str, text: str) -> str:
        """Send ``text`` to ``phone`` (``+8613800000000``); return the gateway's own number, empty where it gives none.

        ``message_id`` is the same at every try, so that a gateway can tell a repetition. Raises ``SmsFailed``.
        """
