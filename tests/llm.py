"""A site that has a language model: the fake machine over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.test import override_settings

from huying.adapters.llm.fake import FakeModel, Says, serving


@contextmanager
def with_model(*says: Says, seconds: float = 5.0) -> Iterator[FakeModel]:
    """Let the site ask a machine that answers this."""
    with (
        serving(*says) as served,
        override_settings(
            HUYING_LLM_URL=served.url, HUYING_LLM_KEY="", HUYING_LLM_MODEL="qwen3-8b", HUYING_LLM_SECONDS=seconds
        ),
    ):
        yield served
