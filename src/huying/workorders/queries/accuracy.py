"""How exactly orders were taken and sent: place found, matter kept, first unit right (精准: 点位、诉求、责任, Q-07)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

# Orders by the lead that began first, each looked up by its own indexes: a month's, however many years there are. A
# spot counts where its name or another name for it stands in the words of the place, and lies in the order's region,
# right above or right below it. The history says which matter an order was accepted with.
_COUNTED = """
WITH begun AS MATERIALIZED (
    SELECT id, order_id, unit_id FROM workorders_assignment
     WHERE part = 'lead' AND assigned_at >= %(since)s AND assigned_at < %(until)s AND unit_id = ANY(%(units)s)
), first AS MATERIALIZED (
    SELECT order_id, unit_id FROM begun
     WHERE NOT EXISTS (SELECT FROM workorders_assignment AS other
                        WHERE other.order_id = begun.order_id AND part = 'lead' AND other.id < begun.id)
), told AS (
    SELECT one.id, unit.district_id, region.level, one.matter_id,
           EXISTS (SELECT FROM organisation_spot AS spot
                    WHERE (spot.region_id IN (region.id, region.parent_id)
                           OR spot.region_id IN (SELECT id FROM organisation_region WHERE parent_id = region.id))
                      AND EXISTS (SELECT FROM unnest(spot.name || spot.aliases) AS called
                                   WHERE position(called IN one.place_text) > 0)) AS has_spot,
           NOT EXISTS (SELECT FROM workorders_assignment AS other
                        WHERE other.order_id = one.id AND part = 'lead' AND other.unit_id <> first.unit_id) AS is_kept,
           one.matter_id IS NOT NULL AND EXISTS (
                  SELECT FROM workorders_event AS event
                   WHERE event.order_id = one.id AND (event.data->'set'->>'matter')::bigint <> one.matter_id
           ) AS is_changed
      FROM first
      JOIN workorders_order AS one ON one.id = first.order_id
      JOIN organisation_unit AS unit ON unit.id = first.unit_id
      LEFT JOIN organisation_region AS region ON region.id = one.region_id
)
SELECT district_id, count(*),
       count(*) FILTER (WHERE level IN ('community', 'grid')),
       count(*) FILTER (WHERE level IN ('street', 'community', 'grid')),
       count(*) FILTER (WHERE has_spot),
       count(*) FILTER (WHERE matter_id IS NOT NULL),
       count(*) FILTER (WHERE is_changed),
       count(*) FILTER (WHERE is_kept)
  FROM told GROUP BY district_id
"""


@dataclass(frozen=True, kw_only=True)
class Exactness:
    """Orders first sent in a period: ``street`` and ``community`` by how small a place they name, ``spot`` by name.

    ``changed`` had another matter before, ``kept`` no other unit has led since the first.
    """

    orders: int = 0
    community: int = 0
    street: int = 0
    spot: int = 0
    matter: int = 0
    changed: int = 0
    kept: int = 0

    def __add__(self, other: Exactness) -> Exactness:
        """Count both."""
        return Exactness(**{name: value + getattr(other, name) for name, value in vars(self).items()})


def exactness_by_district(
    *, unit_ids: Collection[int], since: datetime, until: datetime
) -> dict[int | None, Exactness]:
    """Count the orders whose first lead of all began in the period, by the district of that unit; one query.

    ``unit_ids`` are the units that may be asked about; ``None`` stands for units of the city.
    """
    with connection.cursor() as cursor:
        cursor.execute(_COUNTED, {"since": since, "until": until, "units": sorted(unit_ids)})
        rows = cursor.fetchall()
    return {
        district: Exactness(
            orders=orders, community=community, street=street, spot=spot, matter=matter, changed=changed, kept=kept
        )
        for district, orders, community, street, spot, matter, changed, kept in rows
    }
