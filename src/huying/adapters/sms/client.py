"""The gateway contract that docs/howto/sms.md describes: one signed JSON request a message, with httpx."""

from __future__ import annotations

import json
from uuid import UUID

import httpx

from huying.adapters.sms.port import SmsFailed
from huying.domain.webhooks import signature
from huying.foundation import clock

# 约定: a gateway takes a message into its own queue and answers; ten seconds are long for that.
_SECONDS = 10.0
_NUMBER_MAX = 64
# The gateway is busy, or asks to come again: everything else of 4xx is said of this message and will not change.
_AGAIN = frozenset({401, 403, 404, 408, 425, 429})


class HttpGateway:
    """Posts messages to one address; follows no redirect and trusts no proxy of the environment."""

    def __init__(self, *, url: str, secret: str, seconds: float = _SECONDS) -> None:
        """Keep where to post, what to sign with, and for how long to wait."""
        self._url, self._secret, self._seconds = url, secret, seconds

    def send(self, *, message_id: UUID, phone: str, text: str) -> str:
        """Post the message; raises ``SmsFailed``."""
        body = json.dumps({"id": str(message_id), "phone": phone, "text": text}, ensure_ascii=False).encode()
        stamp = signature(secret=self._secret, timestamp=int(clock.system().timestamp()), body=body)
        headers = {"Content-Type": "application/json", "User-Agent": "huying", "Huying-Signature": stamp}
        try:
            with httpx.Client(timeout=self._seconds, follow_redirects=False, trust_env=False) as client:
                answer = client.post(self._url, content=body, headers=headers)
        except (httpx.HTTPError, OSError) as fault:
            raise SmsFailed(f"短信网关没有应答（{type(fault).__name__}）。") from fault
        status = answer.status_code
        if not httpx.codes.is_success(status):
            is_final = httpx.codes.is_client_error(status) and status not in _AGAIN
            raise SmsFailed(f"短信网关应答 {status}。", is_final=is_final)
        return _number_in(answer)


def _number_in(answer: httpx.Response) -> str:
    """Return the gateway's number of the message; a message that went out is not failed by an odd answer."""
    try:
        said = answer.json()
    except ValueError:
        return ""
    number = said.get("id", "") if isinstance(said, dict) else ""
    return str(number)[:_NUMBER_MAX]
