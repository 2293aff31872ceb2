"""Who sees what of a caller, and what a mask leaves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huying.domain.actors import NO_ORDERS, SIDES, Role, Side
from huying.domain.phones import normalise
from huying.domain.privacy import (
    AUDITS_UNMASKINGS,
    FIELDS_FOR,
    PURPOSES_OF,
    IdentityField,
    Purpose,
    Sight,
    mask_address,
    mask_id_number,
    mask_name,
    mask_phone,
    may_see_identity,
    purposes_open_to,
)

M, R, N = Sight.MASKED, Sight.RELAY_ONLY, Sight.NOTHING

SEEN = {  # role: (of an open order, of a confidential one)
    Role.OPERATOR: (M, M),
    Role.DISPATCHER: (M, M),
    Role.FOLLOWUP: (M, M),
    Role.CLERK: (M, R),
    Role.REVIEWER: (M, R),
    Role.COMMUNITY: (M, R),
    Role.GRID_WORKER: (M, R),
    Role.SUPERVISOR: (M, R),
    Role.ARBITER: (M, M),
    Role.EVALUATOR: (M, R),
    Role.LEADER: (M, R),
    Role.SYSTEM_ADMIN: (N, N),
    Role.SECURITY_ADMIN: (N, N),
    Role.AUDIT_ADMIN: (N, N),
    Role.CITIZEN: (M, M),
    Role.POLICY: (N, N),
}

OPENS = {  # role: (purposes for an open order, for a confidential one)
    Role.OPERATOR: ("contact relay verify", "contact relay verify"),
    Role.DISPATCHER: ("contact relay verify lawful_demand", "contact relay verify lawful_demand"),
    Role.FOLLOWUP: ("follow_up relay", "follow_up relay"),
    Role.CLERK: ("contact visit", ""),
    Role.REVIEWER: ("contact visit", ""),
}


@pytest.mark.parametrize("role", Role)
def test_each_role_sees_what_the_table_says(role: Role) -> None:
    seen = tuple(may_see_identity(role=role, is_confidential=secret) for secret in (False, True))
    assert seen == SEEN[role]


@pytest.mark.parametrize("role", Role)
def test_each_role_opens_for_the_purposes_of_the_table(role: Role) -> None:
    opens = tuple(" ".join(purposes_open_to(role=role, is_confidential=secret)) for secret in (False, True))
    assert opens == OPENS.get(role, ("", ""))


@pytest.mark.parametrize("role", [role for role, side in SIDES.items() if side is Side.HANDLE])
def test_a_unit_never_opens_a_confidential_caller(role: Role) -> None:
    assert purposes_open_to(role=role, is_confidential=True) == ()


def test_those_who_audit_the_openings_cannot_open() -> None:
    assert AUDITS_UNMASKINGS <= NO_ORDERS
    assert not AUDITS_UNMASKINGS & PURPOSES_OF.keys()


def test_no_purpose_but_a_lawful_demand_opens_everything() -> None:
    assert FIELDS_FOR.keys() == set(Purpose)
    all_of_it = [purpose for purpose, fields in FIELDS_FOR.items() if fields == set(IdentityField)]
    assert all_of_it == [Purpose.LAWFUL_DEMAND]


@pytest.mark.parametrize(
    ("name", "shown"),
    [("王小明", "王**"), ("王明", "王**"), (" 欧阳小明 ", "欧**"), ("Li Ming", "L**"), ("", ""), (" ", "")],
)
def test_a_name_keeps_its_first_character(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("13800000000", "138****0000"),
        ("0898-12345678转803", "0898-******78"),
        ("0898-1234567", "0898-*****67"),
        ("010-12345678", "010-******78"),
        ("+85212345678", "+85****78"),
        ("12345", "12345"),
        ("400-123-4567", "400-123-4567"),
    ],
)
def test_a_phone_keeps_what_tells_numbers_apart(number: str, shown: str) -> None:
    assert mask_phone(normalise(number)) == shown


@pytest.mark.parametrize(
    ("number", "shown"),
    [("46010019900101123X", "460*************3X"), ("E12345678", "E12****78"), ("12345", "*****"), ("", "")],
)
def test_an_id_number_keeps_three_and_two(number: str, shown: str) -> None:
    assert mask_id_number(number) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("海口市美兰区和平大道12号恒大小区3栋2单元1501室", "海口市美兰区和平大道12号恒大小区3栋**"),
        ("12号院3号楼2单元15号", "12号院3号楼**"),
        ("国贸大厦A座1501", "国贸大厦A座**"),
        ("6#楼1-1501", "6#楼**"),
        ("３栋２单元", "３栋**"),
        ("海秀路12号2楼", "海秀路12号**"),
        ("海秀路12号", "海秀路12号"),
        ("金盘路二号三楼", "金盘路二号**"),
        ("恒大小区1501", "恒大小区**"),
        ("恒大小区3-2-1501", "恒大小区**"),
        ("幸福里三单元五楼", "幸福里**"),
        ("三江镇茄芮村委会南山村", "三江镇茄芮村委会南山村"),
        ("", ""),
    ],
)
def test_an_address_ends_at_its_building(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@given(number=st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_masked_mobile_never_shows_the_middle(number: str) -> None:
    assert mask_phone(normalise(number)) == f"{number[:3]}****{number[-4:]}"


@given(text=st.text(max_size=40))
def test_a_masked_id_number_shows_five_characters_at_most(text: str) -> None:
    shown = mask_id_number(text)
    assert len(shown) == len(text)
    assert sum(1 for before, after in zip(text, shown, strict=True) if before == after != "*") <= 5


@given(building=st.integers(1, 99), room=st.integers(101, 9999), word=st.sampled_from(["栋", "幢", "座", "号楼"]))
def test_a_masked_address_never_shows_the_room(building: int, room: int, word: str) -> None:
    shown = mask_address(f"和平大道恒大小区{building}{word}{room}室")
    assert shown == f"和平大道恒大小区{building}{word}**"
