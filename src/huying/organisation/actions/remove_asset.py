"""Take a line off a street's catalogue that never was right; what ended keeps its line, with its last day."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor
from huying.organisation.models import Asset
from huying.organisation.queries.assets import AssetNotFound, kept_unit


@transaction.atomic(savepoint=False)
def remove_asset(*, unit_id: int, asset_id: int, actor: Actor) -> None:
    """Delete the line. Raises ``UnitNotFound``, ``AssetNotHere``, ``NotAllowed``, ``AssetNotFound``."""
    unit = kept_unit(unit_id=unit_id, actor=actor)
    gone, _ = Asset.objects.filter(pk=asset_id, unit_id=unit.id).delete()
    if not gone:
        raise AssetNotFound
