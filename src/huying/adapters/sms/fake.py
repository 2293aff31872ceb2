"""A gateway that sends nothing: demonstrations and tests read what they would have sent in the message log."""

from __future__ import annotations

from uuid import UUID

from huying.adapters.sms.port import SmsFailed


class FakeGateway:
    """Remembers every message; the first ``failures`` do not go out."""

    def __init__(self, *, failures: int = 0) -> None:
        """Keep how often to fail."""
        self.failures = failures
        self.sent: list[tuple[UUID, str, str]] = []

    def send(self, *, message_id: UUID, phone: str, text: str) -> str:
        """Keep the message, or raise ``SmsFailed``."""
        if self.failures > 0:
            self.failures -= 1
            raise SmsFailed("短信网关应答 503。")
        self.sent.append((message_id, phone, text))
        return f"demo-{message_id.hex[:12]}"
