"""Keys on the disk: a new one is made readable to every process first, and written with only then."""

from __future__ import annotations

import base64
import os
import secrets
from pathlib import Path

from huying.domain.errors import Unavailable
from huying.domain.system_faults import reason_of
from huying.foundation.secrets import key_id


class KeyUnwritable(Unavailable):
    """A key file cannot be written or removed."""

    code = "key_unwritable"
    sentence = "密钥文件无法写入，请检查数据目录的权限和磁盘空间。"


def new_key() -> bytes:
    """Return a new key."""
    return secrets.token_bytes(32)


def keep(folder: Path, name: str, key: bytes) -> Path:
    """Lay a key beside the current one, as ``NAME.<id>``: it opens, and is not written with."""
    return _put(folder / f"{name}.{key_id(key)}", key)


def make_current(folder: Path, name: str, key: bytes) -> Path:
    """Make a key the one that is written with."""
    return _put(folder / name, key)


def remove(folder: Path, name: str, identifier: str) -> None:
    """Remove a key that lies beside the current one."""
    try:
        (folder / f"{name}.{identifier}").unlink(missing_ok=True)
    except OSError as fault:
        raise KeyUnwritable from fault


def _put(path: Path, key: bytes) -> Path:
    new = path.with_name(path.name + ".new")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            file.write(base64.b64encode(key).decode() + "\n")
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except OSError as fault:
        raise KeyUnwritable(f"密钥文件「{path}」无法写入（{reason_of(fault)}），请检查权限和磁盘空间。") from fault
    return path
