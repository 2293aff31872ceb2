"""What the demonstration is made of."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from huying.organisation.models import Centre

# Whoever can reach the loopback of a machine may know it; anywhere else it is refused.
FIXED_PASSWORD = "huying-demo-2026"  # noqa: S105  # said openly in the README


@cache
def city() -> dict[str, Any]:
    """Return the named part of the invented city: centre, first units, duty list, cast."""
    return _read("city")


@cache
def cards() -> list[list[Any]]:
    """Return the scenario cards of the invented city, a row each."""
    rows: list[list[Any]] = _read("cards")["cards"]["rows"]
    return rows


@cache
def names() -> dict[str, Any]:
    """Return the words that the rest of the city's names are made of."""
    return _read("names")


@cache
def texts() -> dict[str, Any]:
    """Return what callers say and units answer."""
    return _read("texts")


def demo_centre_id() -> int | None:
    """Return the demonstration's centre, ``None`` where it was never made."""
    return Centre.objects.filter(code=city()["centre"]["code"], is_demo=True).values_list("pk", flat=True).first()


def store_is_empty() -> bool:
    """Say whether no centre has been made yet."""
    return not Centre.objects.exists()


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads((Path(__file__).parent.parent / f"{name}.toml").read_text(encoding="utf-8"))
    return found
