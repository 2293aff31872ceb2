"""Every write that stages share; only open_order and move write an order's state."""
