"""Seat the first three administrators of a centre (三员分立)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Conflict, NotAllowed
from huying.organisation.actions.create_person import create_person
from huying.organisation.actions.grant_seat import grant_seat
from huying.organisation.actions.hand_out_slip import Slip, hand_out_slip
from huying.organisation.choices import Role as RoleLabel
from huying.organisation.models import Centre, Seat

_FIRST = {
    Role.SYSTEM_ADMIN: "xitong",
    Role.SECURITY_ADMIN: "anquan",
    Role.AUDIT_ADMIN: "shenji",
}


class AdministratorsSeated(Conflict):
    """A centre that has administrators makes further ones by their hands, in the pages."""

    code = "administrators_seated"
    sentence = "这个中心已有管理员，请由他们在「人员与岗位」页面开通其他账号。"


@transaction.atomic(savepoint=False)
def seat_administrators(*, unit_id: int, actor: Actor, at: datetime) -> tuple[Slip, ...]:
    """Make one account a role, named after the centre, each with a one-time password; return the slips.

    Only a named policy of set-up may do this: afterwards no one person can make and seat people alone.
    Raises ``NotAllowed``, ``AdministratorsSeated``, ``UnitNotFound``.
    """
    if actor.role is not Role.POLICY:
        raise NotAllowed
    centre = Centre.objects.select_for_update().get(pk=actor.centre_id)
    seated = Seat.objects.filter(unit__centre=centre, ended_at=None, role__in=[role.value for role in _FIRST])
    if seated.exists():
        raise AdministratorsSeated
    slips = []
    for role, name in _FIRST.items():
        label = str(RoleLabel(role.value).label)
        person = create_person(username=f"{centre.code}-{name}".lower(), display_name=label, actor=actor, at=at)
        grant_seat(person_id=person.pk, unit_id=unit_id, role=role, actor=actor, at=at)
        slips.append(hand_out_slip(person_id=person.pk, actor=actor, at=at))
    return tuple(slips)
