"""Seal personal data with keys that are not in the database, and find it by a keyed hash.

A sealed value is: version (1 byte), suite (1), key id (4), nonce (12), ciphertext and tag.
Its context (``room.model.field|row``) is authenticated, so that a ciphertext moved to another
row or field does not open. Suite 2 is reserved for SM4 (domain.md 17, 国密).
"""

from __future__ import annotations

import hmac
import os
from functools import lru_cache
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from huying.domain.errors import Unavailable
from huying.foundation.secrets import Secrets, key_id

_VERSION = 1
_AES_256_GCM = 1
_NONCE = 12
_KEY_ID = 4
_HEADER = 2 + _KEY_ID
SEALED_AT_LEAST = _HEADER + _NONCE + 16
"""Bytes of the shortest sealed value (that of an empty text); for check constraints."""


class SealUnreadable(Unavailable):
    """Version, suite or key of a sealed value is not known to this installation."""

    code = "seal_unreadable"
    sentence = "这项信息由本机没有的密钥或算法加密，请系统管理员检查密钥配置。"


class SealBroken(Unavailable):
    """A sealed value was changed, or stands in a row or field it was not sealed for."""

    code = "seal_broken"
    sentence = "这项信息的密文已损坏或被移动，请联系安全管理员核查。"


def seal(plaintext: str, *, context: str) -> bytes:
    """Return ``plaintext`` sealed for ``context`` (``room.model.field|row``)."""
    key = _secrets().caller_key
    header = bytes((_VERSION, _AES_256_GCM)) + _key_id(key)
    nonce = os.urandom(_NONCE)
    sealed = _cipher(key, _purpose(context)).encrypt(nonce, plaintext.encode(), header + context.encode())
    return header + nonce + sealed


def open_sealed(blob: bytes | memoryview, *, context: str) -> str:
    """Return what was sealed for ``context``; raises ``SealUnreadable`` or ``SealBroken``."""
    sealed = bytes(blob)
    key = _secrets().caller_key
    header, nonce, rest = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :]
    if header != bytes((_VERSION, _AES_256_GCM)) + _key_id(key):
        raise SealUnreadable(version=header[:1].hex(), suite=header[1:2].hex(), key_id=header[2:].hex())
    try:
        return _cipher(key, _purpose(context)).decrypt(nonce, rest, header + context.encode()).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken(purpose=_purpose(context)) from error


def lookup_hash(value: str, *, context: str) -> bytes:
    """Return the 32-byte keyed hash by which an equal ``value`` is found within ``context``."""
    key = _subkey(_secrets().lookup_key, "lookup " + _purpose(context))
    return hmac.digest(key, f"{context}\0{value}".encode(), sha256)


def lookup_key_id() -> bytes:
    """Return the 4-byte id of the key behind ``lookup_hash``, kept beside each hash for rotation."""
    return _key_id(_secrets().lookup_key)


def _secrets() -> Secrets:
    secrets: Secrets = settings.HUYING_SECRETS
    return secrets


def _purpose(context: str) -> str:
    return context.partition("|")[0]


@lru_cache(maxsize=64)
def _subkey(key: bytes, purpose: str) -> bytes:
    info = b"huying 1 " + purpose.encode()
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=info).derive(key)


def _key_id(key: bytes) -> bytes:
    return bytes.fromhex(key_id(key))


@lru_cache(maxsize=64)
def _cipher(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(_subkey(key, "seal " + purpose))
