"""Orders judged in a second on one core, with and without the second look; size and start of a loaded model."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from benchmarks.language.learning import table
from huying.language.artefact import load_artefact, save_artefact
from huying.language.guessing import guess
from huying.language.linear import Texts, unpacked
from huying.language.training.dispatch import train_dispatch

_AT_ONCE, _SHORT, _TURNS, _SINGLE = 4096, 40, 3, 200
_START = "import sys,time;t=time.time();from pathlib import Path;from huying.language.artefact import load_artefact;"
_START += "from huying.language.guessing import guess;m=load_artefact(Path(sys.argv[1]),task='dispatch');"
_START += "guess(artefact=m,texts=[('路灯不亮',)]);"
# The peak of this process alone: what getrusage tells is inherited from the one that started it.
_START += "peak=[x for x in open('/proc/self/status') if x.startswith('VmHWM')][0].split()[1];"
_START += "print(time.time()-t,int(peak)/1024)"


def run() -> dict[str, Any] | None:
    """Return orders a second, milliseconds of one order, megabytes and seconds of a fresh process."""
    rows = table("haikou12345_orders_dev.csv.gz")
    if rows is None:
        return None
    texts = [(row["content_nohint"],) for row in rows]
    model, card = train_dispatch(texts=texts, labels=[row["office"] for row in rows], columns=("content_nohint",))
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "model"
        save_artefact(folder, artefact=model, card=card)
        model = load_artefact(folder, task="dispatch")
        command = [sys.executable, "-c", _START, str(folder)]
        started = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
        short = [row for row in texts if len(row[0]) <= _SHORT][:_AT_ONCE]
        plain = unpacked(model)
        one = [_seconds(lambda row=row: guess(artefact=model, texts=[row])) * 1000 for row in texts[:_SINGLE]]
        return {
            "orders_a_second_with_second_look": _rate(lambda some: guess(artefact=model, texts=some), texts),
            "orders_a_second_linear": _rate(plain.scores, texts),
            "short_orders_a_second_with_second_look": _rate(lambda some: guess(artefact=model, texts=some), short),
            "short_orders_a_second_linear": _rate(plain.scores, short),
            "one_order_ms": {"p50": round(median(one), 2), "p95": round(float(np.quantile(one, 0.95)), 2)},
            "start_s": round(float(started[0]), 2),
            "process_mb": round(float(started[1])),
            "model_mb": round(sum(path.stat().st_size for path in folder.iterdir()) / 1e6, 1),
        }


def _rate(judge: Any, texts: Texts) -> int:
    some = texts[:_AT_ONCE]
    return round(len(some) / min(_seconds(lambda: judge(some)) for _ in range(_TURNS)))


def _seconds(do: Any) -> float:
    """Return processor seconds: neighbours on the machine do not count."""
    begun = time.process_time()
    do()
    return time.process_time() - begun
