"""A person with a browser that goes to one web after another, as a load balancer sends them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import cycle
from typing import Self

import httpx

from huying.demo.queries import FIXED_PASSWORD


class Visitor:
    """One person's session over several webs; every request goes to the next of them."""

    def __init__(self, sites: Sequence[str], username: str) -> None:
        self._sites = cycle(sites)
        self._client = httpx.Client(timeout=20, trust_env=False)
        self.send("/accounts/login/", login=username, password=FIXED_PASSWORD)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    def get(self, path: str, **words: str) -> httpx.Response:
        """Open a page."""
        return self._client.get(next(self._sites) + path, headers=words)

    def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Send a form whose hidden fields are known."""
        return self._client.post(next(self._sites) + path, data=fields)

    def hidden(self, path: str) -> dict[str, str]:
        """Open a page and return its hidden fields."""
        page = self.get(path)
        assert page.status_code == 200, (path, page.status_code, page.text[:2000])
        return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page.text))

    def send(self, path: str, **fields: str) -> str:
        """Fill the form of a page, send it, and return where it leads."""
        answer = self.post(path, {**self.hidden(path), **fields})
        said = " ".join(re.sub(r"<[^>]+>", " ", answer.text).split())
        assert answer.status_code == 302, (path, answer.status_code, said)
        return answer.headers["location"]

    def choice(self, path: str, label: str) -> str:
        """Return the value of the option that bears a label."""
        found = re.search(rf'<option value="(\w+)"[^>]*>\s*{label}', self.get(path).text)
        assert found, (path, label)
        return found[1]
