"""What was decided about whose duty recent orders are: groups of matter × place → unit, beside the duty list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from huying.catalogue.queries.duties import duties_at
from huying.catalogue.queries.matters import MatterRow, matters_of
from huying.domain.list_drift import Decided, Drift, Signs, drifts
from huying.domain.routing import Ground, PlaceLevel, suggest
from huying.organisation.queries.gazetteer import place_chain
from huying.organisation.queries.regions import RegionRow, regions_of
from huying.organisation.queries.units import successors, unit_names
from huying.policy.queries import policy_at
from huying.workorders.models import Order

_BY_LIST = frozenset({Ground.DUTY, Ground.DUTY_AT_PLACE, Ground.PLACE})
# Leads that began in the window, by the index of leads of a unit; the last of an order is what was decided, unless it
# was given back: then it is the unit that the ruling names, and nothing where it names none. Only suggestions of list
# and place are compared with what was decided, not a model's; confidential orders are counted and never named.
# What a unit merged since was given counts as its successor's: the list that still names the old unit is a finding.
_DECIDED = """
WITH begun AS MATERIALIZED (
    SELECT id, order_id, unit_id, closed_at FROM workorders_assignment
     WHERE part = 'lead' AND assigned_at >= %(since)s AND assigned_at < %(until)s AND unit_id = ANY(%(units)s)
), last AS MATERIALIZED (
    SELECT DISTINCT ON (order_id) order_id, unit_id, closed_at FROM begun ORDER BY order_id, id DESC
), decided AS (
    SELECT one.id, coalesce(one.matter_id, made.found_matter_id) AS matter_id,
           coalesce(one.region_id, made.found_region_id) AS region_id,
           CASE WHEN last.closed_at IS NOT NULL AND one.accountable_unit_id IS NULL THEN ruling.found_unit_id
                ELSE last.unit_id END AS unit_id,
           CASE WHEN made.ground = ANY(%(listed)s) THEN made.lead_unit_id END AS suggested_id,
           ruling.state, ruling.found_unit_id, ruling.unit_id AS asked_id,
           one.is_confidential
      FROM last
      JOIN workorders_order AS one ON one.id = last.order_id
      LEFT JOIN dispatch_suggestion AS made ON made.order_id = last.order_id
      LEFT JOIN LATERAL (
           SELECT * FROM (SELECT id, state, found_unit_id, unit_id FROM dispatch_returnrequest
                           WHERE order_id = last.order_id AND state IN ('granted', 'refused', 'ruled') OFFSET 0) AS own
            ORDER BY id DESC LIMIT 1) AS ruling ON one.open_roads IS NOT NULL
)
SELECT matter.version_id, matter.code, region_id, decided.unit_id, count(*),
       count(*) FILTER (WHERE suggested_id <> decided.unit_id),
       count(*) FILTER (WHERE found_unit_id = decided.unit_id AND found_unit_id <> asked_id),
       count(*) FILTER (WHERE found_unit_id = decided.unit_id AND found_unit_id = asked_id),
       (array_agg(decided.id ORDER BY decided.id DESC) FILTER (WHERE NOT is_confidential))[1:5]
  FROM decided JOIN catalogue_matter AS matter ON matter.id = decided.matter_id
 WHERE decided.unit_id IS NOT NULL
 GROUP BY matter.version_id, matter.code, region_id, decided.unit_id
"""


def drifts_of(*, centre_id: int, since: datetime, at: datetime) -> tuple[tuple[Drift, tuple[str, ...]], ...]:
    """Return where the decisions of a centre since ``since`` differ from its duty list, with numbers of last orders."""
    policy = policy_at(centre_id=centre_id, at=at).policy
    decided = _decided(centre_id=centre_id, since=since, at=at)
    found = drifts(decided, least=policy.finding_orders, percent=policy.finding_percent)
    named = Order.objects.in_bulk({order for drift in found for order in drift.latest})
    return tuple((drift, tuple(named[order].number for order in drift.latest)) for drift in found)


def _decided(*, centre_id: int, since: datetime, at: datetime) -> Iterable[Decided]:
    _, duties = duties_at(centre_id=centre_id, at=at)
    regions = regions_of(centre_id=centre_id)
    units = [unit for unit, _ in unit_names(centre_id=centre_id)]
    with connection.cursor() as cursor:
        cursor.execute(_DECIDED, {"since": since, "until": at, "units": units, "listed": sorted(_BY_LIST)})
        rows = cursor.fetchall()
    taken = successors(centre_id=centre_id)
    trees: dict[int, dict[str, MatterRow]] = {}
    for version_id, code, region_id, led_by, orders, not_taken, returned, wrongful, latest in rows:
        if version_id not in trees:
            trees[version_id] = {row.code: row for row in matters_of(version_id=version_id)}
        row = trees[version_id][code]
        unit_id = taken[led_by].id if led_by in taken else led_by
        region = regions.get(region_id)
        places = place_chain(region=region, centre_id=centre_id)
        listed = suggest(matter_path=row.codes, place_chain=places, duties=duties)
        street = next((one for one in places if one.level is PlaceLevel.STREET), None)
        here = street.unit_id if street else None
        is_listed = listed.ground in _BY_LIST
        yield Decided(
            matter_path=row.codes[:-1] or row.codes,
            place_chain=_around(region, regions),
            lead_unit_id=None if unit_id == here else unit_id,
            is_listed=is_listed,
            listed_unit_id=None if listed.lead_unit_id == here else listed.lead_unit_id,
            orders=orders,
            signs=Signs(not_taken=not_taken, returned=returned, wrongful=wrongful),
            latest=tuple(latest or ()),
        )


def _around(region: RegionRow | None, regions: dict[int, RegionRow]) -> tuple[int, ...]:
    """Return the street and the district of a place: a duty of a community is nobody's to find here (约定)."""
    levels = (PlaceLevel.STREET, PlaceLevel.DISTRICT)
    chain = [regions[one] for one in region.chain] if region else []
    return tuple(row.id for level in levels for row in chain if row.level == level)
