"""The keys that verification needs, by their names: those in use and retired ones."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from huying.domain.errors import Unavailable
from huying.foundation.secrets import Secrets, key_id

_BYTES = 32


class OldKeyUnfit(Unavailable):
    """A file given as a retired key holds none."""

    code = "old_key_unfit"


@dataclass(frozen=True, kw_only=True, repr=False)
class Keys:
    """Key id → key: the chain's MAC keys and the seals' public keys."""

    chain: Mapping[str, bytes]
    seals: Mapping[str, Ed25519PublicKey]


def keys_of(secrets: Secrets, *, retired: Iterable[bytes] = ()) -> Keys:
    """Return every key of the ring and the retired ones, each of which may have been either."""
    old = list(retired)
    return Keys(
        chain={key_id(key): key for key in (*old, *secrets.ring("chain_key"))},
        seals={key_id(key): _public_half(key) for key in (*old, *secrets.ring("seal_key"))},
    )


def public_hex(seal_key: bytes) -> str:
    """Return the hex of the key that checks what ``seal_key`` signed; anybody may know it."""
    return _public_half(seal_key).public_bytes_raw().hex()


def read_retired_key(path: Path) -> bytes:
    """Return the 32 bytes of a key file as ``DATA/keys`` holds them; raise ``OldKeyUnfit``."""
    try:
        key = base64.b64decode(path.read_bytes().strip(), validate=True)
    except (OSError, binascii.Error):
        key = b""
    if len(key) != _BYTES:
        raise OldKeyUnfit(f"文件「{path}」不是密钥，请给出停用前保存的密钥文件（32 字节的 base64）。")
    return key


def _public_half(seal_key: bytes) -> Ed25519PublicKey:
    return Ed25519PrivateKey.from_private_bytes(seal_key).public_key()
