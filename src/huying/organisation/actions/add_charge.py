"""Say who is answerable for a place (领导包片、干部包村、两委包户)."""

from __future__ import annotations

from django.db import transaction

from huying.domain.actors import Actor
from huying.domain.errors import Conflict, Invalid
from huying.foundation import memory
from huying.organisation.choices import ChargeKind
from huying.organisation.models import Charge
from huying.organisation.queries.charges import kept_region


class ChargeTaken(Conflict):
    """The same person in the same post for the same place."""

    code = "charge_taken"
    sentence = "这个地点已经登记了这个人的这项责任。"


class ChargeInvalid(Invalid):
    """What a line of the map must hold. 依据: features C-23."""

    code = "charge_invalid"
    sentence = "包片责任还不完整，请按提示补充。"


@transaction.atomic(savepoint=False)
def add_charge(
    *, region_id: int, kind: ChargeKind, person_name: str, post: str, telephone: str, actor: Actor
) -> Charge:
    """Write the line and return it.

    Raises:
        RegionNotFound, NotAllowed, ChargeInvalid with a sentence a field, ChargeTaken.

    """
    region = kept_region(region_id=region_id, actor=actor)
    said = {"person_name": person_name.strip(), "post": post.strip(), "telephone": telephone.strip()}
    if faults := {name: "必须填写。" for name, value in said.items() if not value}:
        raise ChargeInvalid(fields=faults)
    line, is_new = Charge.objects.get_or_create(
        region_id=region.id,
        kind=kind,
        person_name=said["person_name"],
        post=said["post"],
        defaults={"telephone": said["telephone"]},
    )
    if not is_new:
        raise ChargeTaken
    transaction.on_commit(memory.forget)
    return line
