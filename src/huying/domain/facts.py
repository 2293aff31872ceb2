"""What has happened, as frozen values. ``config/reactions.py`` says what follows from each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Fact:
    """Something that happened to an order; ``name`` is the ``fact`` of the lifecycle's row."""

    name: str
    order_id: int
    centre_id: int
    event: int
    state: str
    at: datetime
