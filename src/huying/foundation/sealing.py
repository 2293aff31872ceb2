"""Seal personal data with keys that are not in the database, and find it by a keyed hash.

A sealed value is: version (1 byte), suite (1), key id (4), nonce (12), ciphertext and tag.
Its context (``room.model.field|row``) is authenticated, so that a ciphertext moved to another
row or field does not open. Every key of the ring and both suites open; the current key and the
suite of ``HUYING_SUITE`` are written with.
"""

from __future__ import annotations

import os
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from django.conf import settings

from huying.domain.errors import Unavailable
from huying.foundation import suites
from huying.foundation.keyring import keys
from huying.foundation.secrets import key_id
from huying.foundation.suites import Suite

_VERSION = 1
_NONCE = 12
_KEY_ID = 4
_HEADER = 2 + _KEY_ID
SEALED_AT_LEAST = _HEADER + _NONCE + suites.TAG
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
    header, nonce = current_header(), os.urandom(_NONCE)
    sealed = suites.encrypt(
        _suite(),
        keys().caller_key,
        purpose=_purpose(context),
        nonce=nonce,
        clear=plaintext.encode(),
        bound=header + context.encode(),
    )
    return header + nonce + sealed


def open_sealed(blob: bytes | memoryview, *, context: str) -> str:
    """Return what was sealed for ``context``; raises ``SealUnreadable`` or ``SealBroken``."""
    sealed = bytes(blob)
    header, nonce, rest = sealed[:_HEADER], sealed[_HEADER : _HEADER + _NONCE], sealed[_HEADER + _NONCE :]
    key = _key_of(header) or _key_of(header, anew=True)
    if key is None:
        raise SealUnreadable(version=header[:1].hex(), suite=header[1:2].hex(), key_id=header[2:].hex())
    try:
        return suites.decrypt(
            Suite(header[1]),
            key,
            purpose=_purpose(context),
            nonce=nonce,
            sealed=rest,
            bound=header + context.encode(),
        ).decode()
    except (InvalidTag, ValueError) as error:
        raise SealBroken(purpose=_purpose(context)) from error


def current_header() -> bytes:
    """Return what every value sealed now begins with; one that begins otherwise is to be sealed anew."""
    return bytes((_VERSION, _suite())) + bytes.fromhex(key_id(keys().caller_key))


def lookup_hash(value: str, *, context: str) -> bytes:
    """Return the 32-byte keyed hash that an equal ``value`` within ``context`` is kept under."""
    return _mac(_suite(), keys().lookup_key, value, context)


def lookup_hashes(value: str, *, context: str) -> list[bytes]:
    """Return every hash that ``value`` may be kept under, the current first: by the ring's keys in both suites."""
    current = lookup_hash(value, context=context)
    ring = keys().ring("lookup_key")
    found = [_mac(suite, key, value, context) for key in ring for suite in Suite]
    return [current, *(each for each in found if each != current)]


def lookup_key_id() -> bytes:
    """Return the 4-byte id of key and suite behind ``lookup_hash``, kept beside each hash for rotation."""
    return lookup_ids(keys().lookup_key)[_suite()]


def lookup_ids(key: bytes) -> dict[Suite, bytes]:
    """Return the id that each suite writes beside hashes under a key."""
    return {Suite.AES: bytes.fromhex(key_id(key)), Suite.SM4: sha256(b"sm3" + key).digest()[:_KEY_ID]}


def is_changing_lookup() -> bool:
    """Say whether equal values may be kept under hashes of several keys, as while keys are rotated."""
    return len(keys().ring("lookup_key")) > 1


def _mac(suite: Suite, key: bytes, value: str, context: str) -> bytes:
    return suites.mac(suite, key, purpose=_purpose(context), message=f"{context}\0{value}".encode())


def _key_of(header: bytes, *, anew: bool = False) -> bytes | None:
    if len(header) < _HEADER or header[0] != _VERSION or header[1] not in set(Suite):
        return None
    return next((key for key in keys(anew=anew).ring("caller_key") if key_id(key) == header[2:].hex()), None)


def _suite() -> Suite:
    return Suite[settings.HUYING_SUITE.upper()]


def _purpose(context: str) -> str:
    return context.partition("|")[0]
