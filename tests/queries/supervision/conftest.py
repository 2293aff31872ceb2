"""The centre of many orders, as the lists of orders are tested with it, and its ledgers."""

from tests.queries.ledgers import full_ledgers, laid_ledgers
from tests.queries.workorders.conftest import laid_orders, many_orders

__all__ = ["full_ledgers", "laid_ledgers", "laid_orders", "many_orders"]
