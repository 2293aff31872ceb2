"""How much danger is told, how often in vain, and how long a reading takes.

Our own sentences (``tests/language/danger.jsonl``) in two halves: ``write`` was looked at while the rules were written;
``kept`` was read once afterwards: 84 of 90 signs were told then (82 as happening now), 3 of 57 harmless sentences in
vain. What it missed was then mended: both halves are now of a set that the rules know. ``blind`` was written by a hand
that had seen neither, and nothing was mended for it. The real texts have no label: of them only shares and time.
"""

from __future__ import annotations

import gzip
import json
import os
import time
from collections import Counter
from csv import DictReader
from pathlib import Path
from random import Random
from typing import Any

from huying.language.danger import Force, read_danger

_ROOT = Path(__file__).parents[2]
_SETS = _ROOT / "tests" / "language"
_FILES = {
    "haikou": ("haikou12345_orders_dev.csv.gz", ("content",)),
    "teddy_t2": ("teddy_t2_classify_dev.csv.gz", ("title", "detail")),
}
_SEED, _SAMPLE, _LENGTH, _RUNS = 20261122, 2000, 500, 400


def run() -> dict[str, object] | None:
    """Return recall by kind, false alarms, processor time, and how often real texts are told."""
    rows, blind = _rows("danger.jsonl"), _rows("danger_blind.jsonl")
    parts = {part: _scored([row for row in rows if row["part"] == part]) for part in ("write", "kept")}
    parts |= {"blind": _scored(blind)}
    shared = Path(os.environ.get("HUYING_SHARED_DATA", _ROOT.parent / "shared" / "data"))
    real: dict[str, object] = {}
    for name, (file, columns) in _FILES.items():
        if (shared / file).exists():
            real[name] = _told(shared / file, columns)
        else:
            print(f"{file} is not there: its texts are left out.")
    long = "".join(row["say"] for row in Random(_SEED).sample(rows, len(rows)))
    pieces = [long[at : at + _LENGTH] for at in range(0, len(long) - _LENGTH, _LENGTH)]
    return {
        **parts,
        "real": real,
        "microseconds_500_characters_of_nothing_but_danger": _microseconds(pieces),
        "microseconds_a_sentence": _microseconds([row["say"] for row in rows]),
    }


def _rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (_SETS / name).read_text(encoding="utf-8").splitlines()]


def _scored(rows: list[dict[str, Any]]) -> dict[str, object]:
    there: Counter[str] = Counter()
    told: Counter[str] = Counter()
    as_now: Counter[str] = Counter()
    harmless = in_vain = hazards = as_danger = heard = 0
    for row in rows:
        found = {sign.kind.value: sign.force for sign in read_danger(row["say"]).signs}
        there.update(row["now"])
        told.update(kind for kind in row["now"] if kind in found)
        as_now.update(kind for kind in row["now"] if found.get(kind) is Force.NOW)
        hazards += len(row["weak"])
        as_danger += sum(found.get(kind) is Force.NOW for kind in row["weak"])
        if not row["now"] and not row["weak"]:
            harmless, in_vain = harmless + 1, in_vain + bool(found)
        else:
            heard += bool(found)
    return {
        "told_at_all": f"{heard}/{len(rows) - harmless}",
        "recall": round(told.total() / there.total(), 3),
        "recall_as_now": round(as_now.total() / there.total(), 3),
        "by_kind": {kind: f"{told[kind]}/{there[kind]}" for kind in sorted(there)},
        "harmless_told": f"{in_vain}/{harmless}",
        "hazard_or_past_told_as_now": f"{as_danger}/{hazards}",
    }


def _told(path: Path, columns: tuple[str, ...]) -> dict[str, object]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        texts = ["\n".join(row[column] for column in columns) for row in DictReader(file)]
    texts = Random(_SEED).sample(texts, min(_SAMPLE, len(texts)))
    readings = [read_danger(text) for text in texts]
    kinds = Counter(sign.kind.value for reading in readings for sign in reading.signs if sign.force is Force.NOW)
    levels = Counter(str(int(reading.urgency)) if reading.urgency else "none" for reading in readings)
    share = {level: round(count / len(texts), 3) for level, count in sorted(levels.items())}
    return {"texts": len(texts), "share_by_level": share, "as_now": dict(kinds), "microseconds": _microseconds(texts)}


def _microseconds(texts: list[str]) -> dict[str, float]:
    read_danger(texts[0])
    taken = []
    for text in texts[:_RUNS]:
        begun = time.thread_time()
        read_danger(text)
        taken.append((time.thread_time() - begun) * 1e6)
    taken.sort()
    return {"median": round(taken[len(taken) // 2], 1), "p95": round(taken[int(len(taken) * 0.95)], 1)}
