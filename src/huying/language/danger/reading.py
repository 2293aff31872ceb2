"""Read danger and urgency out of a citizen's words: what, how it stands to now, and the sentence that says so.

依据: 北京市接诉即办工作条例 art 11 (一): emergencies go to 110, 119, 120, 122 at once; art 29: signs of a 突发事件 are
reported at once. 约定, recall first: a missed danger costs more than a false alarm. It proposes; a person decides.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import ahocorasick_rs

from huying.domain.policies import Urgency
from huying.language.danger.context import force_of
from huying.language.danger.folding import SENTENCE, Folded, fold
from huying.language.danger.kinds import DangerKind, Force, Sign, lowered
from huying.language.danger.learnt import heard_in
from huying.language.danger.words import Group, groups, innocent

_NUMBERS = ("119", "120", "110", "122")
_STRONGEST = tuple(Force)
# A transcript without a mark is one endless sentence: what is shown of it.
_SHOWN = 60
# How far from its cue a pattern is looked for, and how near the end of that the next cue opens another look.
_WIDE, _NEAR = 48, 16
_ENDLESS = 1 << 60
_PAUSE = "，"
# 约定: somebody who writes alone is asked to call only where it sounds so plainly; a wrong question costs trust.
_PLAIN = 0.3

_Span = tuple[int, int]
_DIGITS = {sign: value for value, sign in enumerate("零一二三四五六七八九")} | {
    "两": 2,
    "几": 2,
    "数": 2,
    "好": 2,
    "上": 1,
}
_SCALES = {"十": 10, "百": 100, "千": 1000}


@dataclass(frozen=True, kw_only=True)
class Danger:
    """One word of danger that a text holds, and the number to call."""

    word: str
    number: str


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What a text says of danger: one sign a kind, the strongest, in the order of the text."""

    signs: tuple[Sign, ...]

    @property
    def urgency(self) -> Urgency | None:
        """Return the level that the signs ask for: the most urgent one; 疑难 and 一般 only where nothing hastens."""
        return min((sign.urgency for sign in self.signs), default=None)


@dataclass(frozen=True, kw_only=True)
class _Look:
    """A folded text, its words that hold a sign's word and are none, and the signs that are denied."""

    plain: str
    harmless: list[_Span] = field(default_factory=list)
    denied: list[_Span] = field(default_factory=list)


def read_danger(text: str) -> Reading:
    """Return the signs of danger in a text: by words and patterns, and what they miss by the second ear."""
    folded = fold(text)
    look = _Look(plain=folded.plain)
    best = _best(look)
    best |= {sign.kind: sign for sign in _heard(look) if sign.kind not in best}
    placed = (_placed(sign, folded) for sign in best.values())
    return Reading(signs=tuple(sorted(placed, key=lambda sign: (sign.start, sign.kind.value))))


def as_heard(text: str) -> str:
    """Return a text as the second ear is given it: folded, without words that are harmless or denied."""
    look = _Look(plain=fold(text).plain)
    _best(look)
    return _left(look)


def dangers_in(text: str) -> tuple[Danger, ...]:
    """Return the words that speak of danger now, or plainly sound like it, at most one a number to call."""
    folded = fold(text)
    look = _Look(plain=folded.plain)
    best = _best(look)
    signs = [sign for sign in best.values() if sign.force is Force.NOW]
    signs += [sign for sign in _heard(look, above=_PLAIN) if sign.kind not in best and sign.force is Force.HEARD]
    found: dict[str, Sign] = {}
    for sign in (_placed(sign, folded) for sign in signs if sign.number):
        found.setdefault(sign.number, sign)
    return tuple(
        Danger(word=text[found[number].start : found[number].end], number=number)
        for number in _NUMBERS
        if number in found
    )


def _best(look: _Look) -> dict[DangerKind, Sign]:
    """Return the strongest sign of each kind; its places are those of the plain form."""
    plain, search, best = look.plain, _search(), dict[DangerKind, Sign]()
    hits = search.machine.find_matches_as_indexes(plain, overlapping=True)
    if not hits:
        return best
    spans = [found.span() for found in SENTENCE.finditer(plain)]
    look.harmless.extend((start, end) for place, start, end in hits if place in search.innocent)
    looked: dict[int, int] = {}
    for place, start, end in hits:
        first, last = _around(spans, start)
        for number in search.groups.get(place, ()):
            group = groups()[number]
            if _is_settled(best.get(group.kind), group):
                continue
            found: Iterable[Sign]
            if group.pattern is None:
                found = _judged(group, look, (first, last), (start, end))
            elif looked.get(number, 0) >= min(last, end + _NEAR):
                continue
            else:
                region = max(first, start - _WIDE), min(last, end + _WIDE)
                looked[number] = region[1]
                found = _matched(group, look, (first, last), region)
            for sign in found:
                if sign.kind not in best or _weight(sign) < _weight(best[sign.kind]):
                    best[sign.kind] = sign
    return best


