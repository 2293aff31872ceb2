"""The matter tree that ships with the product."""

from __future__ import annotations

import csv

from huying.domain.catalogue_drafts import MatterDraft, read_matters
from huying.foundation import reference


def shipped_matters() -> tuple[MatterDraft, ...]:
    """Return the starting profile of ``reference/topics`` (DB44/T 2479—2024), to be published as a version."""
    with (reference.folder() / "topics" / "db44t2479.csv").open(encoding="utf-8") as file:
        return read_matters(enumerate(csv.DictReader(file), start=2))
