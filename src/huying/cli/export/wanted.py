"""What somebody asked to be exported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is exported: a centre, masked or in clear, and why."""

    centre_id: int
    code: str
    in_clear: bool
    purpose: str
    attachments: Path
    at: datetime
