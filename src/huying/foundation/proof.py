"""A small proof that somebody, or a browser that takes its time, fills a public form: a puzzle or a question.

The server signs a random ``nonce`` and keeps nothing. A script finds a number whose SHA-256 with the nonce
begins with enough zero bits; without scripts a person answers a sum in words. Either is good for one form:
what the form writes is keyed by the nonce, which ``Proof.nonce`` gives, so that the same proof writes it once.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.core import signing

from huying.foundation.sealing import lookup_hash

# 约定: a person may write for a long time, and a used proof is worth nothing.
LIFETIME = timedelta(hours=3)
_SALT = "huying.foundation.proof"
_NONCE_BYTES = 16
_LONGEST = 400
_WORDS = "零一二三四五六七八九十"
_TEN = 10


@dataclass(frozen=True, kw_only=True)
class Proof:
    """One puzzle: ``token`` goes into the form and comes back, ``question`` is asked where no script answers."""

    token: str
    nonce: str
    bits: int
    question: str


def new_proof(*, bits: int, at: datetime) -> Proof:
    """Return a fresh puzzle of so many zero bits."""
    nonce = secrets.token_hex(_NONCE_BYTES)
    token = signing.dumps([nonce, int(at.timestamp())], salt=_SALT)
    return Proof(token=token, nonce=nonce, bits=bits, question=_sum_of(nonce)[0])


def proof_of(token: str, *, bits: int, at: datetime) -> Proof | None:
    """Return the puzzle that a form brings back; ``None`` for one that is not ours or too old."""
    try:
        nonce, issued = signing.loads(token[:_LONGEST], salt=_SALT)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if not timedelta() <= at - datetime.fromtimestamp(issued, tz=UTC) + timedelta(minutes=1) <= LIFETIME:
        return None
    return Proof(token=token, nonce=nonce, bits=bits, question=_sum_of(nonce)[0])


def is_met(proof: Proof, *, work: str, answer: str) -> bool:
    """Say whether the number that a script found, or the sum that a person worked out, is right."""
    return _is_solved(proof, work) or _number_in(answer) == _sum_of(proof.nonce)[1]


def _is_solved(proof: Proof, work: str) -> bool:
    if not (work.isascii() and work.isdigit() and len(work) <= 12):  # noqa: PLR2004  digits of a number of tries
        return False
    digest = hashlib.sha256(f"{proof.nonce}:{work}".encode()).digest()
    return int.from_bytes(digest) >> (len(digest) * 8 - proof.bits) == 0


def _sum_of(nonce: str) -> tuple[str, int]:
    """Return the question of a nonce and its answer: nobody learns it without the key, and nothing is kept."""
    drawn = lookup_hash(nonce, context="foundation.proof.sum")
    first, second = drawn[0] % 9 + 2, drawn[1] % 9 + 1
    if drawn[2] % 2 and first > second:
        return f"{_WORDS[first]}减{_WORDS[second]}等于几？", first - second
    return f"{_WORDS[first]}加{_WORDS[second]}等于几？", first + second


def _number_in(answer: str) -> int | None:
    """Return the number that somebody wrote, in digits or in Chinese up to twenty."""
    text = unicodedata.normalize("NFKC", answer).strip()
    if text.isascii() and text.isdigit() and len(text) <= 4:  # noqa: PLR2004  no sum is longer
        return int(text)
    tens, found, ones = text.rpartition("十")
    if not text or len(tens) > 1 or len(ones) > 1 or not set(tens + ones) <= set(_WORDS[:_TEN]):
        return None
    if not found:
        return _WORDS.index(ones)
    return (_WORDS.index(tens) if tens else 1) * _TEN + (_WORDS.index(ones) if ones else 0)
