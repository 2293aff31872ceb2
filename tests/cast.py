"""A cast, not a crowd: the same few people and units in every test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from huying.domain.actors import Actor, Role
from huying.organisation.models import Centre, Region, Unit
from tests.factories.organisation import create_actors, create_centre, create_region, create_units, unit_of
from tests.factories.policy import create_policy

# A Monday morning in Shanghai: 2026-03-02 09:00.
MONDAY = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Cast:
    """One hotline, one district with a street and a community, one bureau; and who works there."""

    centre: Centre
    region_street: Region
    hotline: Unit
    district: Unit
    street: Unit
    community: Unit
    bureau: Unit
    operator: Actor
    dispatcher: Actor
    clerk: Actor
    reviewer: Actor
    community_worker: Actor
    bureau_clerk: Actor
    arbiter: Actor
    followup: Actor
    supervisor: Actor
    leader: Actor
    auditor: Actor
    outsider: Actor
    stranger: Actor


def create_cast(*, profile: str = "national", **parameters: object) -> Cast:
    """Make the cast; ``outsider`` is a clerk of another unit, ``stranger`` an operator of another centre."""
    centre = create_centre()
    create_policy(centre=centre, profile=profile, **parameters)
    region_district = create_region(centre=centre, name="临江区", level="district")
    region_street = create_region(centre=centre, name="桥头街道", level="street", parent=region_district)
    hotline = unit_of(centre=centre, name="海城市12345热线中心", kind="hotline")
    district = unit_of(
        centre=centre, name="临江区人民政府", kind="government", level="district", region=region_district
    )
    street = unit_of(
        centre=centre, name="桥头街道办事处", kind="street", level="street", parent=district, region=region_street
    )
    community = unit_of(centre=centre, name="河畔社区", kind="community", level="community", parent=street)
    bureau = unit_of(centre=centre, name="市城市管理局")
    other = unit_of(centre=centre, name="市教育局")
    elsewhere = unit_of(centre=create_centre(name="山城市"), name="山城市12345热线中心", kind="hotline")
    create_units(hotline, district, street, community, bureau, other, elsewhere)
    seats = {
        "operator": (hotline, Role.OPERATOR, "欧受理"),
        "dispatcher": (hotline, Role.DISPATCHER, "戴派单"),
        "clerk": (street, Role.CLERK, "陈承办"),
        "reviewer": (street, Role.REVIEWER, "沈审核"),
        "community_worker": (community, Role.COMMUNITY, "佘社区"),
        "bureau_clerk": (bureau, Role.CLERK, "鲍城管"),
        "arbiter": (hotline, Role.ARBITER, "晏审批"),
        "followup": (hotline, Role.FOLLOWUP, "胡回访"),
        "supervisor": (hotline, Role.SUPERVISOR, "杜督办"),
        "leader": (hotline, Role.LEADER, "凌领导"),
        "auditor": (hotline, Role.AUDIT_ADMIN, "申审计"),
        "outsider": (other, Role.CLERK, "魏外人"),
        "stranger": (elsewhere, Role.OPERATOR, "莫陌生"),
    }
    actors = create_actors(*seats.values())
    return Cast(
        centre=centre,
        region_street=region_street,
        hotline=hotline,
        district=district,
        street=street,
        community=community,
        bureau=bureau,
        **dict(zip(seats, actors, strict=True)),
    )
