"""A second ear: what danger sounds like in words that no table holds, learnt from sentences of our own.

``docs/decisions/0012-second-ear.md``. The weights beside this file are made by ``make danger``; no citizen's text is in
them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from itertools import pairwise

import numpy as np

from huying.language.danger.folding import SENTENCE
from huying.language.danger.kinds import DangerKind
from huying.language.linear import Linear
from huying.language.ngrams import BITS, Cut, Vocabulary

CUT = Cut(column=0, sizes=(1, 2))
WEIGHTS = "learnt.npz"
# 约定: what is heard at once: a sentence, cut at its commas where it is long, and two neighbours where they are short.
_AT_ONCE, _TOGETHER = 60, 90
# Characters that are heard; few messages are longer, and the tables read all.
_HEARD = 2000
# What an operator's record says of every matter, and figures, tell nothing of danger.
_SET_PHRASES = re.compile(
    r"（[^（）]{0,4}(?:请?职能局|办件|工单)[^（）]*）|请[^，。！]{0,14}(?:核实处理|核实|处理)[！。，]*(?:谢谢)?|"
    r"市民(?:再次)?(?:来电|微信|公众号?|云|网站)?(?:反映|咨询|投诉|求助)：?|工单(?:编号|号)?：?〔[^〕]*〕"
)
_FIGURES = re.compile(r"\d+")
_CLAUSE = re.compile(r"[^，、]*[，、]?")


def heard_in(plain: str, *, above: float = 0.0) -> dict[DangerKind, tuple[int, int]]:
    """Return where each kind of danger is heard in a folded text: the piece that sounds most like it.

    ``above``: by how much a piece must pass the bound.
    """
    spans = list(_pieces(plain[:_HEARD]))
    if not spans:
        return {}
    model, bound, kinds = _model()
    scores = model.scores([(bare(plain[start:end]),) for start, end in spans]) - bound
    best = scores.argmax(axis=0)
    return {kind: spans[best[place]] for place, kind in enumerate(kinds) if scores[best[place], place] > above}


def pieces_of(plain: str) -> list[str]:
    """Return what is heard at once of a folded text, each as it is weighed."""
    return [bare(plain[start:end]) for start, end in _pieces(plain)]


def bare(piece: str) -> str:
    """Return a piece without what stands in every record."""
    return _FIGURES.sub("0", _SET_PHRASES.sub("", piece))


def _pieces(plain: str) -> Iterator[tuple[int, int]]:
    short = [piece for found in SENTENCE.finditer(plain) for piece in _cut(plain, *found.span())]
    yield from short
    yield from ((first, last) for (first, _), (_, last) in pairwise(short) if last - first <= _TOGETHER)


def _cut(plain: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start > _TOGETHER:
        for clause in _CLAUSE.finditer(plain, start, end):
            if clause.end() - start > _AT_ONCE and clause.start() > start:
                yield start, clause.start()
                start = clause.start()
    yield start, end


@cache
def _model() -> tuple[Linear, float, tuple[DangerKind, ...]]:
    with files(__package__).joinpath(WEIGHTS).open("rb") as file, np.load(file, allow_pickle=False) as kept:
        ids = np.full(1 << BITS, -1, dtype=np.int32)
        ids[kept["buckets"]] = np.arange(len(kept["buckets"]))
        known = Vocabulary(cut=CUT, ids=ids, idf=kept["idf"])
        weights = kept["weights"].astype(np.float32)
        model = Linear(known=(known,), weights=(weights,), bias=kept["bias"])
        return model, float(kept["bound"]), tuple(map(DangerKind, kept["kinds"].tolist()))
