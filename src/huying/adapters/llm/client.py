"""The chat completions that vLLM, Ollama, Xinference and their like serve (OpenAI's form), with httpx."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx

from huying.adapters.llm.port import ModelFailed

# 约定: a draft is a few hundred words; what is longer than this is none, whatever it says.
_LARGEST = 256 * 1024
_WORDS = 1500


class HttpModel:
    """Asks one address that was given; follows no redirect, trusts no proxy of the environment, waits so long in all.

    ``url`` ends before ``/chat/completions``.
    """

    def __init__(self, *, url: str, key: str, name: str, seconds: float) -> None:
        """Keep whom to ask, and for how long to wait: from the first byte sent to the last received."""
        self._url, self._key, self._seconds = f"{url.rstrip('/')}/chat/completions", key, seconds
        self.name = name

    def answer(self, *, instruction: str, material: str) -> str:
        """Ask once; raises ``ModelFailed``."""
        messages = [{"role": "system", "content": instruction}, {"role": "user", "content": material}]
        asked = {"model": self.name, "messages": messages, "max_tokens": _WORDS, "temperature": 0.2, "stream": False}
        try:
            said = asyncio.run(self._posted(json.dumps(asked, ensure_ascii=False).encode()))
        except (TimeoutError, httpx.TimeoutException) as fault:
            raise ModelFailed("模型没有在规定的时间内答完。", is_late=True) from fault
        except (httpx.HTTPError, OSError) as fault:
            raise ModelFailed(f"模型没有应答（{type(fault).__name__}）。") from fault
        return _words_in(said)

    async def _posted(self, body: bytes) -> bytes:
        """Return the body of a successful answer; a total limit, so that dripping bytes cannot stretch it."""
        headers = {"Content-Type": "application/json", "User-Agent": "huying", "Accept-Encoding": "identity"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        got = bytearray()
        async with (
            asyncio.timeout(self._seconds),
            httpx.AsyncClient(timeout=self._seconds, follow_redirects=False, trust_env=False) as client,
            client.stream("POST", self._url, content=body, headers=headers) as answer,
        ):
            if not httpx.codes.is_success(answer.status_code):
                raise ModelFailed(f"模型应答 {answer.status_code}。")
            async for piece in answer.aiter_raw():
                got += piece
                if len(got) > _LARGEST:
                    raise ModelFailed("模型的答案太大，没有接收。")
        return bytes(got)


def _words_in(body: bytes) -> str:
    """Return the words of an answer; one that was cut off, or holds none, is no answer."""
    try:
        said: Any = json.loads(body)
        choice = said["choices"][0]
        words, ended = choice["message"]["content"], choice.get("finish_reason")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as fault:
        raise ModelFailed("模型的答案看不懂。") from fault
    if ended not in {"stop", None}:
        raise ModelFailed("模型没有把话说完。")
    if not isinstance(words, str) or not words.strip():
        raise ModelFailed("模型的答案是空的。")
    return words
