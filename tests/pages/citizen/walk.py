"""A citizen's browser and what is typed in it."""

from __future__ import annotations

import re
from datetime import datetime

from django.test import Client
from django.urls import reverse

from huying.foundation import clock
from huying.foundation.proof import _sum_of, proof_of

DEMAND = "小区北门路灯坏了一个星期，晚上看不见路，希望尽快修好。"
PHONE = "13800007788"


def proof_in(page: str) -> str:
    """Return the token that a page's form carries."""
    found = re.search(r'name="proof" value="([^"]+)"', page)
    assert found, page
    return found[1]


def answer_to(token: str, *, at: datetime) -> str:
    """Work out the sum that a form asks."""
    proof = proof_of(token, bits=15, at=at)
    assert proof
    return str(_sum_of(proof.nonce)[1])


def filled(client: Client, *, at: datetime, **changes: str) -> dict[str, str]:
    """Open the form, as a browser does, and fill it without scripts."""
    with clock.moved(at):
        page = client.get(reverse("citizen_register")).content.decode()
    token = proof_in(page)
    return {"original": DEMAND, "proof": token, "answer": answer_to(token, at=at)} | changes


def submit(client: Client, *, at: datetime, **changes: str) -> str:
    """Register a demand and return its query code."""
    given = filled(client, at=at, **changes)
    with clock.moved(at):
        page = client.post(reverse("citizen_register"), given).content.decode()
    return code_in(page)


def code_in(page: str) -> str:
    """Return the query code that a page tells."""
    found = re.search(r'class="hc-code">([0-9A-Z-]{19})<', page)
    assert found, page
    return found[1]


def open_by(client: Client, code: str, digits: str = "", *, at: datetime) -> str:
    """Type a code and return the page that follows."""
    with clock.moved(at):
        return client.post(reverse("citizen_query"), {"code": code, "digits": digits}, follow=True).content.decode()
