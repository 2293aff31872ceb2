"""Who a person is: the seats held, and the actor that a seat makes."""

from __future__ import annotations

from dataclasses import dataclass

from huying.domain.actors import Actor
from huying.domain.actors import Role as DomainRole
from huying.foundation import memory
from huying.organisation.choices import Role
from huying.organisation.models import Centre, Seat


@dataclass(frozen=True, kw_only=True)
class SeatRow:
    """A seat as pages show it, and the actor it makes."""

    id: int
    unit_name: str
    role_label: str
    centre_name: str
    is_demo: bool
    actor: Actor


def seats_of(*, person_id: int) -> tuple[SeatRow, ...]:
    """Return the open seats of a person, oldest first; none if the person or unit was switched off."""
    rows = (
        Seat.objects.filter(person_id=person_id, ended_at=None, person__is_active=True, unit__is_active=True)
        .order_by("id")
        .values_list(
            "id", "role", "unit_id", "unit__name", "unit__district_id",
            "unit__centre_id", "unit__centre__name", "unit__centre__is_demo",
        )
    )  # fmt: skip
    return tuple(
        SeatRow(
            id=seat_id,
            unit_name=unit_name,
            role_label=Role(role).label,
            centre_name=centre_name,
            is_demo=is_demo,
            actor=Actor(
                role=DomainRole(role),
                centre_id=centre_id,
                person_id=person_id,
                unit_id=unit_id,
                district_id=district_id,
            ),
        )
        for seat_id, role, unit_id, unit_name, district_id, centre_id, centre_name, is_demo in rows
    )


@memory.kept_a_minute
def roles_with_second_factor(*, centre_id: int) -> frozenset[str]:
    """Return the roles whose people must sign in with a second factor in this centre."""
    return frozenset(Centre.objects.values_list("totp_roles", flat=True).get(pk=centre_id))
