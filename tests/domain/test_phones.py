"""A number is found as equal however it was written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.phones import Phone, PhoneInvalid, PhoneKind, normalise

MOBILE, LANDLINE, SERVICE, FOREIGN = PhoneKind


@pytest.mark.parametrize(
    ("written", "canonical", "kind", "extension"),
    [
        ("13800000000", "+8613800000000", MOBILE, ""),
        ("138 0000 0000", "+8613800000000", MOBILE, ""),
        ("1380000-0000", "+8613800000000", MOBILE, ""),
        ("+86 138-0000-0000", "+8613800000000", MOBILE, ""),
        ("008613800000000", "+8613800000000", MOBILE, ""),
        ("8613800000000", "+8613800000000", MOBILE, ""),
        ("013800000000", "+8613800000000", MOBILE, ""),
        ("１３８００００００００", "+8613800000000", MOBILE, ""),
        ("13800000000转1234", "+8613800000000", MOBILE, "1234"),
        ("0898-12345678", "+8689812345678", LANDLINE, ""),
        ("0898-1234567", "+868981234567", LANDLINE, ""),
        ("（0898）1234 5678", "+8689812345678", LANDLINE, ""),
        ("0898—12345678—803", "+8689812345678", LANDLINE, "803"),
        ("0898-12345678 转 803", "+8689812345678", LANDLINE, "803"),
        ("0898-12345678分机:803", "+8689812345678", LANDLINE, "803"),
        ("0898-1234567-8", "+868981234567", LANDLINE, "8"),
        ("+86 898 12345678", "+8689812345678", LANDLINE, ""),
        ("01012345678", "+861012345678", LANDLINE, ""),
        ("021 1234 5678", "+862112345678", LANDLINE, ""),
        ("400-123-4567", "+864001234567", SERVICE, ""),
        ("8001234567", "+868001234567", SERVICE, ""),
        ("12345", "+8612345", SERVICE, ""),
        ("95598", "+8695598", SERVICE, ""),
        ("110", "+86110", SERVICE, ""),
        ("+852 1234 5678", "+85212345678", FOREIGN, ""),
        ("0085212345678", "+85212345678", FOREIGN, ""),
    ],
)
def test_a_written_number_has_one_normal_form(written: str, canonical: str, kind: PhoneKind, extension: str) -> None:
    assert normalise(written) == Phone(canonical=canonical, kind=kind, extension=extension)


@pytest.mark.parametrize(
    "written",
    [
        *("", " ", "王先生", "138", "1380000000", "138000000000", "12345678901", "0101234567"),
        *("00000000000", "+", "+86", "13800000000 13900000000", "١٣٨٠٠٠٠٠٠٠٠", "2" * 400),
    ],
)
def test_nonsense_is_refused_with_one_sentence(written: str) -> None:
    with pytest.raises(PhoneInvalid, match=r"^电话号码有误，.*。$") as refused:
        normalise(written, area_code="0898")
    assert refused.value.code == "phone_invalid"


def test_a_land_line_without_area_code_takes_the_centres() -> None:
    assert normalise("12345678-803", area_code="0898") == normalise("0898-12345678-803")
    assert normalise("12345678", area_code="10").canonical == "+861012345678"


def test_a_land_line_without_any_area_code_asks_for_it() -> None:
    with pytest.raises(PhoneInvalid, match="补上区号"):
        normalise("12345678")


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("+86 138 0000 0000", "13800000000"),
        ("089812345678-803", "0898-12345678 转 803"),
        ("01012345678", "010-12345678"),
        ("4001234567", "400-123-4567"),
        ("12345", "12345"),
        ("+85212345678", "+85212345678"),
    ],
)
def test_a_number_is_shown_as_it_is_dialled(written: str, dialled: str) -> None:
    assert normalise(written).display == dialled


def test_only_a_land_line_has_an_area_code() -> None:
    with pytest.raises(ValueError, match="not a land line"):
        _ = normalise("13800000000").area_and_local


mobiles = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
landlines = st.from_regex(r"(010|02[0-9]|0[3-9][0-9]{2})-[1-9][0-9]{7}", fullmatch=True)
services = st.from_regex(r"[48]00[0-9]{7}|12[0-9]{3}|95[0-9]{3}", fullmatch=True)
extensions = st.from_regex(r"(转[0-9]{1,6})?", fullmatch=True)


@given(number=st.one_of(mobiles, landlines, services), extension=extensions)
def test_the_normal_form_and_the_shown_form_mean_the_same_number(number: str, extension: str) -> None:
    phone = normalise(number + extension)
    assert normalise(phone.display) == phone
    line = normalise(phone.canonical)
    assert (line.canonical, line.kind) == (phone.canonical, phone.kind)


@given(text=st.text(alphabet="0123456789+-转 ０１８()（）x,王", max_size=24))
def test_whatever_is_typed_is_a_number_or_refused(text: str) -> None:
    try:
        phone = normalise(text, area_code="0898")
    except PhoneInvalid:
        return
    assert phone.canonical.startswith("+")
    assert phone.canonical[1:].isascii()
    assert phone.canonical[1:].isdigit()
