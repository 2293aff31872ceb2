"""Give the invented city its duty rosters, its responsibility map, what its streets were given and what it watches."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from random import Random

from django.db import transaction

from huying.demo.queries import city
from huying.demo.queries.invented import names
from huying.domain.actors import Actor, Role
from huying.domain.policies import Urgency
from huying.foundation import clock
from huying.organisation.choices import AssetKind, ChargeKind, Level, ShiftRank, SpotKind, UnitKind
from huying.organisation.models import Asset, Charge, Region, Seat, Shift, Spot, Unit
from huying.workorders.actions.add_focus import add_focus
from huying.workorders.choices import FocusKind
from huying.workorders.models import Focus

# One in so many streets has no roster yet, so that the board shows what that looks like.
_WITHOUT = 11
_WATCHED_FOR = timedelta(days=60)
_POSTS = {
    ChargeKind.LEADER: "街道（乡镇）班子成员",
    ChargeKind.CADRE: "驻村（社区）干部",
    ChargeKind.COMMITTEE: "社区（村）两委委员",
}


@transaction.atomic(savepoint=False)
def furnish_city(*, centre_id: int, at: datetime) -> None:
    """Write rosters of streets and districts, who answers for the places of two districts, and the focus list.

    One district has brought powers, resources and forces down to its streets. Most is written in a few statements, as
    the city itself; a second run adds nothing.
    """
    if Focus.objects.filter(centre_id=centre_id).exists():
        return
    rng = Random("furnish")  # noqa: S311  # names, no secret
    _rosters(centre_id, rng)
    _charges(centre_id, rng)
    _assets(centre_id, on=clock.day_of(at))
    _spots(centre_id)
    supervisor = Seat.objects.select_related("unit").get(
        person__username="duban", unit__centre_id=centre_id, ended_at=None
    )
    actor = Actor(role=Role.SUPERVISOR, centre_id=centre_id, person_id=supervisor.person_id, unit_id=supervisor.unit_id)
    _focuses(actor, on=clock.day_of(at), at=at)


def _name(rng: Random) -> str:
    name: str = rng.choice(names()["surnames"]) + rng.choice(names()["given"])
    return name


def _rosters(centre_id: int, rng: Random) -> None:
    kept = set(Shift.objects.filter(unit__centre_id=centre_id).values_list("unit_id", flat=True))
    units = Unit.objects.filter(centre_id=centre_id, kind__in=[UnitKind.STREET, UnitKind.GOVERNMENT]).order_by("id")
    ranks = ((ShiftRank.FIRST, range(1, 8)), (ShiftRank.HEAD, range(1, 6)))
    Shift.objects.bulk_create(
        Shift(
            unit=unit,
            weekdays=list(days),
            begins=time(8, 30),
            ends=time(20, 0) if rank is ShiftRank.FIRST else time(17, 30),
            rank=rank,
            person_name=_name(rng),
            telephone=unit.contact_phone,
        )
        for number, unit in enumerate(units)
        if number % _WITHOUT and unit.pk not in kept
        for rank, days in ranks
    )


def _charges(centre_id: int, rng: Random) -> None:
    """Fill in two districts: a leader for each street, a cadre and a committee member for each community."""
    kinds = {Level.STREET: (ChargeKind.LEADER,), Level.COMMUNITY: (ChargeKind.CADRE, ChargeKind.COMMITTEE)}
    regions = Region.objects.filter(centre_id=centre_id, level__in=list(kinds)).order_by("code")
    phones = dict(Unit.objects.filter(centre_id=centre_id).values_list("region__code", "contact_phone"))
    Charge.objects.bulk_create(
        Charge(
            region=region,
            kind=kind,
            person_name=_name(rng),
            post=_POSTS[kind],
            telephone=phones[region.code],
        )
        for region in regions
        if region.code.startswith(("4601", "4602"))
        for kind in kinds[Level(region.level)]
    )


def _assets(centre_id: int, *, on: date) -> None:
    streets = Unit.objects.filter(centre_id=centre_id, kind=UnitKind.STREET, region__code__startswith="4601")
    Asset.objects.bulk_create(
        Asset(
            unit=unit,
            kind=AssetKind(kind),
            name=name,
            basis=basis,
            source=source,
            first_day=on - timedelta(days=since),
            last_day=on + timedelta(days=until) if until else None,
        )
        for unit in streets.order_by("id")
        for kind, name, basis, source, since, until in city()["assets"]["rows"]
    )


def _spots(centre_id: int) -> None:
    regions = dict(Region.objects.filter(centre_id=centre_id).values_list("code", "pk"))
    Spot.objects.bulk_create(
        Spot(region_id=regions[code], kind=SpotKind(kind), name=name, aliases=aliases)
        for kind, name, code, aliases in city()["spots"]["rows"]
    )


def _focuses(actor: Actor, *, on: date, at: datetime) -> None:
    places = dict(Region.objects.filter(centre_id=actor.centre_id, parent=None).values_list("code", "pk"))
    places |= dict(Region.objects.filter(centre_id=actor.centre_id, level=Level.COMMUNITY).values_list("code", "pk"))
    units = dict(Unit.objects.filter(centre_id=actor.centre_id).values_list("code", "pk"))
    for kind, title, word, region, matter, owner, urgency, basis in city()["focuses"]["rows"]:
        add_focus(
            kind=FocusKind(kind),
            title=title,
            word=word,
            region_id=places.get(region),
            matter_code=matter,
            urgency=Urgency(urgency) if urgency else None,
            basis=basis,
            owner_unit_id=units[owner],
            first_day=on - _WATCHED_FOR,
            last_day=on + _WATCHED_FOR,
            actor=actor,
            at=at,
        )
