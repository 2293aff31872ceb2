"""How much of what is written now a model has never seen."""

from __future__ import annotations

import numpy as np

from huying.language import linear
from huying.language.artefact import Artefact
from huying.language.linear import Texts, column
from huying.language.ngrams import letters, pieces


def unknown_share(*, artefact: Artefact, texts: Texts) -> float:
    """Return the share, from 0 to 1, of the texts' pieces that the model did not learn."""
    missing = seen = 0
    for one in linear.unpacked(artefact).known:
        _, buckets = pieces(letters(column(texts, one.cut.column)), one.cut)
        missing += int(np.count_nonzero(one.ids[buckets] < 0))
        seen += len(buckets)
    return missing / seen if seen else 0.0
