"""Where the public facts that ship with the product lie: policies, matter trees."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parents[1]


def folder() -> Path:
    """Return the folder ``reference``: of the checkout this code runs from, else the copy inside the wheel."""
    checkout = _PACKAGE.parents[1] / "reference"
    return checkout if checkout.is_dir() else _PACKAGE / "reference"
