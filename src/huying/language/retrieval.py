"""Which matters of a tree a text is near to: by names, keywords, descriptions and what citizens call them.

Nothing is learned. A word of the tree that stands in the text tells most (exact hits, also inside one another); pairs
of neighbouring characters that the text shares with a matter tell the rest. Both are weighed by how few matters have
them (idf over the tree), those of a class above count less, and a matter with many words is not nearer for that (length
normalised).
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import add

import numpy as np
from ahocorasick_rs import AhoCorasick, MatchKind
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from huying.language.danger.folding import Folded, fold
from huying.language.masking import mask_numbers

READ = 2000
"""Characters of a text that are read; few are longer."""
_SHORTEST = 2
# 约定: what stands in the names of half the tree, or in every account, and tells nothing of the matter.
_EMPTY = re.compile(
    "管理|服务|问题|其他|其它|事项|事务|工作|政策|业务|信息|相关|有关|情况|方面|部门|单位|领导|政府|市民|群众|处理|解决|"
    "投诉|举报|反映|咨询|求助|建议|希望|要求|办理|热线|违规|规范|规定|标准|制度|人员|公司|企业|个人|一般|具体|衣服"
)
# 约定: what begins or ends here is a piece of a number or other word: 119 of 11900, 卫生 of 卫生间, 动车 of 电动车.
_CUT = re.compile(r"(?<=\d)(?=\d)|(?<=卫生)(?=[间纸巾棉])|(?<=[电机])(?=动车)")
_PARTED = re.compile(r"[、，,；;/（）()“”《》\s及与和或]+")
_HAN = re.compile(r"[一-鿿a-z0-9]+")
# 约定: what a word counts at its own matter, one and two classes above, and further up.
_BY_HEIGHT = (1.0, 0.6, 0.35, 0.2)
_DESCRIBED, _SAID, _PAIRS, _TITLE = 0.5, 0.8, 0.5, 2.0
# 约定: of matters that only their class speaks for, 「其他」 is meant.
_REST, _REST_BONUS = ("其他", "其它"), 1.05
_WORDS_TOLD = 3


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A matter of the tree; ``above`` is the key of its class, ``None`` at the first level."""

    key: int
    name: str
    above: int | None = None
    keywords: tuple[str, ...] = ()
    description: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Near:
    """A matter near to a text; ``words`` of the text led to it, those that told most first.

    ``line`` holds its key and those of the classes above it. ``score`` compares matters for one text. ``is_named``: a
    word of the matter itself stands in the text, not only of a class above it.
    """

    key: int
    line: tuple[int, ...]
    score: float
    words: tuple[str, ...]
    is_named: bool


class Nearest:
    """A tree made ready, to be asked for many texts."""

    def __init__(self, entries: Sequence[Entry], *, synonyms: Mapping[str, Sequence[str]] | None = None) -> None:
        """Take every matter and class, and what citizens say for words of the tree."""
        by_key = {entry.key: entry for entry in entries}
        inner = {entry.above for entry in entries}
        leaves = [entry for entry in entries if entry.key not in inner]
        lines = [_line(leaf, by_key) for leaf in leaves]
        self._lines = [tuple(entry.key for entry in line) for line in lines]
        self._tops = np.array([line[-1] for line in self._lines], dtype=np.int64)
        self._rest = np.array([_REST_BONUS if leaf.name.startswith(_REST) else 1.0 for leaf in leaves])
        terms: dict[str, dict[int, float]] = defaultdict(dict)
        pairs: dict[str, dict[int, float]] = defaultdict(dict)
        said = _said(entries, synonyms or {})
        words_of = {entry.key: dict(_words(entry, said)) for entry in entries}
        pairs_of = {entry.key: list(_pairs_of(entry)) for entry in entries}
        named: dict[str, set[int]] = defaultdict(set)
        for place, line in enumerate(lines):
            for height, entry in enumerate(line):
                weight = _BY_HEIGHT[min(height, len(_BY_HEIGHT) - 1)]
                for word, counts in words_of[entry.key].items():
                    terms[word][place] = max(terms[word].get(place, 0.0), weight * counts)
                    if not height:
                        named[word].add(place)
                for pair, counts in pairs_of[entry.key]:
                    pairs[pair][place] = max(pairs[pair].get(place, 0.0), weight * counts)
        self._named = {word: frozenset(places) for word, places in named.items()}
        self._words = list(terms)
        self._search = AhoCorasick(self._words or ["\0"], matchkind=MatchKind.Standard)
        # A longer word says more exactly what is meant: 约定.
        longer = [math.log2(1 + min(len(word), 5)) for word in self._words]
        self._terms = _weighed(list(terms.values()), len(leaves), longer)
        self._pairs = {pair: row for row, pair in enumerate(pairs)}
        shares = _weighed(list(pairs.values()), len(leaves), [1.0] * len(pairs))
        lengths = np.asarray(shares.sum(axis=0)).ravel()
        even = 0.5 + 0.5 * lengths / max(float(lengths.mean()), 1e-9) if leaves else lengths
        self._shares = csr_matrix(shares.multiply(_PAIRS / np.maximum(even, 1e-9)))

    def near(
        self, text: str, *, title: str = "", within: Collection[int] | None = None, most: int = 5
    ) -> tuple[Near, ...]:
        """Return the matters nearest to a text, the nearest first; none where no word of the tree stands in it.

        ``within`` are keys of first-level classes: others are left out. A telephone, ID or plate number tells nothing.
        """
        heads, bodies = fold(mask_numbers(title[:READ])), fold(mask_numbers(text[:READ]))
        hits = self._hits(heads, _TITLE) + self._hits(bodies, 1.0)
        seen: dict[int, float] = defaultdict(float)
        for row, weight in hits:
            seen[row] += weight
        scores = _sum(seen, self._terms) + _sum(self._pairs_in(heads.plain, bodies.plain), self._shares)
        scores *= self._rest
        if within is not None:
            scores[~np.isin(self._tops, list(within))] = 0.0
        best = [int(place) for place in np.argsort(-scores, kind="stable")[:most] if scores[place] > 0]
        return tuple(self._near(place, float(scores[place]), seen, (heads, bodies)) for place in best)

    def pairs_in(self, text: str) -> frozenset[str]:
        """Return the pairs of neighbouring characters of a text that stand in some matter."""
        plain = fold(text[:READ]).plain
        return frozenset(map(add, plain, plain[1:])) & self._pairs.keys()

    def _hits(self, folded: Folded, weight: float) -> list[tuple[int, float]]:
        cuts = _cuts(folded.plain)
        found = self._search.find_matches_as_indexes(folded.plain, overlapping=True)
        return [(row, weight) for row, start, end in found if cuts.isdisjoint((start, end))]

    def _pairs_in(self, *texts: str) -> Counter[int]:
        rows: Counter[int] = Counter()
        for text in texts:
            cuts = _cuts(text)
            for start, pair in enumerate(map(add, text, text[1:])):
                if pair in self._pairs and cuts.isdisjoint((start, start + 2)):
                    rows[self._pairs[pair]] += 1
        return rows

    def _near(self, place: int, score: float, seen: Mapping[int, float], texts: Sequence[Folded]) -> Near:
        told = {row: counts for row in seen if (counts := _cell(self._terms, row, place)) > 0}
        rows = sorted(told, key=lambda row: -told[row])
        words = [self._words[row] for row in rows[:_WORDS_TOLD]]
        if not words:
            words = self._shared(place, texts)
        return Near(
            key=self._lines[place][0],
            line=self._lines[place],
            score=score,
            words=tuple(words),
            is_named=any(place in self._named.get(self._words[row], ()) for row in rows),
        )

    def _shared(self, place: int, texts: Sequence[Folded]) -> list[str]:
        """Return runs of characters that the texts share with a matter, the longest first."""
        found: dict[str, None] = {}
        for folded in texts:
            run, cuts = "", _cuts(folded.plain)
            for start, pair in enumerate([*map(add, folded.plain, folded.plain[1:]), "\0"]):
                row = self._pairs.get(pair) if cuts.isdisjoint((start, start + 2)) else None
                if row is not None and _cell(self._shares, row, place) > 0:
                    run = run + pair[1] if run else pair
                elif run:
                    found[run] = None
                    run = ""
        return sorted(found, key=len, reverse=True)[:_WORDS_TOLD]


