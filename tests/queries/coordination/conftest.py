"""The centre of many orders, as the lists of orders are tested with it."""

from tests.queries.workorders.conftest import laid_orders, many_orders

__all__ = ["laid_orders", "many_orders"]
