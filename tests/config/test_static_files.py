"""Static files go out in the smallest form that the browser takes, and nothing else goes out."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import brotli
import pytest

from huying.config.static_files import StaticFiles, compress

STYLE = "p { color: #12335c }\n" * 200
HASHED = "web/citizen.0123456789ab.css"


def site(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("200 OK", [])
    return [b"site"]


@pytest.fixture
def files(tmp_path: Path) -> StaticFiles:
    root = tmp_path / "static"
    for name in (HASHED, "web/plain.css", "mark.png"):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(STYLE)
    compress(root / HASHED)
    compress(root / "mark.png")
    (tmp_path / "secret.txt").write_text("key")
    return StaticFiles(site, root=root)


def get(files: StaticFiles, path: str, *, taken: str = "", method: str = "GET") -> tuple[str, dict[str, str], bytes]:
    said: list[Any] = []
    environ = {"PATH_INFO": path, "REQUEST_METHOD": method, "HTTP_ACCEPT_ENCODING": taken}
    body = b"".join(files(environ, lambda *words: said.extend(words)))
    return said[0], dict(said[1]), body


@pytest.mark.parametrize(
    ("taken", "encoding"),
    [("gzip, deflate, br", "br"), ("gzip;q=1.0", "gzip"), ("identity", None), ("", None)],
)
def test_the_best_form_that_the_browser_takes_is_sent(files: StaticFiles, taken: str, encoding: str | None) -> None:
    status, headers, body = get(files, f"/static/{HASHED}", taken=taken)
    unpack: dict[str | None, Any] = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    assert status == "200 OK"
    assert headers.get("Content-Encoding") == encoding
    assert unpack[encoding](body).decode() == STYLE
    assert headers["Content-Length"] == str(len(body))
    assert headers["Content-Type"] == "text/css"
    assert headers["Vary"] == "Accept-Encoding"


def test_a_name_with_a_digest_is_kept_for_a_year_and_another_for_a_day(files: StaticFiles) -> None:
    assert "immutable" in get(files, f"/static/{HASHED}")[1]["Cache-Control"]
    assert get(files, "/static/web/plain.css")[1]["Cache-Control"] == "public, max-age=86400"


def test_a_picture_is_not_compressed_again(files: StaticFiles) -> None:
    assert "Content-Encoding" not in get(files, "/static/mark.png", taken="br")[1]


@pytest.mark.parametrize("path", ["/static/../secret.txt", "/static/none.css", "/static/", "/static//etc/passwd"])
def test_nothing_else_can_be_named(files: StaticFiles, path: str) -> None:
    status, _, body = get(files, path)
    assert status == "404 Not Found"
    assert body == b""


def test_a_head_has_no_body_and_other_addresses_go_on_to_the_site(files: StaticFiles) -> None:
    assert get(files, f"/static/{HASHED}", method="HEAD")[2] == b""
    assert get(files, "/citizen/")[2] == b"site"
