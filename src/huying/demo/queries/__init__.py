"""Reads of the demonstration: what it is made of, and how far it is laid."""

from huying.demo.queries.invented import FIXED_PASSWORD, cards, city, demo_centre_id, store_is_empty

__all__ = ["FIXED_PASSWORD", "cards", "city", "demo_centre_id", "store_is_empty"]
