"""The beginning of every query by likeness: the orders that share the most keys with what is said."""

from __future__ import annotations

# Takes keys, besides (an order's id that is left out), each_key and by_keys; gives ``hit (id)``.
# Each key is asked for its newest orders alone: a key of a set phrase stands in very many.
HITS = """
WITH hit AS MATERIALIZED (
    SELECT found.order_id AS id FROM unnest(%(keys)s::int[]) AS asked (key), LATERAL (
        SELECT order_id FROM workorders_likenesskey
        WHERE key = asked.key AND order_id <> %(besides)s ORDER BY key DESC, order_id DESC LIMIT %(each_key)s
    ) AS found
    GROUP BY found.order_id ORDER BY count(*) DESC, found.order_id DESC LIMIT %(by_keys)s
)
"""
