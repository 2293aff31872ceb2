"""Make the rest of the invented city: all districts, streets, communities and grids, and who works there."""

from __future__ import annotations

from datetime import datetime
from itertools import count, groupby
from random import Random

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction

from huying.demo.queries.growth import Place, places
from huying.demo.queries.invented import names
from huying.domain.actors import SIDES, Role
from huying.organisation.choices import Level, UnitKind
from huying.organisation.models import Person, Region, Seat, Unit

_HOTLINE = (
    *[Role.OPERATOR] * 24,
    *[Role.DISPATCHER] * 8,
    *[Role.FOLLOWUP] * 12,
    *[Role.SUPERVISOR] * 2,
    *[Role.ARBITER] * 3,
)
_SEATED: dict[str, tuple[Role, ...]] = {
    UnitKind.HOTLINE: _HOTLINE,
    UnitKind.GOVERNMENT: (Role.LEADER, Role.CLERK, Role.REVIEWER),
    UnitKind.COMMUNITY: (Role.COMMUNITY,),
    UnitKind.GRID: (Role.GRID_WORKER,),
}
_ELSEWHERE = (Role.CLERK, Role.CLERK, Role.REVIEWER)


@transaction.atomic(savepoint=False)
def grow_city(*, centre_id: int, at: datetime) -> None:
    """Write places, units, people and seats in a few statements; a second run adds nothing.

    Only orders of the demonstration go through the product's own actions: a city's organisation is there
    before its first order, and thousands of rows one by one would be all that a first start does.
    """
    if Region.objects.filter(centre_id=centre_id, code__startswith="4603").exists():
        return
    for _, rows in groupby(sorted(places(), key=_depth), key=_depth):
        _lay(list(rows), centre_id)
    _set_paths(centre_id)
    _staff(centre_id, at=at)


def _depth(place: Place) -> int:
    return len(place.code)


def _lay(rows: list[Place], centre_id: int) -> None:
    regions = dict(Region.objects.filter(centre_id=centre_id).values_list("code", "pk"))
    units = {code: pk for pk, code in Unit.objects.filter(centre_id=centre_id).values_list("pk", "region__code")}
    made = Region.objects.bulk_create(
        Region(
            centre_id=centre_id, code=place.code, name=place.name, level=place.level, parent_id=regions[place.parent]
        )
        for place in rows
    )
    number = count(Unit.objects.filter(centre_id=centre_id).count() + 1)
    Unit.objects.bulk_create(
        Unit(
            centre_id=centre_id,
            code=place.code,
            name=place.unit_name,
            kind=place.kind,
            level=place.level,
            parent_id=units[place.parent],
            region=region,
            contact_name="值班室",
            contact_phone=f"0460-1{next(number):07d}",
            duties=_duties(place),
        )
        for place, region in zip(rows, made, strict=True)
    )


def _duties(place: Place) -> str:
    if place.level == Level.DISTRICT:
        return "区级统筹协调、兜底"
    if place.level == Level.STREET:
        return "镇域综合管理" if place.is_town else "综合执法、环境秩序、小区治理（街道办事处条例第十条）"
    return "协助街道（乡镇）办理（条例第十七条）" if place.level == Level.COMMUNITY else "巡查、发现、上报"


def _set_paths(centre_id: int) -> None:
    """Fill in path and district, as ``create_unit`` does for one."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            WITH RECURSIVE tree AS (
                SELECT id, id || '.' AS path, NULL::bigint AS district FROM organisation_unit
                 WHERE centre_id = %s AND parent_id IS NULL
                UNION ALL
                SELECT unit.id, tree.path || unit.id || '.',
                       CASE WHEN unit.kind = 'government' AND unit.level = 'district' THEN unit.id
                            ELSE tree.district END
                  FROM organisation_unit AS unit JOIN tree ON unit.parent_id = tree.id
            )
            UPDATE organisation_unit AS unit SET path = tree.path, district_id = tree.district
              FROM tree WHERE tree.id = unit.id AND unit.path = ''
            """,
            [centre_id],
        )


def _staff(centre_id: int, *, at: datetime) -> None:
    """Seat people at every unit; who is not named in ``city.toml`` signs in as the unit's code and a number."""
    rng = Random("people")  # noqa: S311  # names, no secret
    nobody = make_password(None)
    wanted = [
        (unit, role, f"u{unit.code}.{number}")
        for unit in Unit.objects.filter(centre_id=centre_id).order_by("path")
        for number, role in enumerate(_SEATED.get(unit.kind, _ELSEWHERE), start=1)
    ]
    people = Person.objects.bulk_create(
        Person(
            username=username,
            display_name=rng.choice(names()["surnames"]) + rng.choice(names()["given"]),
            centre_id=centre_id,
            created_at=at,
            password=nobody,
        )
        for _, _, username in wanted
    )
    Seat.objects.bulk_create(
        Seat(person=person, unit=unit, role=role.value, side=SIDES[role].value, granted_at=at)
        for person, (unit, role, _) in zip(people, wanted, strict=True)
    )
