"""A language model on the city's own machines; without an address there is none, and nothing is sent anywhere."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from huying.config.settings import environment as env

_LONGEST = 60

HUYING_LLM_URL = env.text(
    "HUYING_LLM_URL",
    default="",
    meaning="本市自己机器上大模型服务的地址（OpenAI 兼容，到 /v1 为止），如 https://llm.example.cn/v1；"
    "空则不用模型，什么也不发出；见 docs/howto/model.md",
).strip()
HUYING_LLM_KEY = env.text("HUYING_LLM_KEY", default="", meaning="大模型服务的密钥，没有则空")
HUYING_LLM_MODEL = env.text("HUYING_LLM_MODEL", default="", meaning="模型的名称，写入使用记录；设了地址就必须设")
HUYING_LLM_SECONDS = env.number(
    "HUYING_LLM_SECONDS", default=20, meaning=f"等模型答完最多几秒，1 到 {_LONGEST}，从发出到收完"
)
HUYING_LLM_AT_ONCE = env.number(
    "HUYING_LLM_AT_ONCE", default=2, meaning="每个网站进程最多几个页面同时等模型，应小于线程数，其余的马上说「正忙」"
)


def _is_inside(host: str) -> bool:
    try:
        return not ip_address(host).is_global
    except ValueError:
        return host == "localhost"


def _check_address(url: str) -> None:
    written = env.BadSetting("HUYING_LLM_URL 应写成完整的地址，如 https://llm.example.cn/v1，不带用户名和参数。")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as fault:
        raise written from fault
    if not host or port == 0 or parts.username or parts.password or parts.query or parts.fragment:
        raise written
    if parts.scheme != "https" and not (parts.scheme == "http" and _is_inside(host)):
        raise env.BadSetting("HUYING_LLM_URL 应以 https:// 开头；只有写明内网 IP 的地址才可以用 http://。")


if HUYING_LLM_URL:
    _check_address(HUYING_LLM_URL)
    if not HUYING_LLM_MODEL:
        raise env.BadSetting("设置了 HUYING_LLM_URL，还须设置 HUYING_LLM_MODEL。")
if not 1 <= HUYING_LLM_SECONDS <= _LONGEST:
    raise env.BadSetting(f"HUYING_LLM_SECONDS 应在 1 到 {_LONGEST} 之间，请改正。")
if not HUYING_LLM_AT_ONCE >= 1:
    raise env.BadSetting("HUYING_LLM_AT_ONCE 至少为 1，请改正。")
