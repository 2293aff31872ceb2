"""The address of a language model is written out in full, and encrypted unless it plainly stays inside."""

from __future__ import annotations

import pytest

from huying.config.settings.environment import BadSetting
from huying.config.settings.model import HUYING_LLM_URL, _check_address


def test_there_is_none_by_default() -> None:
    assert HUYING_LLM_URL == ""


@pytest.mark.parametrize(
    "url", ["https://llm.example.cn/v1", "http://10.0.0.8:8000/v1", "http://[::1]:8000/v1", "http://localhost:11434/v1"]
)
def test_a_whole_address_is_taken(url: str) -> None:
    _check_address(url)


@pytest.mark.parametrize(
    "url",
    [
        "llm.example.cn",
        "/v1",
        "https://",
        "file:///etc/passwd",
        "ftp://10.0.0.8/v1",
        "http://llm.example.cn/v1",
        "http://8.8.8.8/v1",
        "https://name:word@llm.example.cn/v1",
        "https://llm.example.cn/v1?key=x",
        "https://llm.example.cn:port/v1",
        "http://[::1/v1",
    ],
)
def test_anything_else_is_refused(url: str) -> None:
    with pytest.raises(BadSetting, match="HUYING_LLM_URL"):
        _check_address(url)
