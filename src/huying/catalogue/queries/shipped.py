"""The matter tree that ships with the product."""

from __future__ import annotations

import csv

from huying.domain.catalogue_drafts import MatterDraft, keywords_in, read_matters
from huying.foundation import reference


def shipped_matters() -> tuple[MatterDraft, ...]:
    """Return the starting profile of ``reference/topics`` (DB44/T 2479—2024), to be published as a version."""
    with (reference.folder() / "topics" / "db44t2479.csv").open(encoding="utf-8") as file:
        return read_matters(enumerate(csv.DictReader(file), start=2))


def shipped_synonyms() -> dict[str, tuple[str, ...]]:
    """Return what citizens say, each with the official words it stands for (约定)."""
    with (reference.folder() / "topics" / "synonyms.csv").open(encoding="utf-8") as file:
        return {row["said"]: keywords_in(row["official"]) for row in csv.DictReader(file)}
