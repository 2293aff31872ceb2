"""Every read of callers; takes ``actor`` and returns frozen rows."""

from __future__ import annotations

import hmac
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from huying.callers.choices import IdentityField as FieldLabel
from huying.callers.choices import Purpose as PurposeLabel
from huying.callers.models import Caller, Identity, Unmasking
from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.domain.phones import Phone, PhoneInvalid, normalise
from huying.domain.privacy import (
    AUDITS_UNMASKINGS,
    TELLS_UNMASKINGS,
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
from huying.foundation import memory
from huying.foundation.sealing import SealBroken, SealUnreadable, lookup_hash, lookup_hashes, open_sealed
from huying.organisation.models import Centre

_TAIL = 4
# The parts of a sealed identity, and the columns that they stand in.
_SEALED = {
    "id": "id",
    "caller_id": "caller_id",
    "wants_secrecy": "wants_secrecy",
    "is_anonymous": "is_anonymous",
    "name": "name_sealed",
    "id_number": "id_number_sealed",
    "home_address": "home_address_sealed",
    "extension": "extension_sealed",
    "phone": "caller__phone_sealed",
}
UNREADABLE = "（密文无法读取）"


def seal_context(column: str, row: UUID) -> str:
    """Return the context a column is sealed for, such as ``callers.identity.name|<row>``."""
    return f"callers.{column}|{row}"


@memory.kept_a_minute
def area_code_of(*, centre_id: int) -> str:
    """Return the area code that completes a land line of this centre, empty where none is set."""
    return Centre.objects.values_list("area_code", flat=True).get(pk=centre_id)


def phone_hash(*, phone: Phone, centre_id: int) -> bytes:
    """Return the hash that finds ``phone`` (without its extension) within a centre, and nowhere else."""
    return lookup_hash(phone.canonical, context=f"callers.caller.phone|{centre_id}")


def phone_hashes(*, phone: Phone, centre_id: int) -> list[bytes]:
    """Return every hash that ``phone`` may stand under while keys are rotated, the current one first."""
    return lookup_hashes(phone.canonical, context=f"callers.caller.phone|{centre_id}")


@dataclass(frozen=True, kw_only=True)
class SealedIdentity:
    """An identity as it is stored; ``opened`` gives one part of it in clear."""

    id: UUID
    caller_id: UUID | None
    wants_secrecy: bool
    is_anonymous: bool
    name: bytes | None
    id_number: bytes | None
    home_address: bytes | None
    extension: bytes | None
    phone: bytes | None

    def opened(self, field: IdentityField) -> str:
        """Return one part in clear, empty where the caller left none; a phone is in canonical form."""
        sealed: bytes | None = getattr(self, field)
        if sealed is None:
            return ""
        if field is IdentityField.PHONE and self.caller_id:
            return open_sealed(sealed, context=seal_context("caller.phone", self.caller_id))
        return open_sealed(sealed, context=seal_context(f"identity.{field}", self.id))

    def opened_phone(self) -> Phone | None:
        """Return the number with the extension that this order was called from."""
        if not (canonical := self.opened(IdentityField.PHONE)):
            return None
        line = normalise(canonical)
        extension = ""
        if self.extension is not None:
            extension = open_sealed(self.extension, context=seal_context("identity.extension", self.id))
        return Phone(canonical=line.canonical, kind=line.kind, extension=extension)


@dataclass(frozen=True, kw_only=True)
class MaskedIdentity:
    """What may stand on a page. Texts are masked, or empty when ``sight`` is relay only."""

    id: UUID
    caller_id: UUID | None
    sight: Sight
    name: str
    phone: str
    id_number: str
    home_address: str
    wants_secrecy: bool
    is_anonymous: bool
    purposes: tuple[Purpose, ...]


@dataclass(frozen=True, kw_only=True)
class UnmaskingTold:
    """An opening as the caller is told of it: which office, why, what, when; no person's name."""

    at: datetime
    unit_name: str
    role: Role
    purpose: str
    opened: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class UnmaskingRow:
    """An opening as the audit administrator sees it."""

    id: int
    at: datetime
    identity_id: UUID
    order_number: str
    person_id: int
    person_name: str
    unit_id: int
    unit_name: str
    role: Role
    purpose: str
    opened: tuple[str, ...]
    note: str


@dataclass(frozen=True, kw_only=True)
class UnmaskingCount:
    """How often one person opened identities in a period."""

    person_id: int
    person_name: str
    times: int


def sealed(*, identity_ids: Collection[UUID], actor: Actor) -> dict[UUID, SealedIdentity]:
    """Return the stored identities of the actor's centre by id; one round-trip."""
    found = Identity.objects.filter(pk__in=identity_ids, centre_id=actor.centre_id).values_list(*_SEALED.values())
    rows = (SealedIdentity(**dict(zip(_SEALED, values, strict=True))) for values in found)
    return {row.id: row for row in rows}


def phone_ends_with(*, identity_id: UUID | None, digits: str, actor: Actor) -> bool | None:
    """Say whether the phone left with an order ends with these four digits; ``None`` where none was left.

    For the caller who proves to be the caller: nothing of the phone leaves this room.
    """
    row = sealed(identity_ids=[identity_id], actor=actor).get(identity_id) if identity_id else None
    if row is None or row.phone is None:
        return None
    own = row.opened(IdentityField.PHONE)[-_TAIL:]
    return hmac.compare_digest(own.encode(), digits.encode())


def masked(*, identity_ids: Collection[UUID], actor: Actor) -> dict[UUID, MaskedIdentity]:
    """Return what the actor's role may see of the callers of orders that are open to the actor.

    The caller of this query has made sure that the orders are open; a role that sees nothing gets {}.
    """
    if may_see_identity(role=actor.role, is_confidential=False) is Sight.NOTHING:
        return {}
    rows = sealed(identity_ids=identity_ids, actor=actor)
    return {key: _masked(row, role=actor.role) for key, row in rows.items()}


def callers_by_phone(*, phone: str, actor: Actor) -> tuple[UUID, ...]:
    """Return the callers of the actor's centre with exactly this number; none for what is no number.

    A search over orders must still leave out confidential orders that are closed to the actor.
    """
    if may_see_identity(role=actor.role, is_confidential=False) is Sight.NOTHING:
        return ()
    try:
        line = normalise(phone, area_code=area_code_of(centre_id=actor.centre_id))
    except PhoneInvalid:
        return ()
    digests = phone_hashes(phone=line, centre_id=actor.centre_id)
    rows = Caller.objects.filter(centre_id=actor.centre_id, phone_hash__in=digests)
    return tuple(rows.values_list("pk", flat=True))


def kept_identities() -> QuerySet[Identity]:
    """Return the identities of which something is kept, for the job that takes them away when their time is over."""
    nothing = Q(caller=None, name_sealed=None, id_number_sealed=None, home_address_sealed=None)
    return Identity.objects.exclude(nothing)


def unmaskings_of(*, identity_id: UUID, actor: Actor) -> tuple[UnmaskingTold, ...]:
    """Return who opened an identity, for the caller who asks; newest first. Raises ``NotAllowed``."""
    if actor.role not in TELLS_UNMASKINGS:
        raise NotAllowed
    rows = Unmasking.objects.filter(identity_id=identity_id, centre_id=actor.centre_id)
    return tuple(
        UnmaskingTold(
            at=row.at,
            unit_name=row.unit.name,
            role=Role(row.role),
            purpose=str(PurposeLabel(row.purpose).label),
            opened=_labels(row.opened),
        )
        for row in rows.select_related("unit").order_by("-id")
    )


def unmaskings(
    *,
    actor: Actor,
    since: datetime,
    until: datetime,
    person_id: int | None = None,
    before: int | None = None,
    limit: int = 50,
) -> tuple[UnmaskingRow, ...]:
    """Return openings within [since, until), newest first, below id ``before``. Raises ``NotAllowed``."""
    if actor.role not in AUDITS_UNMASKINGS:
        raise NotAllowed
    rows = Unmasking.objects.filter(centre_id=actor.centre_id, at__gte=since, at__lt=until)
    if person_id is not None:
        rows = rows.filter(person_id=person_id)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return tuple(
        UnmaskingRow(
            id=row.pk,
            at=row.at,
            identity_id=row.identity_id,
            order_number=row.order_number,
            person_id=row.person_id,
            person_name=row.person.display_name,
            unit_id=row.unit_id,
            unit_name=row.unit.name,
            role=Role(row.role),
            purpose=str(PurposeLabel(row.purpose).label),
            opened=_labels(row.opened),
            note=row.note,
        )
        for row in rows.select_related("person", "unit").order_by("-id")[:limit]
    )


def unmaskings_per_person(*, actor: Actor, since: datetime, until: datetime) -> tuple[UnmaskingCount, ...]:
    """Count openings within [since, until) per person, most first. Raises ``NotAllowed``."""
    if actor.role not in AUDITS_UNMASKINGS:
        raise NotAllowed
    rows = (
        Unmasking.objects.filter(centre_id=actor.centre_id, at__gte=since, at__lt=until)
        .values_list("person_id", "person__display_name")
        .annotate(times=Count("id"))
        .order_by("-times", "person_id")
    )
    return tuple(UnmaskingCount(person_id=one, person_name=name, times=times) for one, name, times in rows)


def _masked(row: SealedIdentity, *, role: Role) -> MaskedIdentity:
    sight = may_see_identity(role=role, is_confidential=row.wants_secrecy)
    shown = dict.fromkeys(IdentityField, "")
    if sight is Sight.MASKED:
        shown = {field: _masked_field(row, field) for field in IdentityField}
    return MaskedIdentity(
        id=row.id,
        caller_id=row.caller_id,
        sight=sight,
        name=shown[IdentityField.NAME],
        phone=shown[IdentityField.PHONE],
        id_number=shown[IdentityField.ID_NUMBER],
        home_address=shown[IdentityField.HOME_ADDRESS],
        wants_secrecy=row.wants_secrecy,
        is_anonymous=row.is_anonymous,
        purposes=purposes_open_to(role=role, is_confidential=row.wants_secrecy),
    )


def _masked_field(row: SealedIdentity, field: IdentityField) -> str:
    try:
        text = row.opened(field)
    except (SealBroken, SealUnreadable):
        return UNREADABLE  # one broken row must not close a page of fifty
    if not text:
        return ""
    match field:
        case IdentityField.NAME:
            return mask_name(text)
        case IdentityField.PHONE:
            return mask_phone(normalise(text))
        case IdentityField.ID_NUMBER:
            return mask_id_number(text)
        case IdentityField.HOME_ADDRESS:
            return mask_address(text)


def _labels(opened: Collection[str]) -> tuple[str, ...]:
    return tuple(str(FieldLabel(field).label) for field in opened)
