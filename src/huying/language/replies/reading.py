"""Read a reply against its demand, and say what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from huying.language.replies import checks
from huying.language.replies.finding import SENTENCES, Code, Finding
from huying.language.replies.text import Text


def findings(
    *, demand: str, reply: str, basis: str = "", recent: Sequence[str] = (), names: Sequence[str] = ()
) -> tuple[Finding, ...]:
    """Return the faults of a reply, one a kind, the gravest first; they are leads for a person and decide nothing.

    ``demand`` is what was asked, as far as the reader may know it; ``basis`` the norm that the form names; ``recent``
    replies of the same unit to others; ``names`` of people that must not stand in it. A reply that shirks is not called
    perfunctory as well, nor one of both indirect: the first says it.
    """
    return findings_of(Text(demand=demand, reply=reply, basis=basis), recent=recent, names=names)


def findings_of(text: Text, *, recent: Sequence[str] = (), names: Sequence[str] = ()) -> tuple[Finding, ...]:
    """Return the same of a text that was taken apart already."""
    return tuple(
        Finding(code=code, sentence=SENTENCES[code], quote=text.reply[start:end], start=start, end=end)
        for code, (start, end) in _faults(text, recent=recent, names=names)
    )


def _faults(text: Text, *, recent: Sequence[str], names: Sequence[str]) -> Iterator[tuple[Code, checks.Place]]:
    if place := checks.leak(text, names):
        yield Code.LEAK, place
    for code, check in (
        (Code.SHIRKING, checks.shirking),
        (Code.PERFUNCTORY, checks.perfunctory),
        (Code.INDIRECT, checks.indirect),
    ):
        if place := check(text):
            yield code, place
            break
    if place := checks.copied(text, recent):
        yield Code.COPIED, place
    for code, check in (
        (Code.NO_BASIS, checks.no_basis),
        (Code.OVERPROMISE, checks.overpromise),
        (Code.OVERLONG, checks.overlong),
    ):
        if place := check(text):
            yield code, place
