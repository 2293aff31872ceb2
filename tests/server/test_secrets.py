"""Keys: generated once for an embedded store, demanded of everybody else, never weak."""

from __future__ import annotations

import base64
import os
from pathlib import Path

import pytest

from huying.foundation import secrets
from huying.foundation.secrets import MissingSecret, UnfitSecret


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode()


def _environment(**replaced: str) -> dict[str, str]:
    return {name: _text(os.urandom(32)) for name in secrets.NAMES.values()} | replaced


def test_the_first_start_makes_keys_that_only_their_owner_can_read(tmp_path: Path) -> None:
    first = secrets.load(tmp_path, {})
    assert secrets.load(tmp_path, {}) == first
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700


def test_lost_keys_of_a_store_with_data_are_never_replaced(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    with pytest.raises(MissingSecret, match="从备份恢复"):
        secrets.load(tmp_path, {})


def test_the_environment_goes_before_the_folder(tmp_path: Path) -> None:
    secrets.load(tmp_path, {})
    key = os.urandom(32)
    assert secrets.load(tmp_path, {"HUYING_CHAIN_KEY": _text(key)}).chain_key == key


def test_a_key_may_lie_in_a_file(tmp_path: Path) -> None:
    key = os.urandom(32)
    (tmp_path / "chain").write_text(_text(key) + "\n")
    given = _environment(HUYING_CHAIN_KEY="", HUYING_CHAIN_KEY_FILE=str(tmp_path / "chain"))
    assert secrets.load(None, given).chain_key == key


@pytest.mark.parametrize("name", secrets.NAMES.values())
def test_a_missing_key_is_named(name: str) -> None:
    with pytest.raises(MissingSecret, match=name):
        secrets.load(None, _environment(**{name: ""}))


@pytest.mark.parametrize(
    "key",
    ["short", _text(b"x" * 31), _text(b"\0" * 32), _text(b"changeme" * 4), _text(secrets.published().caller_key)],
    ids=["no base64", "31 bytes", "zeros", "a word", "published"],
)
def test_a_key_that_others_could_know_is_refused(key: str) -> None:
    with pytest.raises(UnfitSecret, match="HUYING_CALLER_KEY"):
        secrets.load(None, _environment(HUYING_CALLER_KEY=key))


def test_one_key_cannot_serve_two_purposes() -> None:
    key = _text(os.urandom(32))
    with pytest.raises(UnfitSecret, match="相同"):
        secrets.load(None, _environment(HUYING_CALLER_KEY=key, HUYING_LOOKUP_KEY=key))


def test_printing_keys_shows_none() -> None:
    keys = secrets.published()
    assert str(keys.chain_key) not in repr(keys)
    assert keys.chain_key_id == secrets.key_id(keys.chain_key)
