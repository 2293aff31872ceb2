"""The keys that must never stand in the database, by name.

From the environment (``NAME``, or ``NAME_FILE`` naming a file) or, for an embedded store only,
from ``DATA/keys``, made on its first start. Keys that are no longer written with, or not yet, and still
open what they sealed come from ``NAME_MORE`` (or ``NAME_MORE_FILE``), or lie beside the others as ``NAME.<id>``.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import secrets
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from dataclasses import field as column
from functools import lru_cache
from pathlib import Path
from typing import Any

from huying.domain.errors import Unavailable

_BYTES = 32
# 32 random bytes with fewer distinct values than this do not happen; a typed-in key has fewer.
_FEWEST_DISTINCT = 16


class MissingSecret(Unavailable):
    """A key is neither in the environment nor in the embedded store."""

    code = "secret_missing"
    sentence = "缺少密钥，请在环境变量中给出，或从备份恢复密钥文件。"


class UnfitSecret(Unavailable):
    """A key is malformed, guessable, published or used twice."""

    code = "secret_unfit"
    sentence = "密钥不合格，请换成随机生成的 32 字节的 base64。"


@dataclass(frozen=True, kw_only=True, repr=False)
class Secrets:
    """Every key of an installation, 32 bytes each; printing it shows none.

    ``secret_key``: Django's signatures. ``caller_key``: AEAD of callers' identity. ``lookup_key``: keyed
    hash of telephone numbers. ``chain_key``: MAC of the history. ``seal_key``: Ed25519 private key.
    ``more``: keys beside these that still open, by the same names.
    """

    secret_key: bytes
    caller_key: bytes
    lookup_key: bytes
    chain_key: bytes
    seal_key: bytes
    more: Mapping[str, tuple[bytes, ...]] = column(default_factory=dict)

    def ring(self, name: str) -> tuple[bytes, ...]:
        """Return the keys that serve a purpose (``caller_key`` …): the one that is written with, then the others."""
        current: bytes = getattr(self, name)
        return (current, *self.more.get(name, ()))

    @property
    def chain_key_id(self) -> str:
        """Return the name of the key behind the history's chain."""
        return key_id(self.chain_key)

    @property
    def seal_key_id(self) -> str:
        """Return the name of the key behind the seals."""
        return key_id(self.seal_key)


NAMES: Mapping[str, str] = {
    "secret_key": "HUYING_SECRET_KEY",
    "caller_key": "HUYING_CALLER_KEY",
    "lookup_key": "HUYING_LOOKUP_KEY",
    "chain_key": "HUYING_CHAIN_KEY",
    "seal_key": "HUYING_SEAL_KEY",
}


@lru_cache(maxsize=64)
def key_id(key: bytes) -> str:
    """Return the name a key may be called by in the database: 8 hex digits of its SHA-256."""
    return hashlib.sha256(key).hexdigest()[:8]


def ids_by_name(found: Secrets) -> dict[str, tuple[str, ...]]:
    """Return the ids of the keys that data depend on, by the name of their variable; the current one first."""
    names = {field: name for field, name in NAMES.items() if field != "secret_key"}
    return {name: tuple(key_id(key) for key in found.ring(field)) for field, name in names.items()}


def published() -> Secrets:
    """Return the keys that tests use and everybody may know; ``load`` refuses each of them."""
    keys: dict[str, Any] = {field: hashlib.sha256(f"huying test {field}".encode()).digest() for field in NAMES}
    return Secrets(**keys)


def load(data_dir: Path | None, environ: Mapping[str, str]) -> Secrets:
    """Return the keys of an installation; ``data_dir`` is the embedded store's or ``None`` for a server.

    Raises ``MissingSecret`` or ``UnfitSecret``, each naming the key.
    """
    folder = data_dir / "keys" if data_dir else None
    if data_dir and folder and not folder.exists() and not (data_dir / "postgres").exists():
        _generate(folder)
    found = {field: _find(name, folder, environ) for field, name in NAMES.items()}
    _refuse_unfit(found)
    more = {field: _find_more(name, folder, environ, current=found[field]) for field, name in NAMES.items()}
    return Secrets(**found, more=more)


def _find(name: str, folder: Path | None, environ: Mapping[str, str]) -> bytes:
    sources: list[Callable[[], str | None]] = [
        lambda: environ.get(name),
        lambda: _read(Path(environ[f"{name}_FILE"]), name) if environ.get(f"{name}_FILE") else None,
        lambda: _read(folder / name, name) if folder else None,
    ]
    for source in sources:
        if text := source():
            return _decode(text, name)
    raise MissingSecret(
        f"缺少密钥 {name}，请在环境变量 {name} 中给出（32 字节随机数的 base64），或用 {name}_FILE 指明存放它的文件。",
        name=name,
    )


def _find_more(name: str, folder: Path | None, environ: Mapping[str, str], *, current: bytes) -> tuple[bytes, ...]:
    texts = environ.get(f"{name}_MORE", "").replace(",", " ").split()
    if path := environ.get(f"{name}_MORE_FILE"):
        texts += _read(Path(path), name).split()
    if folder:
        texts += [_read(path, name) for path in sorted(folder.glob(f"{name}.*")) if not path.name.endswith(".new")]
    keys = dict.fromkeys(_decode(text, name) for text in texts)
    return tuple(key for key in keys if key != current)


def _read(path: Path, name: str) -> str:
    try:
        return path.read_text().strip()
    except OSError as fault:
        raise MissingSecret(f"密钥 {name} 的文件「{path}」无法读取，请从备份恢复或检查权限。", name=name) from fault


def _decode(text: str, name: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != _BYTES:
        raise UnfitSecret(f"密钥 {name} 不是 32 字节随机数的 base64，请重新生成。", name=name)
    return key


def _refuse_unfit(found: Mapping[str, bytes]) -> None:
    known = [getattr(published(), field) for field in NAMES]
    for field, key in found.items():
        name = NAMES[field]
        if key in known or len(set(key)) < _FEWEST_DISTINCT:
            raise UnfitSecret(f"密钥 {name} 是公开的或容易猜到的，请换成随机生成的密钥。", name=name)
        if list(found.values()).count(key) > 1:
            raise UnfitSecret(f"密钥 {name} 与另一个密钥相同，请各用各的密钥。", name=name)


def _generate(folder: Path) -> None:
    """Make every key in a new folder and give it its name last; another process may have been quicker."""
    new = folder.with_name(f"keys.{os.getpid()}.new")
    try:
        new.mkdir(mode=0o700)
        for name in NAMES.values():
            path = new / name
            path.touch(mode=0o600)
            path.write_text(base64.b64encode(secrets.token_bytes(_BYTES)).decode() + "\n")
        new.rename(folder)
    except OSError as fault:
        shutil.rmtree(new, ignore_errors=True)
        if not folder.exists():
            raise MissingSecret(f"无法在「{folder}」中生成密钥，请检查数据目录的权限。") from fault