def _heard(look: _Look, *, above: float = 0.0) -> Iterator[Sign]:
    """Yield what sounds like danger, ``above`` the bound; words of fear, of the past or of others weaken it."""
    for kind, (start, end) in heard_in(_left(look), above=above).items():
        usual = next(group for group in groups() if group.kind is kind and group.force is Force.NOW)
        piece = look.plain[start:end]
        force = force_of(kind=kind, force=Force.HEARD, sentence=piece, start=0, end=len(piece), is_phrase=True)
        yield Sign(
            kind=kind,
            force=force or Force.HEARD,
            urgency=lowered(usual.urgency, force or Force.HEARD),
            start=start,
            end=end,
            sentence_start=start,
            sentence_end=end,
            number=usual.number,
        )


def _left(look: _Look) -> str:
    """Return the text, of the same length, without its harmless and its denied words."""
    left = look.plain
    for start, end in look.harmless + look.denied:
        left = f"{left[:start]}{_PAUSE * (end - start)}{left[end:]}"
    return left


def _is_settled(known: Sign | None, group: Group) -> bool:
    """Say whether nothing that a group finds can be stronger than what is known of its kind."""
    if known is None or known.force is not Force.NOW or known.urgency > group.urgency:
        return False
    return known.people is not None or group.kind is not DangerKind.GATHERING


def _matched(group: Group, look: _Look, span: _Span, region: _Span) -> Iterator[Sign]:
    """Yield what a pattern finds near a cue."""
    assert group.pattern
    for found in group.pattern.finditer(look.plain, *region):
        for sign in _judged(group, look, span, found.span()):
            yield replace(sign, people=_people(found))


def _judged(group: Group, look: _Look, span: _Span, at: _Span) -> Iterator[Sign]:
    """Yield the sign that words are, unless they stand inside a harmless word or are denied."""
    (first, last), (start, end) = span, at
    is_phrase = group.pattern is not None
    if any(_hides(one, at, is_phrase=is_phrase) for one in look.harmless):
        return
    sentence, begins, ends = look.plain[first:last], start - first, end - first
    force = force_of(kind=group.kind, force=group.force, sentence=sentence, start=begins, end=ends, is_phrase=is_phrase)
    if force is None:
        look.denied.append(at)
        return
    yield Sign(
        kind=group.kind,
        force=force,
        urgency=lowered(group.urgency, force),
        start=start,
        end=end,
        sentence_start=max(first, start - _SHOWN),
        sentence_end=min(last, end + _SHOWN),
        number=group.number,
    )


def _around(spans: list[_Span], place: int) -> _Span:
    return spans[max(0, bisect_right(spans, (place, _ENDLESS)) - 1)]


def _hides(harmless: _Span, at: _Span, *, is_phrase: bool) -> bool:
    """Say whether words are part of a harmless one; a single word also where that takes only its end or beginning."""
    (left, right), (start, end) = harmless, at
    if left <= start and end <= right:
        return True
    return not is_phrase and (start < left < end < right or left < start < right < end)


def _weight(sign: Sign) -> tuple[int, int, int]:
    return sign.urgency, _STRONGEST.index(sign.force), 0 if sign.people else 1


def _placed(sign: Sign, folded: Folded) -> Sign:
    """Return the sign with its places in the text as it was given."""
    if folded.places is None:
        return sign
    return replace(
        sign,
        start=folded.place(sign.start),
        end=folded.place(sign.end - 1) + 1,
        sentence_start=folded.place(sign.sentence_start),
        sentence_end=folded.place(sign.sentence_end - 1) + 1,
    )


def _people(found: re.Match[str]) -> int | None:
    """Return how many people are spoken of, at least: 几十 is twenty, 上百 a hundred."""
    said = next((text for name, text in found.groupdict().items() if name.startswith("people") and text), "")
    if said.isdecimal():
        return int(said)
    whole, figure = 0, 0
    for sign in said:
        if sign in _SCALES:
            whole, figure = whole + (figure or 1) * _SCALES[sign], 0
        else:
            figure = _DIGITS[sign]
    return (whole + figure) or None


@dataclass(frozen=True, kw_only=True)
class _Search:
    """All words in one machine; by the place of each, the groups that it is of, and which are harmless."""

    machine: ahocorasick_rs.AhoCorasick
    groups: dict[int, list[int]]
    innocent: frozenset[int]


@cache
def _search() -> _Search:
    places: dict[str, int] = {}
    found: dict[int, list[int]] = {}
    for number, group in enumerate(groups()):
        for word in group.words:
            found.setdefault(places.setdefault(fold(word).plain, len(places)), []).append(number)
    harmless = frozenset(places.setdefault(word, len(places)) for word in innocent())
    return _Search(machine=ahocorasick_rs.AhoCorasick(places), groups=found, innocent=harmless)
