"""Level-one matter of ``teddy_t2`` from day one: by the names of a tree, with no training at all.

The tree is ``teddy_taxonomy_3level.csv`` (15 classes, 517 leaves; it has neither descriptions nor keywords). Its
first-level names are the labels of the rows, letter by letter, so nothing is mapped by hand; a row's class is that of
the nearest leaf, the next classes those of the leaves behind it. Of near-identical rows (``dup_group``) one is asked.
Beside it stand the commonest class for all, and plain finding of the tree's own names in the text (the longest, of
equal ones the first; where none stands there, the commonest class). ``within_labels`` ranks the seven classes that have
rows alone, as the trained model does; without it all fifteen are open. The synonyms are the shipped ones: no message
was read for them, but their official words were chosen with this tree at hand, as a city would for its own.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping, Sequence
from time import perf_counter
from typing import Any

import numpy as np

from benchmarks.language.learning import DATA, table
from huying.catalogue.queries.shipped import shipped_synonyms
from huying.domain.routing import NameIndex
from huying.language.retrieval import Entry, Nearest

_LOOKED_AT = 12  # leaves of a text, enough for three classes
_EVERY = 3  # a third of the rows: two thousand tell it to a percent


def run() -> dict[str, Any] | None:
    """Return the shares of rows whose class is the first, or among the first three."""
    rows = table("teddy_t2_classify_dev.csv.gz")
    taxonomy = DATA / "teddy_taxonomy_3level.csv"
    if rows is None or not taxonomy.exists():
        return None
    asked = list({row["dup_group"]: row for row in reversed(rows)}.values())[::_EVERY]
    with taxonomy.open(encoding="utf-8-sig", newline="") as file:
        entries = tree(csv.DictReader(file))
    labels = [row["level1"] for row in asked]
    commonest = [name for name, _ in Counter(labels).most_common()]
    return {
        "retrieval": {
            "rows": len(asked),
            "classes_of_tree": sum(entry.above is None for entry in entries),
            "labels": len(commonest),
            "majority": _hits([commonest] * len(asked), labels),
            "plain_names": _hits([[*_named(entries, row), *commonest] for row in asked], labels),
            "names_alone": _asked(Nearest(entries), entries, asked, labels),
            "with_synonyms": _asked(Nearest(entries, synonyms=shipped_synonyms()), entries, asked, labels),
        }
    }


def tree(rows: Any) -> list[Entry]:
    """Return the matters of a table of three columns, each once."""
    keys: dict[tuple[str, ...], int] = {}
    entries = []
    for row in rows:
        path = (row["level1"], row["level2"], row["level3"])
        for depth in (1, 2, 3):
            if path[:depth] not in keys:
                keys[path[:depth]] = len(keys)
                above = keys[path[: depth - 1]] if depth > 1 else None
                entries.append(Entry(key=keys[path[:depth]], name=path[depth - 1], above=above))
    return entries


def _asked(
    nearest: Nearest, entries: Sequence[Entry], rows: Sequence[Mapping[str, str]], labels: Sequence[str]
) -> dict[str, float]:
    tops = _tops(entries)
    near = [nearest.near(row["detail"], title=row["title"], most=_LOOKED_AT) for row in rows]
    among = {entry.key for entry in entries if entry.above is None and entry.name in set(labels)}
    within = [nearest.near(row["detail"], title=row["title"], within=among, most=_LOOKED_AT) for row in rows]
    took = []
    for row in rows[:300]:
        began = perf_counter()
        nearest.near(row["detail"], title=row["title"], most=3)
        took.append(perf_counter() - began)
    seven = _hits([[tops[one.key] for one in found] for found in within], labels)
    return {
        **_hits([[tops[one.key] for one in found] for found in near], labels),
        **{f"{name}_within_labels": value for name, value in seven.items()},
        "ms_p50": round(float(np.percentile(took, 50)) * 1000, 2),
        "ms_p95": round(float(np.percentile(took, 95)) * 1000, 2),
    }


def _tops(entries: Sequence[Entry]) -> dict[int, str]:
    found: dict[int, str] = {}
    for entry in entries:  # a class stands before what is below it
        found[entry.key] = found[entry.above] if entry.above is not None else entry.name
    return found


def _named(entries: Sequence[Entry], row: Mapping[str, str]) -> list[str]:
    tops = _tops(entries)
    index = NameIndex((entry.name, tops[entry.key]) for entry in entries)
    found = index.find(f"{row['title']}\n{row['detail']}")
    return [name for match in sorted(found, key=lambda one: -len(one.name)) for name in match.values]


def _hits(guesses: Sequence[Sequence[str]], labels: Sequence[str]) -> dict[str, float]:
    ranked = [list(dict.fromkeys(guess)) for guess in guesses]
    right = [(label in guess[:1], label in guess[:3]) for guess, label in zip(ranked, labels, strict=True)]
    return {
        name: round(sum(pair[place] for pair in right) / len(right), 4) for place, name in enumerate(("top1", "top3"))
    }
