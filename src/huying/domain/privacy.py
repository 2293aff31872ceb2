"""What is shown of a caller, to whom, and what may be opened for which purpose. 脱敏.

依据: 北京市接诉即办工作条例 art 8 (privacy is protected); 个人信息保护法 art 6 (the
smallest scope that the purpose needs). 约定 (domain.md 17): the masks, the table of
purposes, and that a confidential caller is reached only through the hotline.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from huying.domain.actors import NO_ORDERS, SIDES, Actor, Role, Side
from huying.domain.guards import OrderFacts
from huying.domain.phones import Phone, PhoneKind


class IdentityField(StrEnum):
    """The parts of an identity that can be opened one by one."""

    NAME = "name"
    PHONE = "phone"
    ID_NUMBER = "id_number"
    HOME_ADDRESS = "home_address"


class Purpose(StrEnum):
    """Why an identity is opened: shown on the form, and to the caller on request."""

    CONTACT = "contact"
    VISIT = "visit"
    RELAY = "relay"
    VERIFY = "verify"
    FOLLOW_UP = "follow_up"
    LAWFUL_DEMAND = "lawful_demand"


# What a purpose needs and no more. 依据: 个人信息保护法 art 6.
FIELDS_FOR: Mapping[Purpose, frozenset[IdentityField]] = {
    Purpose.CONTACT: frozenset({IdentityField.NAME, IdentityField.PHONE}),
    Purpose.VISIT: frozenset({IdentityField.NAME, IdentityField.PHONE, IdentityField.HOME_ADDRESS}),
    Purpose.RELAY: frozenset({IdentityField.NAME, IdentityField.PHONE}),
    Purpose.VERIFY: frozenset({IdentityField.NAME, IdentityField.PHONE, IdentityField.ID_NUMBER}),
    Purpose.FOLLOW_UP: frozenset({IdentityField.NAME, IdentityField.PHONE}),
    Purpose.LAWFUL_DEMAND: frozenset(IdentityField),
}

# Who may state which purpose. 约定; a unit never opens a confidential caller (see below).
PURPOSES_OF: Mapping[Role, tuple[Purpose, ...]] = {
    Role.OPERATOR: (Purpose.CONTACT, Purpose.RELAY, Purpose.VERIFY),
    Role.DISPATCHER: (Purpose.CONTACT, Purpose.RELAY, Purpose.VERIFY, Purpose.LAWFUL_DEMAND),
    Role.FOLLOWUP: (Purpose.FOLLOW_UP, Purpose.RELAY),
    Role.CLERK: (Purpose.CONTACT, Purpose.VISIT),
    Role.REVIEWER: (Purpose.CONTACT, Purpose.VISIT),
}

# A purpose that must be backed by words: the number of the demanding body's letter.
NEEDS_NOTE = frozenset({Purpose.LAWFUL_DEMAND})

# Who may read the record to the caller who asks, or is that caller (依据: 个人信息保护法 art 44), and who audits all.
TELLS_UNMASKINGS = frozenset({Role.OPERATOR, Role.DISPATCHER, Role.FOLLOWUP, Role.AUDIT_ADMIN, Role.CITIZEN})
AUDITS_UNMASKINGS = frozenset({Role.AUDIT_ADMIN})


class Sight(StrEnum):
    """How much of an identity a role sees without stating a purpose."""

    NOTHING = "nothing"
    RELAY_ONLY = "relay_only"
    MASKED = "masked"


def may_see_identity(*, role: Role, is_confidential: bool) -> Sight:
    """Say what ``role`` sees of the caller of an order that is open to it.

    依据: 济南市12345市民服务热线条例 arts 16, 32; 约定: outside the hotline a
    confidential caller is not shown even masked, contact goes through its relay call. A citizen sees the own
    identity masked too: four digits of a phone are a weak key.
    """
    if role in NO_ORDERS or role is Role.POLICY:
        return Sight.NOTHING
    if is_confidential and role is not Role.CITIZEN and SIDES[role] is not Side.MANAGE:
        return Sight.RELAY_ONLY
    return Sight.MASKED


def purposes_open_to(*, role: Role, is_confidential: bool) -> tuple[Purpose, ...]:
    """Return the purposes for which ``role`` may open an identity; empty: it may not."""
    if may_see_identity(role=role, is_confidential=is_confidential) is not Sight.MASKED:
        return ()
    return PURPOSES_OF.get(role, ())


def keeps_masked(order: OrderFacts, actor: Actor) -> bool:
    """Say whether the order opens no caller's identity to the actor's unit, though it may be seen.

    约定: so it is for a unit that got a copy (抄送, B-08), was asked (会商, 提级), or that a whistle wants no more: it
    refused, or came and has no task.
    """
    if actor.is_centre_wide or actor.unit_id is None:
        return False
    lead_and_holder = {order.accountable_unit_id, order.holder_unit_id}
    return actor.unit_id not in (
        order.handling_unit_ids | order.called_unit_ids | order.tasked_unit_ids | lead_and_holder
    )


def mask_name(name: str) -> str:
    """Return the first character and two stars, however long the name is."""
    return f"{name.strip()[:1]}**" if name.strip() else ""


def mask_phone(phone: Phone) -> str:
    """Return ``138****0000``; a land line keeps area code and two digits, a service number all."""
    if phone.kind is PhoneKind.MOBILE:
        return f"{phone.display[:3]}****{phone.canonical[-4:]}"
    if phone.kind is PhoneKind.SERVICE:
        return phone.display
    head, local = phone.area_and_local if phone.kind is PhoneKind.LANDLINE else ("", phone.canonical)
    return f"{head}-{'*' * (len(local) - 2)}{local[-2:]}" if head else f"{local[:3]}****{local[-2:]}"


def mask_id_number(number: str) -> str:
    """Return first three and last two characters, stars between; a short number only stars."""
    hidden = len(number) - 5
    return f"{number[:3]}{'*' * hidden}{number[-2:]}" if hidden > 0 else "*" * len(number)


_COUNT = r"[\dA-Za-z〇零一二三四五六七八九十百甲乙丙丁东南西北]+"
_BUILDING = re.compile(rf"{_COUNT}\s*(?:号楼|[#＃]楼?|栋|幢|座)")
_HOUSE = re.compile(rf"{_COUNT}\s*号")
_ROOM = re.compile(rf"\d|{_COUNT}\s*(?:单元|层|楼|室|房|户)")


def mask_address(address: str) -> str:
    """Return the address down to its building, else its house number, else before its first number."""
    kept = _BUILDING.search(address) or _HOUSE.search(address)
    room = None if kept else _ROOM.search(address)
    end = kept.end() if kept else room.start() if room else len(address)
    return address[:end] + ("**" if address[end:].strip() else "")
