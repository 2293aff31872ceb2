"""Keys, hosts, cookies, transport and what a page may load."""

from __future__ import annotations

import base64
import os

from csp import constants as source

from huying.config.settings import environment as env
from huying.config.settings.applications import DATA
from huying.config.settings.database import HUYING_EMBEDDED
from huying.foundation import secrets

_KEY = "密钥 {0}，也可用 {1}_FILE 指明文件；内置数据库首次启动时自动生成；轮换时的其他密钥在 {1}_MORE 或 {1}_MORE_FILE"
for _field, _name in secrets.NAMES.items():
    env.text(_name, default="", meaning=_KEY.format(_field, _name))

if HUYING_EMBEDDED and "HUYING_EMBEDDED_SOCKET" not in os.environ:
    HUYING_SECRETS = secrets.published()
    HUYING_KEYS = None
else:
    # The folder of keys, which a rotation changes while the site runs.
    HUYING_KEYS = DATA / "keys" if HUYING_EMBEDDED else None
    HUYING_SECRETS = secrets.load(DATA if HUYING_EMBEDDED else None, os.environ)
HUYING_SUITE = env.text(
    "HUYING_SUITE", default="aes", meaning="加密套件：aes，或 sm4（国密 SM4-GCM、HMAC-SM3）"
).lower()
if HUYING_SUITE not in {"aes", "sm4"}:
    raise env.BadSetting(f"环境变量 HUYING_SUITE 应为 aes 或 sm4，现为「{HUYING_SUITE}」，请改正。")
SECRET_KEY = base64.b64encode(HUYING_SECRETS.secret_key).decode()

ALLOWED_HOSTS = env.words(
    "HUYING_HOSTS", default=["localhost", "127.0.0.1", "[::1]"], meaning="网站的域名或地址，逗号分隔"
)
CSRF_TRUSTED_ORIGINS = env.words(
    "HUYING_ORIGINS", default=[], meaning="反向代理之后的网站来源，如 https://12345.example.cn，逗号分隔"
)

HUYING_TLS_CERT = env.text(
    "HUYING_TLS_CERT", default="", meaning="网站自己提供 HTTPS 时的证书（PEM），同命令行的 --tls-cert"
)
HUYING_TLS_KEY = env.text("HUYING_TLS_KEY", default="", meaning="证书的私钥（PEM），同命令行的 --tls-key")
HUYING_TLS = (
    env.flag("HUYING_TLS", default=False, meaning="网站经 HTTPS 提供；给出证书时自动为 1，由反向代理加密时请设为 1")
    or HUYING_TLS_CERT != ""
)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HUYING_TLS
SECURE_HSTS_SECONDS = 31_536_000 if HUYING_TLS else 0
if env.flag("HUYING_BEHIND_PROXY", default=False, meaning="前面有反向代理，且由它设置 X-Forwarded-Proto"):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [source.SELF],
        "img-src": [source.SELF, "data:"],
        "object-src": [source.NONE],
        "base-uri": [source.NONE],
        "form-action": [source.SELF],
        "frame-ancestors": [source.NONE],
    },
}

# A push goes to public https addresses; inside a government intranet the receivers are private ones.
HUYING_WEBHOOK_PRIVATE = env.flag(
    "HUYING_WEBHOOK_PRIVATE", default=False, meaning="允许向内网和本机地址推送（可用 http）；政务内网部署时打开"
)

# A form whose token lapsed is given back with what was typed.
CSRF_FAILURE_VIEW = "huying.config.expired.csrf_failed"
