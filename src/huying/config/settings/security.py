"""Keys, hosts, cookies, transport and what a page may load."""

from __future__ import annotations

import base64
import os

from csp import constants as source

from huying.config.settings import environment as env
from huying.config.settings.applications import DATA
from huying.config.settings.database import HUYING_EMBEDDED
from huying.foundation import secrets

for _field, _name in secrets.NAMES.items():
    env.text(_name, default="", meaning=f"密钥 {_field}，也可用 {_name}_FILE 指明文件；内置数据库首次启动时自动生成")

if HUYING_EMBEDDED and "HUYING_EMBEDDED_SOCKET" not in os.environ:
    HUYING_SECRETS = secrets.published()
else:
    HUYING_SECRETS = secrets.load(DATA if HUYING_EMBEDDED else None, os.environ)
SECRET_KEY = base64.b64encode(HUYING_SECRETS.secret_key).decode()

ALLOWED_HOSTS = env.words(
    "HUYING_HOSTS", default=["localhost", "127.0.0.1", "[::1]"], meaning="网站的域名或地址，逗号分隔"
)
CSRF_TRUSTED_ORIGINS = env.words(
    "HUYING_ORIGINS", default=[], meaning="反向代理之后的网站来源，如 https://12345.example.cn，逗号分隔"
)

HUYING_TLS = env.flag("HUYING_TLS", default=False, meaning="网站经 HTTPS 提供")
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
