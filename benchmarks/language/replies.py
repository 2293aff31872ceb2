"""Replies: how well a perfunctory one is told, in folds that share no equal reply; the rules on texts of our own."""

from __future__ import annotations

import csv
import gzip
import json
import os
import statistics
import sys
import time
from collections import Counter
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.metrics import f1_score, precision_score, recall_score
from sklearn.model_selection import StratifiedGroupKFold

from huying.language.replies import findings
from huying.language.replies.model import guess_replies, probabilities
from huying.language.training.reply import LONGER_THAN, calibration_error, groups_of, train_reply

_ROOT = Path(__file__).parents[2]
_DATA = Path(os.environ.get("HUYING_SHARED_DATA", _ROOT.parent / "shared" / "data")) / "teddy_t4_replies_dev.csv.gz"
_OURS = _ROOT / "tests" / "language" / "replies"
_FOLDS, _SEED = 5, 4
_TIMED = 1000


def run() -> dict[str, object] | None:
    """Measure once; ``None`` where the data are absent."""
    if not _DATA.is_file():
        sys.stdout.write(f"没有真实数据 {_DATA}，可用 HUYING_SHARED_DATA 指明其目录。\n")
        return None
    with gzip.open(_DATA, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    texts = [(row["title"], row["detail"], row["reply"]) for row in rows]
    wanted = np.array([int(row["perfunctory"]) for row in rows])
    replies = [row["reply"] for row in rows]
    found = np.zeros((len(rows), 2))
    by_fold = []
    cut = StratifiedGroupKFold(n_splits=_FOLDS, shuffle=True, random_state=_SEED)
    for seen, unseen in cut.split(wanted, wanted, groups_of(replies)):
        artefact, _ = train_reply(
            texts=[texts[one] for one in seen],
            labels=[str(wanted[one]) for one in seen],
            columns=("title", "detail", "reply"),
        )
        found[unseen] = probabilities(artefact=artefact, texts=[texts[one] for one in unseen])
        by_fold.append(round(float(f1_score(wanted[unseen], found[unseen].argmax(axis=1))), 3))
    guessed = found.argmax(axis=1)
    is_long = np.array([len(reply) > LONGER_THAN for reply in replies])
    started = time.perf_counter()
    guess_replies(artefact=artefact, texts=texts[:_TIMED])
    took = time.perf_counter() - started
    return {
        "rows": len(rows),
        "perfunctory": int(wanted.sum()),
        "seed": _SEED,
        "model": _figures(wanted, guessed) | {"f1_by_fold": by_fold, "ece": round(calibration_error(found, wanted), 4)},
        "rule_of_60_characters": _figures(wanted, (~is_long).astype(int)),
        "rules_of_ours_on_the_label": _figures(wanted, _by_rules(texts)),
        "longer_than_60": {"rows": int(is_long.sum())} | _figures(wanted[is_long], guessed[is_long]),
        "up_to_60": {"rows": int((~is_long).sum())} | _figures(wanted[~is_long], guessed[~is_long]),
        "guesses_per_second": round(_TIMED / took),
        "findings_ms_median": _speed(texts),
        "texts_of_our_own": {half: _ours(half) for half in ("first", "second")},
    }


def _figures(wanted: NDArray[np.int64], guessed: NDArray[np.int64]) -> dict[str, object]:
    return {
        "f1": round(float(f1_score(wanted, guessed, zero_division=0)), 4),
        "precision": round(float(precision_score(wanted, guessed, zero_division=0)), 4),
        "recall": round(float(recall_score(wanted, guessed, zero_division=0)), 4),
    }


def _by_rules(texts: list[tuple[str, str, str]]) -> NDArray[np.int64]:
    said = [
        {one.code.value for one in findings(demand=f"{title}\n{detail}", reply=reply)} for title, detail, reply in texts
    ]
    return np.array([int("perfunctory" in codes) for codes in said])


def _speed(texts: list[tuple[str, str, str]]) -> float:
    took = []
    for title, detail, reply in texts[:_TIMED]:
        started = time.perf_counter()
        findings(demand=f"{title}\n{detail}", reply=reply)
        took.append((time.perf_counter() - started) * 1000)
    return round(statistics.median(took), 3)


def _ours(half: str) -> dict[str, object]:
    """Return precision and recall of each code on a half of our own texts, and how many replies are wholly right."""
    demands: dict[str, str] = {}
    right, wrong, missed, whole, count = Counter[str](), Counter[str](), Counter[str](), 0, 0
    for line in (_OURS / f"{half}_half.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "demand" in row:
            demands[row["demand"]] = row["text"]
            continue
        said = findings(demand=demands[row["on"]], reply=row["text"], names=row.get("names", ()))
        got, codes = {one.code.value for one in said}, set(row["codes"])
        right.update(got & codes)
        wrong.update(got - codes)
        missed.update(codes - got)
        whole, count = whole + (got == codes), count + 1
    return {"rows": count, "wholly_right": round(whole / count, 3)} | {
        code: {
            "precision": round(right[code] / (right[code] + wrong[code] or 1), 3),
            "recall": round(right[code] / (right[code] + missed[code] or 1), 3),
        }
        for code in sorted({*right, *wrong, *missed})
    }
