"""Open parts of a caller's identity for a stated purpose, and leave a record of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from huying.callers.models import Unmasking
from huying.callers.queries import SealedIdentity, sealed
from huying.domain.actors import Actor
from huying.domain.errors import Invalid, NotAllowed, NotFound
from huying.domain.privacy import (
    FIELDS_FOR,
    NEEDS_NOTE,
    IdentityField,
    Purpose,
    Sight,
    may_see_identity,
    purposes_open_to,
)

_LONGEST_NOTE = 500


class CallerIsConfidential(NotAllowed):
    """Outside the hotline nobody opens the identity of a confidential caller."""

    code = "caller_is_confidential"
    sentence = "这是保密诉求，请通过热线代为联系诉求人。"


class PurposeNotOpen(NotAllowed):
    """The role may not open identities for this purpose."""

    code = "purpose_not_open"
    sentence = "您的岗位不能以此用途查看诉求人信息。"


class UnmaskingInvalid(Invalid):
    """More than the purpose needs was asked for, or its ground is missing."""

    code = "unmasking_invalid"
    sentence = "请选择用途所需的项目，并按提示填写说明。"


@dataclass(frozen=True, kw_only=True, repr=False)
class Revealed:
    """Parts in clear, for one answer, no store and no log; ``None``: not asked for, empty: never given."""

    identity_id: UUID
    name: str | None
    phone: str | None
    id_number: str | None
    home_address: str | None


@transaction.atomic(savepoint=False)
def unmask(
    *,
    identity_id: UUID,
    order_number: str,
    fields: Collection[IdentityField],
    purpose: Purpose,
    note: str,
    actor: Actor,
    at: datetime,
) -> Revealed:
    """Write the record, then return the parts in clear.

    The entrance has made sure that the order is this identity's and open to the actor, and
    shows the answer only after its commit. Raises ``NotFound``, ``CallerIsConfidential``,
    ``PurposeNotOpen``, ``UnmaskingInvalid``.
    依据: 个人信息保护法 arts 6, 51; 约定: which role for which purpose (domain.md 17).
    """
    row = sealed(identity_ids=[identity_id], actor=actor).get(identity_id)
    if row is None:
        raise NotFound
    if actor.person_id is None or actor.unit_id is None:
        raise PurposeNotOpen
    _check(row, fields=fields, purpose=purpose, note=note, actor=actor)
    Unmasking(
        identity_id=identity_id,
        centre_id=actor.centre_id,
        order_number=order_number,
        opened=sorted(set(fields)),
        purpose=purpose,
        note=note.strip(),
        person_id=actor.person_id,
        unit_id=actor.unit_id,
        role=actor.role,
        at=at,
    ).save(force_insert=True)
    return _revealed(row, frozenset(fields))


def _check(
    row: SealedIdentity, *, fields: Collection[IdentityField], purpose: Purpose, note: str, actor: Actor
) -> None:
    if may_see_identity(role=actor.role, is_confidential=row.wants_secrecy) is Sight.RELAY_ONLY:
        raise CallerIsConfidential
    if purpose not in purposes_open_to(role=actor.role, is_confidential=row.wants_secrecy):
        raise PurposeNotOpen
    if not fields or not FIELDS_FOR[purpose].issuperset(fields):
        raise UnmaskingInvalid(fields={"fields": "请只勾选这一用途需要的项目。"})
    if purpose in NEEDS_NOTE and not note.strip():
        raise UnmaskingInvalid(fields={"note": "请写明调取机关和文书编号。"})
    if len(note.strip()) > _LONGEST_NOTE:
        raise UnmaskingInvalid(fields={"note": f"最多 {_LONGEST_NOTE} 个字，请缩短。"})


def _revealed(row: SealedIdentity, fields: frozenset[IdentityField]) -> Revealed:
    phone = None
    if IdentityField.PHONE in fields:
        line = row.opened_phone()
        phone = line.display if line else ""
    clear = {field: row.opened(field) for field in fields if field is not IdentityField.PHONE}
    return Revealed(
        identity_id=row.id,
        name=clear.get(IdentityField.NAME),
        phone=phone,
        id_number=clear.get(IdentityField.ID_NUMBER),
        home_address=clear.get(IdentityField.HOME_ADDRESS),
    )
