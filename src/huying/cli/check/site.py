"""What the settings and the folders of the site lack."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from cryptography import x509
from django.conf import settings

from huying.cli.check.finding import Finding, Level
from huying.cli.transport import TlsPairUnusable, pair_of
from huying.foundation import clock

_RENEW_BEFORE = timedelta(days=30)
_LOOPBACK = {"localhost", "127.0.0.1", "[::1]"}


def findings() -> Iterator[Finding]:
    """Yield what is wrong with transport, hosts, keys and the place of the data."""
    if settings.DEBUG:
        yield Finding(code="debug_on", sentence="出错细节会显示给访问者，请去掉 HUYING_DEBUG。")
    if not settings.HUYING_TLS:
        yield Finding(
            code="site_without_tls",
            sentence="网站没有 HTTPS，请用 HUYING_TLS_CERT 和 HUYING_TLS_KEY 给出证书，"
            "或由反向代理加密并设置 HUYING_TLS=1。",
        )
    if settings.HUYING_TLS_CERT:
        yield from _pair_findings(Path(settings.HUYING_TLS_CERT), Path(settings.HUYING_TLS_KEY))
    if "*" in settings.ALLOWED_HOSTS:
        yield Finding(code="any_host", sentence="网站接受任何域名，请用 HUYING_HOSTS 写明自己的域名。")
    elif set(settings.ALLOWED_HOSTS) <= _LOOPBACK:
        yield Finding(
            code="only_loopback", sentence="网站只接受本机访问，请用 HUYING_HOSTS 写明域名。", level=Level.WARNING
        )
    if settings.HUYING_SMS_URL.startswith("http://"):
        yield Finding(
            code="sms_without_tls",
            sentence="短信网关的地址不是 HTTPS，电话号码会明文经过网络；网关不在同一机房的，请改用 https。",
            level=Level.WARNING,
        )
    if not os.access(settings.HUYING_FILES, os.W_OK | os.X_OK):
        yield Finding(
            code="files_folder",
            sentence=f"存放图片的目录「{settings.HUYING_FILES}」不存在或无法写入，"
            "请建立它或用 HUYING_FILES 另指定一个。",
        )
    if settings.HUYING_EMBEDDED:
        yield Finding(
            code="embedded_database",
            sentence="正在使用内置数据库，密钥也存放在数据目录中；正式运行请用 HUYING_DATABASE_URL 指明数据库服务器，"
            "并从环境变量给出密钥。",
            level=Level.WARNING,
        )


def _pair_findings(cert: Path, key: Path) -> Iterator[Finding]:
    try:
        pair_of(cert=cert, key=key)
    except TlsPairUnusable as fault:
        yield Finding(code=fault.code, sentence=str(fault))
        return
    ends = x509.load_pem_x509_certificate(cert.read_bytes()).not_valid_after_utc
    if ends - clock.now() < _RENEW_BEFORE:
        yield Finding(
            code="tls_certificate_ends",
            sentence=f"证书于 {clock.day_of(ends)} 到期，请尽快换发。",
            level=Level.ERROR if ends < clock.now() else Level.WARNING,
        )
