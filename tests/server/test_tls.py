"""HTTPS by ``huying`` itself: it is served, and a pair that is none is refused in one sentence."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from http.client import HTTPException
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from pytest_django import Settings

from huying.cli.check import site
from tests import stores
from tests.server.certificates import write_pair
from tests.server.commands import Up, assert_refused, run, unused_port


@pytest.mark.server
def test_with_a_certificate_pages_are_served_by_https_and_by_nothing_else(folder: Path) -> None:
    cert, key = write_pair(folder / "tls")
    stores.lay(folder / "data")
    with Up(folder / "data", unused_port(), words=("--tls-cert", str(cert), "--tls-key", str(key))) as up:
        assert f"https://127.0.0.1:{up.port}/" in up.said()
        with urlopen(
            f"https://localhost:{up.port}/accounts/login/", context=ssl.create_default_context(cafile=cert)
        ) as page:
            assert page.status == 200
            assert int(page.headers["Strict-Transport-Security"].removeprefix("max-age=")) >= 31_536_000
            assert "Secure" in page.headers["Set-Cookie"]
        with pytest.raises((URLError, HTTPException)):
            urlopen(f"http://localhost:{up.port}/healthz")


def _missing(folder: Path) -> tuple[Path, Path]:
    return folder / "no.pem", write_pair(folder)[1]


def _of_two(folder: Path) -> tuple[Path, Path]:
    return write_pair(folder / "a")[0], write_pair(folder / "b")[1]


def _no_pem(folder: Path) -> tuple[Path, Path]:
    cert, key = write_pair(folder)
    cert.write_text("nothing")
    return cert, key


def _with_password(folder: Path) -> tuple[Path, Path]:
    return write_pair(folder, password=b"secret")


def _a_folder(folder: Path) -> tuple[Path, Path]:
    return folder, write_pair(folder / "a")[1]


@pytest.mark.server
@pytest.mark.parametrize("pair", [_missing, _of_two, _no_pem, _with_password, _a_folder])
def test_a_pair_that_is_none_is_refused(pair: Callable[[Path], tuple[Path, Path]], folder: Path) -> None:
    cert, key = pair(folder / "tls")
    done = run("web", "--data", folder / "data", "--tls-cert", cert, "--tls-key", key)
    assert_refused(done, str(cert))
    assert not (folder / "data").exists()


@pytest.mark.server
def test_half_a_pair_is_refused(folder: Path) -> None:
    assert_refused(run("up", "--data", folder / "data", "--tls-cert", write_pair(folder)[0]), "--tls-key")


@pytest.mark.usefixtures("files")
@pytest.mark.parametrize(
    ("days", "found"), [(90, []), (20, ["tls_certificate_ends"]), (-1, ["tls_certificate_ends"])], ids=str
)
def test_a_certificate_that_ends_soon_is_named(days: int, found: list[str], tmp_path: Path, settings: Settings) -> None:
    cert, key = write_pair(tmp_path, days=days)
    settings.HUYING_TLS, settings.HUYING_TLS_CERT, settings.HUYING_TLS_KEY = True, str(cert), str(key)
    settings.ALLOWED_HOSTS, settings.HUYING_EMBEDDED = ["12345.example.cn"], False
    assert [finding.code for finding in site.findings()] == found


@pytest.mark.usefixtures("files")
def test_a_certificate_that_went_away_is_named(tmp_path: Path, settings: Settings) -> None:
    settings.HUYING_TLS, settings.HUYING_TLS_CERT, settings.HUYING_TLS_KEY = (
        True,
        str(tmp_path / "c"),
        str(tmp_path / "k"),
    )
    settings.ALLOWED_HOSTS, settings.HUYING_EMBEDDED = ["12345.example.cn"], False
    assert [finding.code for finding in site.findings()] == ["tls_pair_unusable"]
