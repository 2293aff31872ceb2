"""Make the invented city: centres, places, units, catalogue, policy, people of every role."""

from __future__ import annotations

import tomllib
from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction

from huying.catalogue.actions.publish_cards import publish_cards
from huying.catalogue.actions.publish_duties import publish_duties
from huying.catalogue.actions.publish_matters import publish_matters
from huying.catalogue.queries.shipped import shipped_matters
from huying.demo.queries import cards as demo_cards
from huying.demo.queries import city
from huying.domain.actors import Actor, Role, policy_actor
from huying.domain.card_drafts import CardDraft
from huying.domain.catalogue_drafts import DutyDraft
from huying.foundation import reference
from huying.organisation.actions.add_shift import add_shift
from huying.organisation.actions.create_centre import create_centre
from huying.organisation.actions.create_person import create_person
from huying.organisation.actions.create_region import create_region
from huying.organisation.actions.create_unit import create_unit
from huying.organisation.actions.grant_seat import grant_seat
from huying.organisation.choices import CentreLevel, Level, ShiftRank, UnitKind
from huying.organisation.models import Unit
from huying.organisation.queries.rosters import ALL_DAY
from huying.policy.actions.publish_policy import publish_policy

# Orders of the demonstration are younger; its rules are older.
_BEFORE = timedelta(days=400)
# Has no roster, so that the board shows what that looks like.
_LEFT_OUT = "tx"


@transaction.atomic(savepoint=False)
def make_demo_centre(*, at: datetime) -> int:
    """Write the whole invented city and a second centre beside it; return the id of the city's centre."""
    centre = city()["centre"]
    actor = _centre(centre, at=at)
    _places_and_units(actor)
    _catalogue(actor, at=at)
    _people(actor, city()["people"]["rows"], at=at)
    for other in city()["other_centres"]:
        beside = _centre(other, at=at)
        create_unit(code="rx", name=other["name"], kind=UnitKind.HOTLINE, level=Level.CITY, actor=beside)
        _people(beside, other["people"], at=at)
    return actor.centre_id


def _centre(given: dict[str, str], *, at: datetime) -> Actor:
    centre = create_centre(
        code=given["code"],
        name=given["name"],
        level=CentreLevel(given["level"]),
        actor=policy_actor(centre_id=0, name="demo"),
        area_code=given.get("area_code", ""),
        is_demo=True,
    )
    actor = policy_actor(centre_id=centre.pk, name="demo")
    profile = reference.folder() / "policies" / f"{given['profile']}.toml"
    body = tomllib.loads(profile.read_text())
    promises = city()["promises"]["rows"] if given is city()["centre"] else []
    body["rules"] += [
        {"code": code, "unit_code": unit, "stage": stage, "round": "first", "urgency": urgency, "basis": basis}
        | {"limit": {"amount": hours, "unit": "hour"}}
        for code, unit, stage, urgency, hours, basis in promises
    ]
    publish_policy(
        body=body,
        effective_from=at - _BEFORE,
        note=f"随产品提供的 {given['profile']} 口径",
        after=0,
        actor=actor,
        at=at,
    )
    return actor


def _places_and_units(actor: Actor) -> None:
    regions: dict[str, int | None] = {"": None}
    for code, name, level, above in city()["regions"]["rows"]:
        region = create_region(code=code, name=name, level=Level(level), actor=actor, parent_id=regions[above])
        regions[code] = region.pk
    units: dict[str, int | None] = {"": None}
    for code, name, kind, level, above, region, contact, duties in city()["units"]["rows"]:
        unit = create_unit(
            code=code,
            name=name,
            kind=UnitKind(kind),
            level=Level(level),
            actor=actor,
            parent_id=units[above],
            region_id=regions[region],
            contact_name=contact,
            contact_phone=f"0460-1{len(units):07d}",
            duties=duties,
        )
        units[code] = unit.pk
        _roster(unit, actor)


def _roster(unit: Unit, actor: Actor) -> None:
    """Plan who is on duty: at the hotline and the utilities but one at all hours, elsewhere in office hours."""
    if unit.kind in {UnitKind.COMMUNITY, UnitKind.GRID} or unit.code == _LEFT_OUT:
        return
    is_always = unit.kind in ALL_DAY
    add_shift(
        unit_id=unit.pk,
        weekdays=range(1, 8 if is_always else 6),
        begins=time(8, 30),
        ends=time(8, 30) if is_always else time(17, 30),
        rank=ShiftRank.FIRST,
        person_name="示例值班员",
        telephone=unit.contact_phone,
        actor=actor,
    )


def _catalogue(actor: Actor, *, at: datetime) -> None:
    publish_matters(
        drafts=shipped_matters(),
        effective_from=at - _BEFORE,
        note="起始口径：DB44/T 2479—2024 附录 A",
        after=0,
        actor=actor,
        at=at,
    )
    duties = [
        DutyDraft(
            line=line,
            matter_code=matter,
            region_code=region,
            lead_unit_code=lead,
            lead_by_place=not lead,
            assist_unit_codes=tuple(assists),
            legal_basis=basis,
            scenario_card=card,
        )
        for line, (matter, region, lead, assists, basis, card) in enumerate(city()["duties"]["rows"], start=1)
    ]
    cards = [_card(line, row) for line, row in enumerate(demo_cards(), start=1)]
    publish_cards(drafts=cards, effective_from=at - _BEFORE, note="演示场景化指引", after=0, actor=actor, at=at)
    publish_duties(drafts=duties, effective_from=at - _BEFORE, note="演示派单目录", after=0, actor=actor, at=at)


def _card(line: int, row: list[Any]) -> CardDraft:
    code, title, matters, regions, words, ask, whose, mistakes, basis = row
    return CardDraft(
        line=line,
        code=code,
        title=title,
        matter_codes=tuple(matters),
        region_codes=tuple(regions),
        words=tuple(words),
        ask=ask,
        whose=whose,
        mistakes=mistakes,
        legal_basis=basis,
    )


def _people(actor: Actor, rows: list[list[str]], *, at: datetime) -> None:
    units = dict(Unit.objects.filter(centre_id=actor.centre_id).values_list("code", "pk"))
    for username, name, unit, role in rows:
        person = create_person(username=username, display_name=name, actor=actor, at=at)
        grant_seat(person_id=person.pk, unit_id=units[unit], role=Role(role), actor=actor, at=at)