def _cuts(plain: str) -> set[int]:
    return {found.start() for found in _CUT.finditer(plain)}


def _line(leaf: Entry, by_key: Mapping[int, Entry]) -> list[Entry]:
    line = [leaf]
    while line[-1].above is not None:
        line.append(by_key[line[-1].above])
    return line


def _said(entries: Iterable[Entry], synonyms: Mapping[str, Sequence[str]]) -> dict[int, list[str]]:
    """Return for each matter what citizens say for its words."""
    meant: dict[str, list[str]] = defaultdict(list)
    for word, official in synonyms.items():
        for one in official:
            meant[one].append(word)
    found: dict[int, list[str]] = {}
    for entry in entries:
        own = {*entry.keywords, *(one for one in meant if one in entry.name)}
        found[entry.key] = [word for one in sorted(own & meant.keys()) for word in meant[one]]
    return found


def _words(entry: Entry, said: Mapping[int, Sequence[str]]) -> Iterator[tuple[str, float]]:
    """Yield what stands for a matter exactly, with what it counts."""
    for word in said[entry.key]:
        yield fold(word).plain, _SAID
    for name in (entry.name, *entry.keywords):
        plain = fold(name).plain
        for part in dict.fromkeys([plain, *_PARTED.split(plain), *_EMPTY.split(plain)]):
            if len(part) >= _SHORTEST and not _EMPTY.fullmatch(part):
                yield part, 1.0


def _pairs_of(entry: Entry) -> Iterator[tuple[str, float]]:
    for text, counts in ((entry.name, 1.0), ("、".join(entry.keywords), 1.0), (entry.description, _DESCRIBED)):
        for run in _HAN.findall(_EMPTY.sub(" ", fold(text).plain)):
            yield from ((pair, counts) for pair in map(add, run, run[1:]) if not pair.isdigit())


def _weighed(rows: Sequence[Mapping[int, float]], width: int, factors: Sequence[float]) -> csr_matrix:
    """Return a row a word: what it counts at each matter, more where few have it."""
    cells = [
        (row, place, counts * factors[row] * math.log(1 + width / len(places)))
        for row, places in enumerate(rows)
        for place, counts in places.items()
    ]
    at, places, values = zip(*cells, strict=True) if cells else ((), (), ())
    return csr_matrix((np.array(values, dtype=np.float32), (at, places)), shape=(len(rows), width))


def _cell(of: csr_matrix, row: int, place: int) -> float:
    start, end = of.indptr[row], of.indptr[row + 1]
    at = start + np.searchsorted(of.indices[start:end], place)
    return float(of.data[at]) if at < end and of.indices[at] == place else 0.0


def _sum(counts: Mapping[int, float], of: csr_matrix) -> NDArray[np.float64]:
    """Return for each matter what the counted words tell; a word said again tells less each time."""
    scores: NDArray[np.float64] = np.zeros(of.shape[1])
    for row, count in counts.items():
        start, end = of.indptr[row], of.indptr[row + 1]
        scores[of.indices[start:end]] += of.data[start:end] * (1 + math.log(count))
    return scores
