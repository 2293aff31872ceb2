"""Static files under names that carry a digest of their content, compressed once when they are collected."""

from __future__ import annotations

import gzip
import mimetypes
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import brotli
from django.conf import settings
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage

_COMPRESSED = frozenset({".css", ".js", ".svg", ".json", ".txt", ".html"})
# (encoding, ending), the one that browsers like better first.
_ENCODINGS = (("br", ".br"), ("gzip", ".gz"))
# Brotli's best takes seconds for a large library; the next grade costs a twentieth of it.
_LARGE, _BEST, _QUICK = 100_000, 11, 9
_DAY, _YEAR = 86_400, 31_536_000
_CHUNK = 65_536
_DIGEST_LENGTH = 12

_Processed = tuple[str, str, bool] | tuple[str, None, RuntimeError]
WsgiApplication = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class HashedFiles(ManifestStaticFilesStorage):
    """Give each file a name with its digest; a file's content stays as its author wrote it.

    Addresses inside a style sheet keep their plain names, which are served too: a package's style sheets
    name source maps that it does not ship. Beside each hashed text lie its brotli and gzip forms.
    """

    patterns = ()

    def post_process(
        self,
        paths: dict[str, Any],
        dry_run: bool = False,  # noqa: FBT001, FBT002  Django's signature
        **options: Any,
    ) -> Iterator[_Processed]:
        """Hash the collected files as Django does, and compress what is new."""
        for processed in super().post_process(paths, dry_run, **options):
            hashed = processed[1]
            if hashed and not dry_run:
                compress(Path(self.path(hashed)))
            yield processed


def compress(path: Path) -> None:
    """Write the compressed forms of a text beside it, unless they are there: a hashed file never changes."""
    if path.suffix not in _COMPRESSED:
        return
    content = path.read_bytes()
    quality = _QUICK if len(content) > _LARGE else _BEST
    forms: dict[str, Callable[[], bytes]] = {
        ".br": lambda: brotli.compress(content, quality=quality),
        ".gz": lambda: gzip.compress(content, mtime=0),
    }
    for ending, packed in forms.items():
        beside = path.with_name(path.name + ending)
        if not beside.exists():
            unfinished = beside.with_name(f"{beside.name}.new")
            unfinished.write_bytes(packed())
            unfinished.replace(beside)


class StaticFiles:
    """Serve the collected files before the site, in the smallest form that the browser takes.

    Files are found once, when the process starts: an address can name no other.
    """

    def __init__(self, site: WsgiApplication, *, root: Path) -> None:
        """Look through ``root``; everything outside ``/static/`` goes on to ``site``."""
        self._site = site
        self._prefix = f"/{settings.STATIC_URL.strip('/')}/"
        found = {str(path.relative_to(root)) for path in root.rglob("*") if path.is_file()}
        self._files = {
            name: [(encoding, root / (name + ending)) for encoding, ending in _ENCODINGS if name + ending in found]
            for name in found
        }
        self._root = root

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        """Answer one request."""
        path = environ.get("PATH_INFO", "")
        if not path.startswith(self._prefix):
            return self._site(environ, start_response)
        name = path.removeprefix(self._prefix)
        if name not in self._files or environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            start_response("404 Not Found", [("Content-Type", "text/plain"), ("Content-Length", "0")])
            return []
        taken = {part.partition(";")[0].strip() for part in environ.get("HTTP_ACCEPT_ENCODING", "").split(",")}
        encoding, file = next(
            ((encoding, file) for encoding, file in self._files[name] if encoding in taken), ("", self._root / name)
        )
        age = f"{_YEAR}, immutable" if _is_hashed(name) else str(_DAY)
        headers = [
            ("Content-Type", mimetypes.guess_type(name)[0] or "application/octet-stream"),
            ("Content-Length", str(file.stat().st_size)),
            ("Cache-Control", f"public, max-age={age}"),
            ("X-Content-Type-Options", "nosniff"),
            ("Vary", "Accept-Encoding"),
            *([("Content-Encoding", encoding)] if encoding else []),
        ]
        start_response("200 OK", headers)
        return _chunks(file) if environ["REQUEST_METHOD"] == "GET" else []


def _chunks(file: Path) -> Iterator[bytes]:
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            yield chunk


def _is_hashed(name: str) -> bool:
    parts = Path(name).name.split(".")
    return len(parts) > 2 and len(parts[-2]) == _DIGEST_LENGTH and set(parts[-2]) <= set("0123456789abcdef")  # noqa: PLR2004
