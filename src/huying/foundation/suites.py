"""The two suites of ciphers a sealed value may be written in: international, and national (国密).

依据: SM4 GB/T 32907-2016, SM3 GB/T 32905-2016, SM4-GCM RFC 8998; tests hold their vectors.
"""

from __future__ import annotations

import hmac
from enum import IntEnum
from functools import lru_cache
from hashlib import sha256

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256, SM3
from cryptography.hazmat.primitives.hmac import HMAC
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

TAG = 16
"""Bytes that both suites add to a ciphertext."""


class Suite(IntEnum):
    """The number of a suite, as the second byte of a sealed value says it."""

    AES = 1  # AES-256-GCM, HMAC-SHA256
    SM4 = 2  # SM4-GCM, HMAC-SM3


def encrypt(suite: Suite, key: bytes, *, purpose: str, nonce: bytes, clear: bytes, bound: bytes) -> bytes:
    """Return ciphertext and tag; ``bound`` is authenticated beside it."""
    if suite is Suite.AES:
        return _aes(key, purpose).encrypt(nonce, clear, bound)
    encryptor = Cipher(algorithms.SM4(_subkey(suite, key, "seal " + purpose)), modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(bound)
    return encryptor.update(clear) + encryptor.finalize() + encryptor.tag


def decrypt(suite: Suite, key: bytes, *, purpose: str, nonce: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Return what was encrypted; raises ``InvalidTag`` or ``ValueError``."""
    if suite is Suite.AES:
        return _aes(key, purpose).decrypt(nonce, sealed, bound)
    mode = modes.GCM(nonce, sealed[-TAG:])
    decryptor = Cipher(algorithms.SM4(_subkey(suite, key, "seal " + purpose)), mode).decryptor()
    decryptor.authenticate_additional_data(bound)
    return decryptor.update(sealed[:-TAG]) + decryptor.finalize()


def mac(suite: Suite, key: bytes, *, purpose: str, message: bytes) -> bytes:
    """Return the 32-byte keyed hash of a message."""
    subkey = _subkey(suite, key, "lookup " + purpose)
    if suite is Suite.AES:
        return hmac.digest(subkey, message, sha256)
    keyed = HMAC(subkey, SM3())
    keyed.update(message)
    return keyed.finalize()


@lru_cache(maxsize=256)
def _subkey(suite: Suite, key: bytes, purpose: str) -> bytes:
    info = b"huying %d " % suite + purpose.encode()
    length = 16 if suite is Suite.SM4 and purpose.startswith("seal ") else 32
    algorithm = SHA256() if suite is Suite.AES else SM3()
    return HKDF(algorithm=algorithm, length=length, salt=None, info=info).derive(key)


@lru_cache(maxsize=64)
def _aes(key: bytes, purpose: str) -> AESGCM:
    return AESGCM(_subkey(Suite.AES, key, "seal " + purpose))
