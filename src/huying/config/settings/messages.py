"""Short messages: the gateway, and the address that their links begin with."""

from __future__ import annotations

from huying.config.settings import environment as env

_SECRET_AT_LEAST = 16

HUYING_SMS_URL = env.text(
    "HUYING_SMS_URL", default="", meaning="短信网关的地址（https），约定见 docs/howto/sms.md；空则不发短信，只留记录"
)
HUYING_SMS_SECRET = env.text("HUYING_SMS_SECRET", default="", meaning="与短信网关约定的签名密钥，至少 16 个字符")
HUYING_PUBLIC_URL = env.text(
    "HUYING_PUBLIC_URL", default="", meaning="市民打开本站的网址，如 https://12345.example.cn；短信中的停收链接以它开头"
).rstrip("/")

if HUYING_SMS_URL and len(HUYING_SMS_SECRET) < _SECRET_AT_LEAST:
    raise env.BadSetting("设置了 HUYING_SMS_URL，还须设置 HUYING_SMS_SECRET（至少 16 个字符）。")
if HUYING_SMS_URL and not HUYING_PUBLIC_URL:
    raise env.BadSetting("设置了 HUYING_SMS_URL，还须设置 HUYING_PUBLIC_URL，短信中的停收链接要用。")
