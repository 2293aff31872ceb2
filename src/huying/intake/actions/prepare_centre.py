"""Find the centre that an import goes to, or make it as the map says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from huying.domain.actors import Actor, policy_actor
from huying.domain.errors import NotFound
from huying.domain.import_maps import CentrePlan, Place
from huying.organisation.actions.create_centre import create_centre
from huying.organisation.actions.create_region import create_region
from huying.organisation.actions.create_unit import create_unit
from huying.organisation.choices import CentreLevel, Level, UnitKind
from huying.organisation.models import Centre
from huying.policy.actions.publish_policy import publish_policy

_POLICY = "import"
_ONE_AT_A_TIME = 20261122


class CentreMissing(NotFound):
    """No centre of this code, and nothing says how to make one."""

    code = "centre_missing"


@transaction.atomic(savepoint=False)
def prepare_centre(*, code: str, plan: CentrePlan | None, policy: Mapping[str, Any], at: datetime) -> Actor:
    """Return the import's actor in the centre of this code.

    A centre that does not exist is made by ``plan``: its policy, its city and districts as places, the
    governments that stand over the other units, and a hotline unit for those who will work there. Raises
    ``CentreMissing``.
    """
    with connection.cursor() as cursor:  # a second import waits here, and then finds the centre
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    centre = Centre.objects.filter(code=code).first()
    if centre is not None:
        return policy_actor(centre_id=centre.pk, name=_POLICY)
    if plan is None:
        raise CentreMissing(f"没有编码为「{code}」的中心，映射里也没有说明怎样建立，请核对 --centre。")
    made = create_centre(
        code=code,
        name=plan.name,
        level=CentreLevel(plan.level),
        area_code=plan.area_code,
        actor=policy_actor(centre_id=0, name=_POLICY),
    )
    actor = policy_actor(centre_id=made.pk, name=_POLICY)
    publish_policy(body=policy, effective_from=at, note="随导入建立", after=0, actor=actor, at=at)
    level = Level(plan.level)
    city_region, city = _government(plan.city, level, actor)
    for district in plan.districts:
        _government(district, Level.DISTRICT, actor, region_id=city_region, unit_id=city)
    create_unit(code="hotline", name=plan.name, kind=UnitKind.HOTLINE, level=level, actor=actor, parent_id=city)
    return actor


def _government(
    place: Place, level: Level, actor: Actor, *, region_id: int | None = None, unit_id: int | None = None
) -> tuple[int, int]:
    """Make a place and its government below those given; return both ids."""
    region = create_region(code=place.code, name=place.name, level=level, actor=actor, parent_id=region_id)
    unit = create_unit(
        code=place.code,
        name=f"{place.name}人民政府",
        kind=UnitKind.GOVERNMENT,
        level=level,
        actor=actor,
        parent_id=unit_id,
        region_id=region.pk,
    )
    return region.pk, unit.pk
