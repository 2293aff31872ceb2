"""Why a database cannot be worked with: libpq says so in English, a person at the terminal reads Chinese."""

from __future__ import annotations

from huying.domain.errors import Unavailable


class DatabaseUnreachable(Unavailable):
    """The database does not answer, does not let us in, or broke off while a command was at work."""

    code = "database_unreachable"
    sentence = "数据库没有应答，请检查 HUYING_DATABASE_URL 和数据库是否在运行。"


class DatabaseUntrusted(Unavailable):
    """The server did not prove who it is, or the two do not agree on TLS; nothing was sent to it."""

    code = "database_untrusted"
    sentence = "与数据库的加密连接没有建立，请核对数据库地址中的 sslmode、sslrootcert 和服务器的证书。"


# What libpq's messages hold, and what it means; the first that fits is told.
_OF_TLS = (
    ("does not match host name", "数据库服务器的证书不是为地址中的主机名签发的，请把地址改成证书上的主机名。"),
    ("certificate verify failed", "数据库服务器的证书不是 sslrootcert 中的机构签发的，或已经过期，请核对两边的证书。"),
    ("root certificate", "sslrootcert 指明的证书文件不存在或不能使用，请核对数据库地址中的路径和文件的权限。"),
    ("does not support SSL", "数据库服务器没有开启 TLS，而地址中的 sslmode 要求加密，请在服务器上开启后重试。"),
    ("no encryption", "数据库服务器只接受加密的连接，请在数据库地址中加上 sslmode=verify-full 和 sslrootcert。"),
)
_OTHERS = (
    ("password authentication failed", "用户名或口令不对"),
    ("no password supplied", "地址中没有口令"),
    ("no pg_hba.conf entry", "服务器的 pg_hba.conf 没有放行这台机器"),
    ("permission denied for database", "这个用户不许连接这个库"),
    ("too many clients", "连接数已满"),
    ("remaining connection slots", "连接数已满"),
    ("starting up", "数据库正在启动"),
    ("shutting down", "数据库正在停止"),
    ("Connection refused", "那里没有数据库在监听"),
    ("No such file or directory", "那里没有数据库在监听"),
    ("could not translate host name", "主机名无法解析"),
    ("failed to resolve host", "主机名无法解析"),
    ("timeout", "等候超时"),
    ("closed the connection", "连接中断"),
    ("connection is closed", "连接中断"),
    ("does not exist", "没有这个库或用户"),
)


def refusal_of(fault: Exception) -> Unavailable:
    """Return the refusal for a fault of connecting; a reason that is not known stands as the library gave it."""
    said = str(fault).strip()
    for part, sentence in _OF_TLS:
        if part in said:
            return DatabaseUntrusted(sentence)
    last = said.splitlines()[-1] if said else type(fault).__name__
    reason = next((meaning for part, meaning in _OTHERS if part in said), last)
    return DatabaseUnreachable(f"数据库没有应答，请检查 HUYING_DATABASE_URL 和数据库是否在运行（{reason}）。")
