"""Which roles need a second factor, and who already has one."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.mfa.models import Authenticator
from django.db.models import Count, Exists, OuterRef, Q

from huying.domain.actors import Actor
from huying.organisation.choices import Role
from huying.organisation.models import Centre, Seat


@dataclass(frozen=True, kw_only=True)
class FactorLine:
    """A role of the centre: people seated in it, and those of them with TOTP."""

    role: str
    role_label: str
    is_required: bool
    people: int
    ready: int


def second_factors_of(*, actor: Actor) -> tuple[FactorLine, ...]:
    """Return every role, as it stands now rather than as processes remember it for a minute."""
    needed = set(Centre.objects.values_list("totp_roles", flat=True).get(pk=actor.centre_id))
    factor = Authenticator.objects.filter(user=OuterRef("person"), type=Authenticator.Type.TOTP)
    seats = Seat.objects.filter(unit__centre_id=actor.centre_id, ended_at=None, person__is_active=True)
    rows = (
        seats.annotate(has_factor=Exists(factor))
        .values("role")
        .annotate(
            people=Count("person", distinct=True), ready=Count("person", distinct=True, filter=Q(has_factor=True))
        )
    )
    counts = {row["role"]: row for row in rows}
    none = {"people": 0, "ready": 0}
    return tuple(
        FactorLine(
            role=role.value,
            role_label=role.label,
            is_required=role.value in needed,
            people=counts.get(role.value, none)["people"],
            ready=counts.get(role.value, none)["ready"],
        )
        for role in Role
    )
