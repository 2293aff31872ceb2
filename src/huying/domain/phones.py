"""Telephone numbers of China in one normal form, so that equal numbers are found as equal.

约定: the shapes below are the public numbering habits (11-digit mobiles, area code and
7 or 8 digits, 400 and 800, short service numbers); no list of segments is kept, since
segments are added every year.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from huying.domain.errors import Invalid


class PhoneKind(StrEnum):
    """What a number is; ``FOREIGN`` is any number outside +86."""

    MOBILE = "mobile"
    LANDLINE = "landline"
    SERVICE = "service"
    FOREIGN = "foreign"


class PhoneInvalid(Invalid):
    """The text is not a telephone number that can be called back."""

    code = "phone_invalid"
    sentence = "电话号码有误，请填写手机号，或带区号的固定电话（如 0898-12345678）。"


@dataclass(frozen=True, kw_only=True)
class Phone:
    """One number: ``canonical`` like ``+8613800000000``, ``extension`` digits or empty."""

    canonical: str
    kind: PhoneKind
    extension: str = ""

    @property
    def display(self) -> str:
        """Return the number as it is dialled in China, such as ``0898-12345678 转 803``."""
        tail = f" 转 {self.extension}" if self.extension else ""
        if self.kind is PhoneKind.FOREIGN:
            return self.canonical + tail
        if self.kind is PhoneKind.LANDLINE:
            return "-".join(self.area_and_local) + tail
        national = self.canonical.removeprefix("+86")
        if self.kind is PhoneKind.SERVICE and national[1:3] == "00" and len(national) > len("400"):
            national = f"{national[:3]}-{national[3:6]}-{national[6:]}"
        return national + tail

    @property
    def area_and_local(self) -> tuple[str, str]:
        """Return area code with its 0 and local number of a land line; raises ``ValueError`` for others."""
        match = _LANDLINE.fullmatch("0" + self.canonical.removeprefix("+86"))
        if self.kind is not PhoneKind.LANDLINE or match is None:
            raise ValueError("not a land line")
        return match[1], match[2]


_SEPARATORS = re.compile(r"[\s\-‐-―−_·.()\[\]]+")
_MOBILE = re.compile(r"0?(1[3-9]\d{9})")
_SERVICE = re.compile(r"0?([48]00\d{7})|(1[12]\d|1[0-2]\d{3}|11[68]\d{3}|9[56]\d{3,4})")
# A three-digit area code (010, 02x) has eight digits behind it, a four-digit one seven or eight.
_LANDLINE = re.compile(r"(010(?=\d{8}$)|02\d(?=\d{8}$)|0[3-9]\d\d)(\d{7,8})")
_LOCAL = re.compile(r"\d{7,8}")
_FOREIGN = re.compile(r"[1-9]\d{6,14}")
_COUNTRY = re.compile(r"(?:\+86|0086|86(?=\d{10}))(\d+)")
_SPOKEN_EXTENSION = re.compile(r"(?:转接?|分机号?|;?ext[.=]?|x|#|,)[\s:]*(\d{1,6})", re.IGNORECASE)
_DASHED_EXTENSION = re.compile(r"(.*\d{7,8})\s*[-‐-―−]\s*(\d{1,6})")


def normalise(text: str, *, area_code: str = "") -> Phone:
    """Return the number that ``text`` means; raises ``PhoneInvalid``.

    ``area_code`` (such as ``0898``) completes a land line given without one.
    Full-width digits, spaces, dashes, brackets, +86, 0086 and 转803 are understood.
    """
    head, extension = _split_extension(unicodedata.normalize("NFKC", text).strip())
    digits = _SEPARATORS.sub("", head)
    if not digits.isascii() or not digits.strip("0+"):
        raise PhoneInvalid
    canonical, kind = _canonical(digits, area_code)
    return Phone(canonical=canonical, kind=kind, extension=extension)


def _split_extension(text: str) -> tuple[str, str]:
    spoken = _SPOKEN_EXTENSION.search(text)
    if spoken and spoken.end() == len(text):
        return text[: spoken.start()], spoken[1]
    if _MOBILE.fullmatch(_SEPARATORS.sub("", text)):
        return text, ""
    dashed = _DASHED_EXTENSION.fullmatch(text)
    return (dashed[1], dashed[2]) if dashed else (text, "")


def _canonical(digits: str, area_code: str) -> tuple[str, PhoneKind]:
    country = _COUNTRY.fullmatch(digits)
    if country is None and digits.startswith(("+", "00")):
        number = digits.removeprefix("+").removeprefix("00")
        if _FOREIGN.fullmatch(number) and not number.startswith("86"):
            return "+" + number, PhoneKind.FOREIGN
        raise PhoneInvalid
    national = country[1] if country else digits
    if mobile := _MOBILE.fullmatch(national):
        return "+86" + mobile[1], PhoneKind.MOBILE
    if service := _SERVICE.fullmatch(national):
        return "+86" + (service[1] or service[2]), PhoneKind.SERVICE
    if country and not national.startswith("0"):
        national = "0" + national
    elif _LOCAL.fullmatch(national):
        if not area_code:
            raise PhoneInvalid("固定电话缺少区号，请补上区号，例如 0898-12345678。")
        national = "0" + area_code.removeprefix("0") + national
    if _LANDLINE.fullmatch(national):
        return "+86" + national[1:], PhoneKind.LANDLINE
    raise PhoneInvalid
