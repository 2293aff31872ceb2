"""A cast, not a crowd: the same few people and units in every test."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from huying.domain.actors import Actor, Role
from huying.organisation.models import Centre, Region, Unit
from tests.factories.organisation import create_actor, create_centre, create_region, create_unit
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
    hotline = create_unit(centre=centre, name="海城市12345热线中心", kind="hotline")
    district = create_unit(
        centre=centre, name="临江区人民政府", kind="government", level="district", region=region_district
    )
    street = create_unit(
        centre=centre, name="桥头街道办事处", kind="street", level="street", parent=district, region=region_street
    )
    community = create_unit(centre=centre, name="河畔社区", kind="community", level="community", parent=street)
    bureau = create_unit(centre=centre, name="市城市管理局")
    other = create_unit(centre=centre, name="市教育局")
    elsewhere = create_unit(centre=create_centre(name="山城市"), name="山城市12345热线中心", kind="hotline")
    return Cast(
        centre=centre,
        region_street=region_street,
        hotline=hotline,
        district=district,
        street=street,
        community=community,
        bureau=bureau,
        operator=create_actor(unit=hotline, role=Role.OPERATOR, name="欧受理"),
        dispatcher=create_actor(unit=hotline, role=Role.DISPATCHER, name="戴派单"),
        clerk=create_actor(unit=street, role=Role.CLERK, name="陈承办"),
        reviewer=create_actor(unit=street, role=Role.REVIEWER, name="沈审核"),
        community_worker=create_actor(unit=community, role=Role.COMMUNITY, name="佘社区"),
        bureau_clerk=create_actor(unit=bureau, role=Role.CLERK, name="鲍城管"),
        arbiter=create_actor(unit=hotline, role=Role.ARBITER, name="晏审批"),
        followup=create_actor(unit=hotline, role=Role.FOLLOWUP, name="胡回访"),
        supervisor=create_actor(unit=hotline, role=Role.SUPERVISOR, name="杜督办"),
        leader=create_actor(unit=hotline, role=Role.LEADER, name="凌领导"),
        auditor=create_actor(unit=hotline, role=Role.AUDIT_ADMIN, name="申审计"),
        outsider=create_actor(unit=other, role=Role.CLERK, name="魏外人"),
        stranger=create_actor(unit=elsewhere, role=Role.OPERATOR, name="莫陌生"),
    )
