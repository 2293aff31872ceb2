"""Write a road, an estate or a landmark, or the names people use for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from huying.domain.actors import Actor, Role
from huying.domain.errors import Invalid, NotAllowed
from huying.organisation.choices import SpotKind
from huying.organisation.models import Region, Spot

_SHORTEST, _LONGEST = 2, 60


class SpotInvalid(Invalid):
    """What a spot must hold. 约定: a name of one character is found in every text."""

    code = "spot_invalid"
    sentence = "点位还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def put_spot(
    *, region_code: str, kind: SpotKind, name: str, aliases: Sequence[str] = (), actor: Actor
) -> tuple[Spot, bool]:
    """Write the spot, or the aliases of the one of this place, kind and name; return it and whether anything changed.

    Raises ``NotAllowed``, ``SpotInvalid`` with a sentence a field.
    """
    if actor.role not in {Role.SYSTEM_ADMIN, Role.POLICY}:
        raise NotAllowed
    if not name.strip():
        raise SpotInvalid(fields={"name": "没有填写名称，请填写。"})
    region = Region.objects.filter(centre_id=actor.centre_id, code=region_code).first()
    if region is None:
        raise SpotInvalid(fields={"region_code": f"没有编码为「{region_code}」的地点，请核对。"})
    said = list(dict.fromkeys(alias.strip() for alias in aliases if alias.strip() not in {"", name.strip()}))
    for field, one in [("name", name.strip()), *(("aliases", alias) for alias in said)]:
        if not _SHORTEST <= len(one) <= _LONGEST:
            raise SpotInvalid(fields={field: f"名称和别名须为 {_SHORTEST} 至 {_LONGEST} 个字，请核对「{one}」。"})
    spot = Spot.objects.select_for_update().filter(region=region, kind=kind, name=name.strip()).first()
    if spot is None:
        return Spot.objects.create(region=region, kind=kind, name=name.strip(), aliases=said), True
    if spot.aliases == said:
        return spot, False
    spot.aliases = said
    spot.save(update_fields=["aliases"])
    return spot, True
