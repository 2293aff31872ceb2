"""Read a reply against its demand, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from huying.language.replies import checks
from huying.language.replies.finding import BEGGED, DISCLOSED, SENTENCES, Code, Finding
from huying.language.replies.text import Text, plain


def findings(
    *, demand: str, reply: str, basis: str = "", recent: Sequence[str] = (), names: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Return the faults of a reply, the gravest first; they are leads for a person and decide nothing.

    ``demand`` is what was asked, as far as the reader may know it; ``basis`` the norm that the form names; ``recent``
    replies of the same unit to others; ``names`` of people that must not stand in it. Every leak is told, of other
    faults the first place. A reply that shirks is not called perfunctory as well, nor one of both indirect: the first
    says it. It is read simplified and half width, and quoted as it was written.
    """
    text = Text(demand=plain(demand), reply=plain(reply), basis=plain(basis))
    found = findings_of(text, recent=[plain(one) for one in recent], names=names)
    return tuple(replace(one, quote=reply[one.start : one.end]) for one in found)


def findings_of(text: Text, *, recent: Sequence[str] = (), names: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Return the same of a text that was taken apart already."""
    return tuple(
        Finding(code=code, sentence=sentence, quote=text.reply[start:end], start=start, end=end)
        for code, sentence, (start, end) in _faults(text, recent=recent, names=names)
    )


def _faults(text: Text, *, recent: Sequence[str], names: Sequence[str]) -> Iterator[tuple[Code, str, checks.Place]]:
    for place in checks.leaks(text, names):
        yield Code.LEAK, SENTENCES[Code.LEAK], place
    if found := checks.disclosed(text):
        yield Code.LEAK, DISCLOSED, found
    for code, check in (
        (Code.SHIRKING, checks.shirking),
        (Code.PERFUNCTORY, checks.perfunctory),
        (Code.INDIRECT, checks.indirect),
    ):
        if found := check(text):
            yield code, SENTENCES[code], found
            break
    if found := checks.begged(text):
        yield Code.PERFUNCTORY, BEGGED, found
    if found := checks.copied(text, recent):
        yield Code.COPIED, SENTENCES[Code.COPIED], found
    for code, check in (
        (Code.NO_BASIS, checks.no_basis),
        (Code.OVERPROMISE, checks.overpromise),
        (Code.OVERLONG, checks.overlong),
    ):
        if found := check(text):
            yield code, SENTENCES[code], found
