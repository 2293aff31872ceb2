"""One contract for whoever drafts: the client and the fake machine, over real HTTP."""

from __future__ import annotations

import json
import socket
import time
from pathlib import Path

import httpx
import pytest

from huying.adapters.llm.client import HttpModel
from huying.adapters.llm.fake import FakeModel, Says, serving
from huying.adapters.llm.port import Model, ModelFailed
from tests.server.certificates import write_pair

SECONDS = 5.0


def model_at(served: FakeModel, *, seconds: float = SECONDS, key: str = "k" * 20) -> Model:
    return HttpModel(url=served.url, key=key, name="qwen3-8b", seconds=seconds)


def ask(model: Model) -> str:
    return model.answer(instruction="写标题。", material="小区停水两天了。")


def test_instruction_and_material_arrive_apart_and_the_words_come_back() -> None:
    with serving(Says(words="小区停水")) as served:
        assert ask(model_at(served)) == "小区停水"
    (asked,) = served.asked
    assert asked["model"] == "qwen3-8b"
    assert [(one["role"], one["content"]) for one in asked["messages"]] == [
        ("system", "写标题。"),
        ("user", "小区停水两天了。"),
    ]
    assert asked["stream"] is False
    assert served.keys == [f"Bearer {'k' * 20}"]


def test_without_a_key_none_is_sent() -> None:
    with serving() as served:
        ask(model_at(served, key=""))
    assert served.keys == [""]


@pytest.mark.parametrize("body", [b"{", b"[]", b'{"model": "x"}', b'{"model": "x", "messages": [{"role": "user"}]}'])
def test_the_fake_refuses_what_a_real_machine_refuses(body: bytes) -> None:
    with serving() as served:
        assert httpx.post(f"{served.url}/chat/completions", content=body, trust_env=False).status_code == 400
        whole = {"model": "x", "messages": [{"role": "user", "content": "。"}]}
        assert httpx.post(f"{served.url}/completions", json=whole, trust_env=False).status_code == 404
        assert served.asked == []
        answer = httpx.post(f"{served.url}/chat/completions", json=whole, trust_env=False).json()
    assert answer["choices"][0]["message"] == {"role": "assistant", "content": "好的。"}


@pytest.mark.parametrize(
    ("says", "sentence"),
    [
        (Says(status=500), "应答 500"),
        (Says(status=401, words="没有权限"), "应答 401"),
        (Says(body=b"<html>"), "看不懂"),
        (Says(body=b"{}"), "看不懂"),
        (Says(body=b'{"choices": []}'), "看不懂"),
        (Says(body=b'{"choices": [{"message": "x"}]}'), "看不懂"),
        (Says(body=b"[" * 100_000), "看不懂"),
        (Says(body=b"\xff\xfe"), "看不懂"),
        (Says(words=""), "空的"),
        (Says(body=b'{"choices": [{"message": {"content": null}}]}'), "空的"),
        (Says(words="说到一半", finish="length"), "没有把话说完"),
        (Says(words="一半" * 50, is_half=True), "没有应答"),
        (Says(words="大" * 200_000), "太大"),
    ],
)
def test_what_is_no_whole_answer_is_told_and_the_next_may_be_one(says: Says, sentence: str) -> None:
    with serving(says, Says(words="小区停水")) as served:
        model = model_at(served)
        with pytest.raises(ModelFailed, match=sentence) as fault:
            ask(model)
        assert not fault.value.is_late
        assert ask(model) == "小区停水"


@pytest.mark.parametrize("says", [Says(words="晚", seconds=30), Says(words="一点一点", seconds=0.05, drips=True)])
def test_a_slow_machine_is_given_up_after_the_time_in_all(says: Says) -> None:
    with serving(says) as served:
        began = time.monotonic()
        with pytest.raises(ModelFailed, match="规定的时间") as fault:
            ask(model_at(served, seconds=0.4))
        taken = time.monotonic() - began
    assert fault.value.is_late
    assert taken < 2


def test_a_redirect_is_not_followed() -> None:
    with serving() as other, serving(Says(status=307, location=other.url)) as served:
        with pytest.raises(ModelFailed, match="307"):
            ask(model_at(served))
        assert other.asked == []


def test_nobody_listening_is_told() -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/v1"
        with pytest.raises(ModelFailed, match="没有应答"):
            ask(HttpModel(url=url, key="", name="x", seconds=SECONDS))


def test_a_certificate_that_nobody_vouches_for_is_not_trusted(tmp_path: Path) -> None:
    with serving(pair=write_pair(tmp_path)) as served:
        with pytest.raises(ModelFailed, match="没有应答"):
            ask(model_at(served))
        assert served.asked == []


def test_a_proxy_of_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving() as served, serving() as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("ALL_PROXY", proxy.url)
        ask(model_at(served))
        assert (len(served.asked), proxy.asked) == (1, [])
    assert json.dumps(served.asked)
