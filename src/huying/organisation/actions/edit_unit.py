"""Keep a unit's contact and duties up to date."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import NotAllowed
from huying.organisation.models import Unit
from huying.organisation.queries.units import UnitNotFound


@transaction.atomic(savepoint=False)
def edit_unit(*, unit_id: int, contact_name: str, contact_phone: str, duties: str, actor: Actor) -> None:
    """Write who answers for the unit's hotline work (L-22) and what it may do (街乡赋权, 三定; L-11).

    Raises ``NotAllowed``, ``UnitNotFound``.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    changed = Unit.objects.filter(pk=unit_id, centre_id=actor.centre_id, is_active=True).update(
        contact_name=contact_name, contact_phone=contact_phone, duties=duties
    )
    if not changed:
        raise UnitNotFound
