"""How alike two accounts of citizens are, and keys by which like ones are found among millions.

An account is made plain first: width and case made one; punctuation, the set phrases of the trade and every number
that may reach or identify a person taken out. Its keys are the eight smallest hashes of its runs of five characters (a
bottom-k sketch) and a hash of each place it names. Of two accounts that share the part J of their runs, at least one
key is shared with a probability of 1 - (1 - J)^8: 0.94 at J = 0.3. How alike they are is then measured on the accounts
themselves. Everything here comes out the same in every process and on every machine: nothing rests on Python's own
hash.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from operator import add

import numpy as np
import numpy.typing as npt

COMPARED = 2000
"""Characters of an account that are compared; few are longer."""
_RUN, _KEPT, _MOST_PLACES = 5, 8, 4
_WIDE = re.compile(r"[^\x00-\x7f一-鿿　-〿！-／：-＠［-｀｛-～‘-”…—]")  # what normalising changes, and a little more
_NUMBERS = re.compile(r"\d{7,}x?")  # 约定, as in ``language.masking``: seven digits in a row may reach a person
_NO_LETTERS = re.compile(r"[^a-z0-9㐀-䶿一-鿿〇\U00020000-\U0003FFFF]+")
# 约定: what stands in every account and tells nothing of the matter.
_FORMULAS = re.compile(
    "尊敬的|各位领导|领导|您好|你好|来电人|来访人|诉求人|投诉人|反映人|市民|热线|来电反映|反映|来电|咨询|投诉|希望|恳请|"
    "请求|要求|麻烦|请问|望|相关部门|有关部门|相关单位|政府部门|职能部门|主管部门|尽快|及时|尽早|核实|调查|处理|解决|"
    "答复|回复|协助|帮忙|予以|给予|谢谢|感谢|再次|又来电|仍未"
)
# A 街道 is an office for thousands; 路灯 and 市场监管局 stand everywhere.
_PLACE = re.compile(
    r"(?P<road>[一-鿿]{2}(?:大道|大街|路(?!灯)|街(?!道)|巷|弄|胡同)(?:\d+号)?)"
    r"|(?P<named>[一-鿿]{2}(?:小区|花园|家园|公寓|新村|新城|佳苑|花苑|雅苑|名苑|公馆|庄园|广场|大厦|市场(?!监)|公园|医院|学校|小学|中学|社区|村))"
)
# What is no name: 这条马路, 我们小区, 街道社区.
_NAMELESS = re.compile(
    r"[我你他们的本该这那在个于到是有住和与及某各全整内外前后旁边条处附近]|^.{1}[马道公铁线网]路|老旧|居民|街道"
)
_CLAUSE = re.compile(r"[，。；！？,;!?\s]+")
# 约定: a clause with fewer pairs of characters tells nothing; one of which most was said before tells it again.
_TELLING, _MOSTLY = 6, 0.6
_URGES = re.compile("打.{0,4}电话|拨打|反映过|没人管|没有人管|什么时候|何时|怎么还|还没有|至今|进展|结果|一直没")
_FACTOR, _MIX, _MIX_AGAIN = np.uint64(0x100000001B3), np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53)

Grams = frozenset[str]
"""The pairs of neighbouring characters of a plain account."""


def plain(text: str) -> str:
    """Return the first ``COMPARED`` characters of an account as they are compared, without a number of any person."""
    return _NUMBERS.sub("", _NO_LETTERS.sub("", _FORMULAS.sub("", _even(text))))


def places_in(*texts: str) -> tuple[str, ...]:
    """Return the roads (with their number) and places that texts name, at most four, in their order.

    A name is cut to the two characters before 路, 小区 and their like, so that 阳光海棠花园 and 海棠花园 are one.
    """
    found: dict[str, None] = {}
    for text in texts:
        for match in _PLACE.finditer(_even(text)):
            name = match[0]
            if not _NAMELESS.search(name[:3] if match["road"] else name[:2]):
                found[name] = None
    return tuple(found)[:_MOST_PLACES]


def keys_of(*, text: str, place: str = "", within: int = 0) -> list[int]:
    """Return the keys of an account, at most twelve whole numbers of 32 bits; those of another ``within`` differ.

    ``place`` is where it was, as far as that was told apart from the account.
    """
    keys = _sketch(plain(text), within)
    keys += (_hashed(name, within) for name in places_in(place, text))
    return sorted(set(keys))


def grams_of(text: str) -> Grams:
    """Return what is compared of an account."""
    letters = plain(text)
    return frozenset(map(add, letters, letters[1:])) or frozenset(letters)


def alike(first: Grams, second: Grams) -> float:
    """Return how alike two accounts are, from 0 to 1 (the cosine of their pairs of characters)."""
    if not first or not second:
        return 0.0
    shared = len(first & second)
    return shared / float((len(first) * len(second)) ** 0.5)


def news_in(text: str, *, before: Grams) -> tuple[str, ...]:
    """Return the clauses of an account that tell what an earlier one did not; asking when it is done is no news."""
    return tuple(clause for clause in _CLAUSE.split(text[:COMPARED]) if _is_new(clause, before))


def _is_new(clause: str, before: Grams) -> bool:
    grams = grams_of(clause)
    return len(grams) >= _TELLING and not _URGES.search(clause) and len(grams - before) >= _MOSTLY * len(grams)


def _even(text: str) -> str:
    """Return what is compared in one width and case; marks may stay wide."""
    cut = text[:COMPARED]
    return (unicodedata.normalize("NFKC", cut) if _WIDE.search(cut) else cut).lower()


def _sketch(letters: str, within: int) -> list[int]:
    codes = np.frombuffer(letters.encode("utf-32-le"), dtype="<u4").astype(np.uint64)
    runs = len(codes) - _RUN + 1
    if runs < 1:
        return [_hashed(letters, within)] if letters else []
    value: npt.NDArray[np.uint64] = np.full(runs, within + 1, dtype=np.uint64)
    for place in range(_RUN):
        value = value * _FACTOR + codes[place : place + runs]
    value ^= value >> np.uint64(33)
    value *= _MIX
    value ^= value >> np.uint64(29)
    value *= _MIX_AGAIN
    value ^= value >> np.uint64(32)
    # The smallest have few of the upper bits set: the lower ones tell them apart.
    lowest = np.unique(value)[:_KEPT].astype(np.uint32).view(np.int32)
    return [int(key) for key in lowest]


def _hashed(name: str, within: int) -> int:
    digest = hashlib.blake2b(name.encode(), digest_size=4, key=within.to_bytes(8, "big")).digest()
    return int.from_bytes(digest, "big", signed=True)
